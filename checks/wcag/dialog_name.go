package wcag

import (
	"github.com/usager/usager/checks"
)

var dialogName = &checks.Check{
	ID:       "dialog-name",
	Criteria: []string{"4.1.2"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "alertdialog", "dialog") {
			requireName(p, n)
		}
	},
}
