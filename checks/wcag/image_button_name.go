package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var imageButtonName = &checks.Check{
	ID:       "image-button-name",
	Criteria: []string{"1.1.1", "4.1.2"},
	ACT:      []string{"59796f"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find(`input[type="image" i]`) {
			if aria.Included(p.Page, n) {
				requireName(p, n)
			}
		}
	},
}
