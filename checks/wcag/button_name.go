package wcag

import (
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var buttonName = &checks.Check{
	ID:       "button-name",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"97a4e1"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range aria.Elements(p.Page, "button") {
			if n.DataAtom == atom.Input && aria.InputType(n) == "image" {
				continue // see imageButtonName
			}
			if aria.Included(p.Page, n) {
				requireName(p, n)
			}
		}
	},
}
