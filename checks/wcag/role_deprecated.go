package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var roleDeprecated = &checks.Check{
	ID:       "role-deprecated",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[role]") {
			role := aria.ExplicitRole(n)
			switch info := aria.Lookup(role); {
			case info == nil || aria.Hidden(p.Page, n):
			case info.Deprecated:
				p.Failed(n, "deprecated", "role", role)
			default:
				p.Passed(n)
			}
		}
	},
}
