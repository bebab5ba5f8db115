package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var frameName = &checks.Check{
	ID:       "frame-name",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"cae760"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("iframe, frame") {
			if i, ok := aria.TabIndex(n); ok && i < 0 || aria.ExplicitRole(n) == "none" || aria.Hidden(p.Page, n) {
				continue
			}
			requireName(p, n)
		}
	},
}
