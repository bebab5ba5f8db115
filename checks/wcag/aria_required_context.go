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
		owners := make(map[*html.Node]*html.Node)
		for _, o := range p.Page.Find("[aria-owns]") {
			for _, n := range p.Page.IDRefs(o, "aria-owns") {
				if owners[n] == nil {
					owners[n] = o
				}
			}
		}
		for _, n := range p.Page.Find("[role]") {
			role := aria.ExplicitRole(n)
			info := aria.Lookup(role)
			if info == nil || len(info.Context) == 0 || info.Deprecated || role == aria.ImplicitRole(p.Page, n) || !aria.Exposed(p.Page, n) {
				continue
			}
			if owned(p.Page, n, owners[n], info.Context) {
				p.Passed(n)
			} else {
				p.Failed(n, "orphan", "role", role, "context", strings.Join(info.Context, ", "))
			}
		}
	},
}

// owned reports whether an element with one of some roles owns n: by
// aria-owns, where owner has it, else as its parent in the accessibility tree.
func owned(p *page.Page, n, owner *html.Node, context []string) bool {
	up := owner
	if up == nil {
		up = p.Parent(n)
	}
	for ; up != nil; up = p.Parent(up) {
		if up.Type != html.ElementNode {
			continue
		}
		switch role := aria.Role(p, up); role {
		case "", "generic", "none":
		default:
			return slices.Contains(context, role)
		}
	}
	return false
}
