package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var motionControl = &checks.Check{
	ID:       "motion-control",
	Criteria: []string{"2.5.4"},
	ACT:      []string{"7677a9", "c249d5"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedReach},
	Impact:   checks.Serious,
	Needs:    page.Listeners,
	Run: func(p *checks.Pass) {
		if n := listensAnywhere(p.Page, "devicemotion", "deviceorientation", "deviceorientationabsolute"); n != nil {
			if nothingActs(p.Page) {
				p.Failed(n, "alone")
			} else {
				p.CantTell(n, "motion")
			}
		} else if root := rootElement(p.Page); root != nil {
			p.Passed(root)
		}
	},
}
