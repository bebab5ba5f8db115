package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var expanderKeyboard = &checks.Check{
	ID:       "expander-keyboard",
	Criteria: []string{"2.1.1"},
	Affects:  manual,
	Impact:   checks.Critical,
	Needs:    page.Operating,
	Run: func(p *checks.Pass) {
		for _, c := range p.Page.Observed.Operated.Controls {
			switch n := node(p.Page, c.Node); {
			case c.Mouse:
				p.Failed(n, "mouse", "text", short(c.Shown))
			case len(c.Keys) > 0 && c.Interactive && !c.Reached && !c.Dialog:
				p.CantTell(n, "unreached", "text", short(c.Shown))
			case len(c.Keys) > 0:
				p.Passed(n)
			}
		}
	},
}
