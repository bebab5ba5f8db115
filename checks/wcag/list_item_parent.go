package wcag

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var listItemParent = &checks.Check{
	ID:       "list-item-parent",
	Criteria: []string{"1.3.1"},
	Affects:  blind,
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("li, dt, dd") {
			if page.HasAttr(n, "role") || aria.Hidden(p.Page, n) {
				continue
			}
			if inList(p.Page, n) {
				p.Passed(n)
			} else {
				p.Failed(n, "outside", "element", n.Data)
			}
		}
	},
}

// inList reports whether an li, dt or dd stands in a list of its kind.
func inList(p *page.Page, n *html.Node) bool {
	up := p.Parent(n)
	for up != nil && (up.Data == "slot" || p.Shadow(up) != nil) {
		up = p.Parent(up)
	}
	if up == nil {
		return false
	}
	if n.DataAtom == atom.Li {
		switch up.DataAtom {
		case atom.Ul, atom.Ol, atom.Menu:
			return true
		}
		role, _ := page.Attr(up, "role")
		return role != "" // list, tablist, menu …: what the role wants is checked with roles
	}
	if up.DataAtom == atom.Div {
		if up = p.Parent(up); up == nil {
			return false
		}
	}
	return up.DataAtom == atom.Dl
}
