package wcag

import (
	"github.com/usager/usager/checks"
)

var gaugeName = &checks.Check{
	ID:       "gauge-name",
	Criteria: []string{"1.1.1"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "meter", "progressbar") {
			requireName(p, n)
		}
	},
}
