package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var focusObscured = &checks.Check{
	ID:       "focus-obscured",
	Criteria: []string{"2.4.11"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedManipulation, checks.LimitedCognition},
	Impact:   checks.Serious,
	Needs:    page.Keyboard,
	Run: func(p *checks.Pass) {
		for _, s := range p.Page.Observed.Walk.Stops {
			n := p.Page.Node(s.Node)
			switch {
			case n == nil || s.Hidden || s.Outside || s.Box.Empty():
			case s.Cover == 0:
				p.Passed(n)
			case s.Stuck:
				p.Failed(n, "covered", "cover", p.Page.Selector(node(p.Page, s.Cover)))
			default:
				p.CantTell(n, "below", "cover", p.Page.Selector(node(p.Page, s.Cover)))
			}
		}
	},
}
