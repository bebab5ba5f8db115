package wcag

import (
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var nestedInteractive = &checks.Check{
	ID:       "nested-interactive",
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range aria.Elements(p.Page, linkRoles...) {
			if !aria.Included(p.Page, n) || n.DataAtom == atom.Area {
				continue
			}
			inner := tabStops(p.Page, n)
			if len(inner) > 0 && inner[0] == n {
				inner = inner[1:]
			}
			if len(inner) > 0 {
				p.Failed(n, "nested", "inner", "<"+inner[0].Data+">")
			} else {
				p.Passed(n)
			}
		}
	},
}
