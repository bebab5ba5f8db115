package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var hoverReach = &checks.Check{
	ID:       "hover-reach",
	Criteria: []string{"2.1.1"},
	Affects:  manual,
	Impact:   checks.Critical,
	Needs:    page.Hovering | page.Keyboard | page.Listeners,
	Run: func(p *checks.Pass) {
		walk := p.Page.Observed.Walk
		met := make(map[string]bool) // where links lead that Tab comes to
		for _, s := range walk.Stops {
			if n := p.Page.Node(s.Node); n != nil && n.Data == "a" && !s.Hidden {
				met[address(p.Page, n)] = true
			}
		}
		for _, u := range p.Page.Observed.Hover.Popups {
			n, content := node(p.Page, u.Trigger), p.Page.Node(u.Content)
			if content == nil {
				continue // it was made only then
			}
			var inside []*html.Node
			reached, elsewhere := false, true
			for _, c := range p.Page.FindIn(content, "a[href], button, input, select, textarea, summary, [tabindex='0']") {
				inside = append(inside, c)
				reached = reached || p.Page.Info(c).Stop > 0
				elsewhere = elsewhere && c.Data == "a" && met[address(p.Page, c)]
			}
			text := short(u.Text)
			switch {
			case u.Focus == "shown", u.Clicks, reached:
				p.Passed(n)
			case len(inside) == 0:
				p.CantTell(n, "text", "text", text)
			case walk.Ended && !elsewhere && !keys(p.Page, n) && !opener(p.Page, n):
				p.Failed(n, "links", "text", text)
			default:
				p.CantTell(n, "links-perhaps", "text", text)
			}
		}
	},
}

// opener reports whether a control stands beside or in n, to open the same.
func opener(p *page.Page, n *html.Node) bool {
	const control = "button, summary, [role=button], [aria-expanded], [aria-haspopup]"
	if p.Matches(n, control) || len(p.FindIn(n, control)) > 0 {
		return true
	}
	up := p.Parent(n)
	return up != nil && up.Type == html.ElementNode && len(p.FindIn(up, control)) > 0
}
