package channels

import (
	"strconv"

	"github.com/usager/usager/checks"
)

var contactHub = &checks.Check{
	ID:       "contact-hub",
	Affects:  everyone,
	Impact:   checks.Moderate,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		best, url := 0, ""
		for _, f := range p.Pages {
			seen := make(map[string]bool)
			for _, c := range f.Channels {
				if c.Text == "" {
					continue
				}
				switch c.Kind {
				case Phone, Postal, Opening:
					seen[c.Kind] = true
				case Mail, Form:
					seen[Mail] = true // a message in writing
				}
			}
			if len(seen) > best {
				best, url = len(seen), f.URL
			}
		}
		switch {
		case best == 0: // see phone-missing and its like
		case best == 4:
			p.Passed()
		default:
			p.CantTell("", "scattered", "page", url, "count", strconv.Itoa(best))
		}
	},
}
