package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var expandedState = &checks.Check{
	ID:       "expanded-state",
	Criteria: []string{"4.1.2"},
	Affects:  blind,
	Impact:   checks.Serious,
	Needs:    page.Operating,
	Run: func(p *checks.Pass) {
		for _, c := range p.Page.Observed.Operated.Controls {
			n := node(p.Page, c.Node)
			switch {
			case c.Before != "false" || c.Shown == "" || c.Dialog:
			case c.After == "true":
				p.Passed(n)
			case c.After == "false":
				p.Failed(n, "stale", "text", short(c.Shown))
			}
		}
	},
}
