package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var nativeFieldName = &checks.Check{
	ID:       "native-field-name",
	Criteria: []string{"4.1.2"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("input") {
			switch aria.InputType(n) {
			case "password", "file", "date", "datetime-local", "month", "week", "time", "color":
				if aria.Role(p.Page, n) == "" && aria.Exposed(p.Page, n) {
					requireName(p, n)
				}
			}
		}
	},
}
