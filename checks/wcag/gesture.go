package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var gesture = &checks.Check{
	ID:       "gesture",
	Criteria: []string{"2.5.1"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.NoVision},
	Impact:   checks.Serious,
	Needs:    page.Listeners,
	Run: func(p *checks.Pass) {
		asked := 0
		for _, n := range p.Page.Find("body *") {
			if !isHTML(n) || !p.Page.Visible(n) {
				continue
			}
			if handles(p.Page, n, "touchmove", "gesturestart", "gesturechange") && handles(p.Page, n, "touchstart", "gesturestart") {
				if asked++; asked <= maxGestures {
					p.CantTell(n, "ask")
				}
			}
		}
		if root := rootElement(p.Page); asked == 0 && root != nil {
			p.Passed(root)
		}
	},
}

// maxGestures bounds how many elements of a page a person is asked about for
// the same reason.
const maxGestures = 20
