package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var roleValid = &checks.Check{
	ID:       "role-valid",
	ACT:      []string{"674b10"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[role]") {
			role := strings.TrimSpace(attr(n, "role"))
			switch {
			case role == "" || aria.Hidden(p.Page, n):
			case aria.ExplicitRole(n) != "":
				p.Passed(n)
			case isAbstract(role):
				p.Failed(n, "abstract", "role", short(role))
			default:
				p.Failed(n, "unknown", "role", short(role))
			}
		}
	},
}

// isAbstract reports whether the first role that WAI-ARIA knows is abstract.
func isAbstract(role string) bool {
	for token := range strings.FieldsSeq(role) {
		if r := aria.Lookup(strings.ToLower(token)); r != nil {
			return r.Abstract
		}
	}
	return false
}
