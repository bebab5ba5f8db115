package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var dialogEscape = &checks.Check{
	ID:       "dialog-escape",
	Practice: true,
	Affects:  manual,
	Impact:   checks.Moderate,
	Needs:    page.Operating,
	Run: func(p *checks.Pass) {
		for _, c := range p.Page.Observed.Operated.Controls {
			switch n := node(p.Page, c.Node); {
			case !c.Dialog || !c.Modal || !c.Reached:
			case c.Escaped:
				p.Passed(n)
			default:
				p.Failed(n, "stays", "name", short(c.Name))
			}
		}
	},
}
