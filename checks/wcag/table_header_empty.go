package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var tableHeaderEmpty = &checks.Check{
	ID:       "table-header-empty",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "columnheader", "rowheader") {
			if aria.Name(p.Page, n) == "" {
				p.Failed(n, "empty")
			} else {
				p.Passed(n)
			}
		}
	},
}
