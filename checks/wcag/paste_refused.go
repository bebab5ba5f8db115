package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var pasteRefused = &checks.Check{
	ID:       "paste-refused",
	Criteria: []string{"3.3.8"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedManipulation, checks.NoVision},
	Impact:   checks.Serious,
	Needs:    page.Filling,
	Run: func(p *checks.Pass) {
		for _, t := range p.Page.Observed.Forms.Pastes {
			n := p.Page.Node(t.Node)
			switch {
			case n == nil:
			case !t.Refused:
				p.Passed(n)
			case aria.InputType(n) == "password" && !strings.Contains(attr(n, "autocomplete"), "new-password"), strings.Contains(attr(n, "autocomplete"), "one-time-code"):
				p.Failed(n, "refused")
			default:
				p.CantTell(n, "perhaps")
			}
		}
	},
}
