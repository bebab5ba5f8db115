package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var frameTabindex = &checks.Check{
	ID:       "frame-tabindex",
	Criteria: []string{"2.1.1"},
	ACT:      []string{"akn7bn"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.NoVision},
	Impact:   checks.Critical,
	Needs:    page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("iframe, frame") {
			if b, ok := p.Page.Box(n); !ok || b.Width <= 1 || b.Height <= 1 || p.Page.Hidden(n) || aria.Inert(p.Page, n) {
				continue
			}
			out := false
			if i, ok := aria.TabIndex(n); ok && i < 0 {
				out = true
			}
			// What is in the frame is judged as if the frame were in the order.
			interactive := false
			for _, d := range p.Page.FindIn(n, "*") {
				if i, ok := aria.TabIndex(d); (!ok || i >= 0) && aria.Focusable(p.Page, d) && p.Page.Visible(d) {
					interactive = true
					break
				}
			}
			switch {
			case !interactive:
			case out:
				p.Failed(n, "excluded")
			default:
				p.Passed(n)
			}
		}
	},
}
