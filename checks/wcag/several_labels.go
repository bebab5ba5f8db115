package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var severalLabels = &checks.Check{
	ID:       "several-labels",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("input, select, textarea") {
			if aria.Hidden(p.Page, n) {
				continue
			}
			shown := 0
			for _, l := range aria.Labels(p.Page, n) {
				if !aria.Hidden(p.Page, l) && page.Collapse(p.Page.Text(l)) != "" {
					shown++
				}
			}
			switch {
			case shown > 1 && !page.HasAttr(n, "aria-labelledby"):
				p.CantTell(n, "several", "name", short(aria.Name(p.Page, n)))
			case shown == 1:
				p.Passed(n)
			}
		}
	},
}
