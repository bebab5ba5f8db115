package channels

import "github.com/usager/usager/checks"

var emailMissing = &checks.Check{
	ID:       "email-missing",
	Affects:  []checks.Group{checks.NoHearing, checks.NoVoice, checks.OtherLanguage},
	Impact:   checks.Serious,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		// A contact form also lets people write.
		for _, o := range offers(p, Form) {
			if o.Text != "" {
				p.Passed()
				return
			}
		}
		required(Mail, func(c *checks.Channel) bool { return !IsNoReply(c.Value) })(p)
	},
}
