package wcag

import (
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
)

var itemName = &checks.Check{
	ID:       "item-name",
	Criteria: []string{"4.1.2"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "option", "tab", "tooltip", "treeitem") {
			if n.DataAtom != atom.Option {
				requireName(p, n)
			}
		}
	},
}
