package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var errorSuggestion = &checks.Check{
	ID:       "error-suggestion",
	Criteria: []string{"3.3.3"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.OtherLanguage},
	Impact:   checks.Serious,
	Needs:    page.Filling,
	Run: func(p *checks.Pass) {
		told := make(map[page.Ref]bool)
		for _, f := range p.Page.Observed.Forms.Forms {
			n := node(p.Page, f.Node)
			switch {
			case told[f.Node]:
			case f.Native:
				p.Passed(n) // the browser says what it expects
			case f.Tried || len(f.Messages) == 0:
			case onlyVague(p.Page, f):
				told[f.Node] = true
				p.Failed(n, "vague", "text", short(f.Messages[0]))
			default:
				p.Passed(n)
			}
		}
	},
}

// onlyVague reports whether all that appeared says that something is wrong, and
// nothing else.
func onlyVague(p *page.Page, f page.FormTry) bool {
	var fields []*html.Node
	for _, r := range f.Required {
		if n := p.Node(r); n != nil {
			fields = append(fields, n)
		}
	}
	for _, m := range f.Messages {
		if !onlyWrong(p, m, fields) {
			return false
		}
	}
	return len(fields) > 0
}
