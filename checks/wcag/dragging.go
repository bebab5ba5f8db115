package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var dragging = &checks.Check{
	ID:       "dragging",
	Criteria: []string{"2.5.7"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.NoVision},
	Impact:   checks.Serious,
	Needs:    page.Listeners,
	Run: func(p *checks.Pass) {
		asked := 0
		for _, n := range p.Page.Find("body *") {
			if !isHTML(n) || !p.Page.Visible(n) {
				continue
			}
			if attr(n, "draggable") == "true" && n.Data != "img" && n.Data != "a" || handles(p.Page, n, "dragstart", "drop") {
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
