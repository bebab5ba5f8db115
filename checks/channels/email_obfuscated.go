package channels

import "github.com/usager/usager/checks"

var emailObfuscated = &checks.Check{
	ID:       "email-obfuscated",
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.NoDigital},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, e := range extracted(p.Page) {
			switch {
			case e.Kind != Mail || e.Text == "":
			case e.obfuscated && !e.Link:
				p.Failed(e.node, "obfuscated", "text", e.Text)
			default:
				p.Passed(e.node)
			}
		}
	},
}
