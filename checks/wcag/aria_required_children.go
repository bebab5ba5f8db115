package wcag

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var ariaRequiredChildren = &checks.Check{
	ID:       "aria-required-children",
	Criteria: []string{"1.3.1"},
	ACT:      []string{"bc4a75"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[role]") {
			role := aria.ExplicitRole(n)
			info := aria.Lookup(role)
			if info == nil || len(info.Owns) == 0 || !aria.Exposed(p.Page, n) || isTrue(n, "aria-busy") {
				continue
			}
			found := false
			var wrong []string
			for _, c := range ownedBy(p.Page, n) {
				r := aria.Role(p.Page, c)
				switch {
				case r == "group" && slices.Contains(info.Owns, r):
					ok, bad := groupOwns(p.Page, c, info.Owns, 0)
					found = found || ok
					wrong = append(wrong, bad...)
				case slices.Contains(info.Owns, r):
					found = true
				case r == "separator" && aria.Is(role, "menu"): // as WAI-ARIA 1.3 allows
				case r == "caption" && aria.Is(role, "table"):
				default:
					wrong = append(wrong, r)
				}
			}
			expected := strings.Join(info.Owns, ", ")
			switch {
			case info.Only && len(wrong) > 0:
				p.Failed(n, "other", "role", role, "expected", expected, "found", strings.Join(slices.Compact(wrong), ", "))
			case found:
				p.Passed(n)
			case role == "listbox" && page.Collapse(p.Page.Text(n)) == "":
				p.CantTell(n, "empty", "role", role)
			default:
				p.Failed(n, "none", "role", role, "expected", expected)
			}
		}
	},
}

// ownedBy returns the children of n in the accessibility tree that have a
// role: what lies below generic and presentational elements counts as theirs.
func ownedBy(p *page.Page, n *html.Node) []*html.Node {
	var ns []*html.Node
	var walk func(*html.Node)
	visit := func(c *html.Node) {
		if c.Type != html.ElementNode || aria.Hidden(p, c) {
			return
		}
		switch aria.Role(p, c) {
		case "", "generic", "none":
			walk(c)
		default:
			ns = append(ns, c)
		}
	}
	walk = func(n *html.Node) {
		for c := range p.Children(n) {
			visit(c)
		}
	}
	walk(n)
	for _, o := range p.IDRefs(n, "aria-owns") {
		if !slices.Contains(ns, o) {
			visit(o)
		}
	}
	return ns
}

// groupOwns reports whether a group, or one in it, owns one of some roles, and
// which other roles it owns.
func groupOwns(p *page.Page, group *html.Node, roles []string, depth int) (found bool, wrong []string) {
	for _, c := range ownedBy(p, group) {
		switch r := aria.Role(p, c); {
		case r == "group" && depth < 20:
			ok, bad := groupOwns(p, c, roles, depth+1)
			found = found || ok
			wrong = append(wrong, bad...)
		case slices.Contains(roles, r):
			found = true
		case r != "separator":
			wrong = append(wrong, r)
		}
	}
	return found, wrong
}
