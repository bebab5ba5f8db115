package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var focusVisible = &checks.Check{
	ID:       "focus-visible",
	Criteria: []string{"2.4.7"},
	ACT:      []string{"oj04fd"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Serious,
	Needs:    page.Keyboard,
	Run: func(p *checks.Pass) {
		for _, s := range p.Page.Observed.Walk.Stops {
			if n := p.Page.Node(s.Node); n != nil && s.Taken && !blurs.MatchString(attr(n, "onfocus")) { // else focus-removed tells
				p.Failed(n, "taken")
			}
		}
		for _, n := range p.Page.Find("body, body *") {
			switch p.Page.Info(n).Focus {
			case page.FocusShown:
				p.Passed(n)
			case page.FocusUnseen:
				p.Failed(n, "unseen")
			}
		}
	},
}
