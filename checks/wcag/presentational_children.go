package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var presentationalChildren = &checks.Check{
	ID:       "presentational-children",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"307n5z"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("*") {
			role := aria.Role(p.Page, n)
			if info := aria.Lookup(role); info == nil || !info.Leaf || n.FirstChild == nil || !aria.Exposed(p.Page, n) {
				continue
			}
			var inner *html.Node
			var walk func(*html.Node)
			walk = func(m *html.Node) {
				for c := range p.Page.Children(m) {
					if inner == nil && aria.Focusable(p.Page, c) {
						inner = c
						return
					}
					walk(c)
				}
			}
			walk(n)
			if inner != nil {
				p.Failed(n, "nested", "role", role, "inner", "<"+inner.Data+">")
			} else {
				p.Passed(n)
			}
		}
	},
}
