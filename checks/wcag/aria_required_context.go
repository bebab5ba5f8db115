package wcag

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var ariaRequiredContext = &checks.Check{
	ID:       "aria-required-context",
	Criteria: []string{"1.3.1"},
	ACT:      []string{"ff89c9"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[role]") {
			role := aria.ExplicitRole(n)
			info := aria.Lookup(role)
			if info == nil || len(info.Context) == 0 || info.Deprecated || role == aria.ImplicitRole(p.Page, n) || !aria.Exposed(p.Page, n) {
				continue
			}
			if owned(p.Page, n, info.Context) {
				p.Passed(n)
			} else {
				p.Failed(n, "orphan", "role", role, "context", strings.Join(info.Context, ", "))
			}
		}
	},
}

// owned reports whether an element with one of some roles owns n: as its
// parent in the accessibility tree, or by aria-owns.
func owned(p *page.Page, n *html.Node, context []string) bool {
	up := n
	for _, o := range p.FindIn(p.Scope(n), "[aria-owns]") {
		if slices.Contains(p.IDRefs(o, "aria-owns"), n) {
			switch role := aria.Role(p, o); role {
			case "", "generic", "none":
				up = o
			default:
				return slices.Contains(context, role)
			}
			break
		}
	}
	for a := range p.Ancestors(up) {
		switch role := aria.Role(p, a); role {
		case "", "generic", "none":
		default:
			return slices.Contains(context, role)
		}
	}
	return false
}
