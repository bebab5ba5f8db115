package wcag

import (
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var tabindexPositive = &checks.Check{
	ID:       "tabindex-positive",
	Criteria: []string{"2.4.3"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[tabindex]") {
			i, ok := aria.TabIndex(n)
			switch {
			case !ok || !aria.Focusable(p.Page, n):
			case i > 0:
				p.CantTell(n, "order", "index", strconv.Itoa(i))
			default:
				p.Passed(n)
			}
		}
	},
}
