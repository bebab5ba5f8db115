package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var linkName = &checks.Check{
	ID:       "link-name",
	Criteria: []string{"2.4.4", "4.1.2"},
	ACT:      []string{"c487ae"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range aria.Elements(p.Page, linkRoles...) {
			if aria.Included(p.Page, n) {
				requireName(p, n)
			}
		}
	},
}
