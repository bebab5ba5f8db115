package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var summaryName = &checks.Check{
	ID:       "summary-name",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"2t702h"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("summary") {
			if aria.IsDisclosure(n) && aria.ExplicitRole(n) == "" && aria.Exposed(p.Page, n) {
				requireName(p, n)
			}
		}
	},
}
