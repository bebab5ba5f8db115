package wcag

import (
	"github.com/usager/usager/checks"
)

var menuitemName = &checks.Check{
	ID:       "menuitem-name",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"m6b1q3"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "menuitem") {
			requireName(p, n)
		}
	},
}
