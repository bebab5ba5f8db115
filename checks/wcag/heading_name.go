package wcag

import (
	"github.com/usager/usager/checks"
)

var headingName = &checks.Check{
	ID:       "heading-name",
	ACT:      []string{"ffd0e9"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "heading") {
			requireName(p, n)
		}
	},
}
