package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var focusContext = &checks.Check{
	ID:       "focus-context",
	Criteria: []string{"3.2.1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation, checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Critical,
	Needs:    page.Keyboard,
	Run: func(p *checks.Pass) {
		for _, s := range p.Page.Observed.Walk.Stops {
			n := p.Page.Node(s.Node)
			switch {
			case n == nil:
			case len(s.Leads) > 0:
				p.Failed(n, "leads", "url", short(s.Leads[0]))
			case s.Opens > 0:
				p.Failed(n, "opens")
			default:
				p.Passed(n)
			}
		}
	},
}
