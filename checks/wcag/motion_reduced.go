package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var motionReduced = &checks.Check{
	ID:       "motion-reduced",
	Practice: true,
	Affects:  []checks.Group{checks.LimitedCognition, checks.Photosensitivity},
	Impact:   checks.Minor,
	Needs:    page.Moving,
	Run: func(p *checks.Pass) {
		for _, m := range p.Page.Observed.Motion.Moves {
			n := p.Page.Node(m.Node)
			switch {
			case n == nil || m.Seconds <= mayMove || !displaces(m.Properties) || busy(p.Page, n):
			case m.Still:
				p.Passed(n)
			default:
				p.Failed(n, "goes-on")
			}
		}
	},
}
