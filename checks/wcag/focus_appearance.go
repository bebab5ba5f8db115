package wcag

import (
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var focusAppearance = &checks.Check{
	ID:       "focus-appearance",
	Criteria: []string{"2.4.13"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedManipulation, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Keyboard,
	Run: func(p *checks.Pass) {
		for _, s := range p.Page.Observed.Walk.Stops {
			n := p.Page.Node(s.Node)
			switch l := s.Look; {
			case n == nil || l == nil || s.Hidden || s.Cover != 0:
			case l.Default, l.Area >= l.Least*(1-measuring):
				p.Passed(n) // the browser's own indicator is excepted
			case l.Area < l.Least/2:
				p.Failed(n, "small", "area", strconv.Itoa(int(l.Area)), "least", strconv.Itoa(int(l.Least)))
			default:
				p.CantTell(n, "nearly", "area", strconv.Itoa(int(l.Area)), "least", strconv.Itoa(int(l.Least)))
			}
		}
	},
}

// measuring is by which part an area of pixels may be off: lines are smoothed.
const measuring = 0.1
