package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var pointerCancellation = &checks.Check{
	ID:       "pointer-cancellation",
	Criteria: []string{"2.5.2"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.NoVision},
	Impact:   checks.Serious,
	Needs:    page.Listeners,
	Run: func(p *checks.Pass) {
		asked := 0
		for _, n := range p.Page.Find("a[href], button, input, summary, [role=button], [role=link], [role=tab], [role=menuitem], [role=checkbox], [role=switch], [onmousedown], [onpointerdown], [ontouchstart]") {
			if !isHTML(n) || !p.Page.Visible(n) {
				continue
			}
			if handles(p.Page, n, "mousedown", "pointerdown", "touchstart") && !handles(p.Page, n, "click", "mouseup", "pointerup", "touchend") {
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
