package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var svgName = &checks.Check{
	ID:       "svg-name",
	Criteria: []string{"1.1.1"},
	ACT:      []string{"7d6734"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[role]") {
			if n.Namespace != "svg" {
				continue
			}
			switch aria.ExplicitRole(n) {
			case "img", "graphics-document", "graphics-symbol":
				if aria.Exposed(p.Page, n) {
					requireName(p, n)
				}
			}
		}
	},
}
