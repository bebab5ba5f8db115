package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var inputContext = &checks.Check{
	ID:       "input-context",
	Criteria: []string{"3.2.2"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation, checks.LimitedCognition},
	Impact:   checks.Serious,
	Needs:    page.Filling,
	Run: func(p *checks.Pass) {
		for _, t := range p.Page.Observed.Forms.Inputs {
			n := p.Page.Node(t.Node)
			switch {
			case n == nil:
			case len(t.Leads) == 0 && t.Opens == 0:
				p.Passed(n)
			case advised(p.Page, n):
				p.CantTell(n, "advised", "name", short(aria.Name(p.Page, n)))
			default:
				p.Failed(n, "leaves", "name", short(aria.Name(p.Page, n)))
			}
		}
	},
}

// advised reports whether words at a field or around it may tell beforehand
// what its change does.
func advised(p *page.Page, n *html.Node) bool {
	texts := []string{aria.Name(p, n), aria.Description(p, n)}
	for a := range p.Ancestors(n) {
		if a.Data == "form" || a.Data == "fieldset" || a.Data == "p" || a.Data == "div" {
			if t := p.VisibleText(a); len(t) < 600 {
				texts = append(texts, t)
			}
			break
		}
	}
	for _, t := range texts {
		if says("acts", t) {
			return true
		}
	}
	return false
}
