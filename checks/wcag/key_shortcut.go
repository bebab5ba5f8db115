package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var keyShortcut = &checks.Check{
	ID:       "key-shortcut",
	Criteria: []string{"2.1.4"},
	ACT:      []string{"ffbc54"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.NoVision, checks.NoVoice},
	Impact:   checks.Moderate,
	Needs:    page.Listeners,
	Run: func(p *checks.Pass) {
		if n := listensAnywhere(p.Page, "keydown", "keypress", "keyup"); n != nil {
			p.CantTell(n, "keys")
		} else if root := rootElement(p.Page); root != nil {
			p.Passed(root)
		}
	},
}
