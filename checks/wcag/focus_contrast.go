package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var focusContrast = &checks.Check{
	ID:       "focus-contrast",
	Criteria: []string{"1.4.11"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Needs:    page.Keyboard,
	Run: func(p *checks.Pass) {
		for _, s := range p.Page.Observed.Walk.Stops {
			n := p.Page.Node(s.Node)
			switch l := s.Look; {
			case n == nil || l == nil || s.Hidden || s.Cover != 0:
			case l.Default || l.Contrast >= 3:
				p.Passed(n)
			default:
				p.CantTell(n, "faint", "ratio", decimal(float64(int(l.Contrast*100))/100))
			}
		}
	},
}
