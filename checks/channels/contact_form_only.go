package channels

import "github.com/usager/usager/checks"

var contactFormOnly = &checks.Check{
	ID:       "contact-form-only",
	Affects:  everyone,
	Impact:   checks.Serious,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		switch {
		case len(offers(p, Form)) == 0:
		case len(offers(p, Phone, Mail, Postal, Opening, Appointment, Callback)) > 0:
			p.Passed()
		case p.Site.Complete:
			p.Failed("", "only")
		default:
			p.CantTell("", "unknown")
		}
	},
}
