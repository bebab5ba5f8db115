package wcag

import (
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var widgetKeys = &checks.Check{
	ID:       "widget-keys",
	Criteria: []string{"2.1.1"},
	Affects:  manual,
	Impact:   checks.Critical,
	Needs:    page.Operating | page.Keyboard | page.Listeners,
	Run: func(p *checks.Pass) {
		for _, w := range p.Page.Observed.Operated.Widgets {
			n := p.Page.Node(w.Node)
			if n == nil || !w.Tried {
				continue
			}
			reached := 0
			for _, c := range p.Page.FindIn(n, "[role=tab], [role=radio], [role=option], [role=treeitem], [role^=menuitem], a[href], button") {
				if p.Page.Info(c).Stop > 0 {
					reached++
				}
			}
			switch items := strconv.Itoa(w.Items); {
			case w.Key != "", w.Items > 1 && reached >= w.Items:
				p.Passed(n)
			case w.Items == 1:
				p.Failed(n, "value", "role", w.Role)
			case reached <= 1 && p.Page.Observed.Walk.Ended && w.Item != w.Node:
				p.Failed(n, "items", "role", w.Role, "items", items)
			default:
				p.CantTell(n, "perhaps", "role", w.Role)
			}
		}
	},
}
