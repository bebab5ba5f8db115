package channels

import "github.com/usager/usager/checks"

var phonePremium = &checks.Check{
	ID:       "phone-premium",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, e := range extracted(p.Page) {
			switch {
			case e.Kind != Phone || e.Text == "":
			case e.Premium:
				p.Failed(e.node, "surcharged", "number", e.Text)
			default:
				p.Passed(e.node)
			}
		}
	},
}
