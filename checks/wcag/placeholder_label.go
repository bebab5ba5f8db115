package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var placeholderLabel = &checks.Check{
	ID:       "placeholder-label",
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedVision, checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "combobox", "searchbox", "spinbutton", "textbox") {
			switch name, from := aria.NameFrom(p.Page, n); from {
			case aria.FromPlaceholder:
				p.Failed(n, "only", "name", short(name))
			case aria.FromNothing:
			default:
				p.Passed(n)
			}
		}
	},
}
