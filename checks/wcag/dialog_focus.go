package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var dialogFocus = &checks.Check{
	ID:       "dialog-focus",
	Criteria: []string{"2.4.3"},
	Affects:  manual,
	Impact:   checks.Serious,
	Needs:    page.Operating,
	Run: func(p *checks.Pass) {
		for _, c := range p.Page.Observed.Operated.Controls {
			if !c.Dialog || len(c.Keys) == 0 {
				continue
			}
			n := node(p.Page, c.Node)
			name := short(c.Name)
			switch {
			case !c.Reached && c.Modal:
				p.Failed(n, "outside", "name", name)
			case !c.Reached, !c.Entered && c.Modal:
				p.CantTell(n, "late", "name", name)
			case c.Modal && c.Entered && !c.Held:
				p.CantTell(n, "leaves", "name", name)
			case c.Closed && c.Lost:
				p.CantTell(n, "lost", "name", name)
			default:
				p.Passed(n)
			}
		}
	},
}
