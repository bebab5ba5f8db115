package channels

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var contactPageReachable = &checks.Check{
	ID:       "contact-page-reachable",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.NoDigital},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		if len(p.Pages) < 2 {
			return // a single page needs no link to another
		}
		for _, f := range p.Pages {
			if f.Status >= 400 {
				continue
			}
			if leadsToContact(f) {
				p.Passed()
			} else {
				p.Failed(f.URL, "unreached")
			}
		}
	},
}

// leadsToContact reports whether a page says how to reach the service, or
// links to where it is said.
func leadsToContact(f *checks.Facts) bool {
	for _, c := range f.Channels {
		if c.Text != "" && (c.Kind == Phone || c.Kind == Mail || c.Kind == Form) {
			return true
		}
	}
	for _, l := range f.Links {
		if contactLink(l.Name) || contactLink(l.Text) {
			return true
		}
	}
	return contactLink(f.Title)
}

// contactLink reports whether a link of this name leads to ways to reach the service.
func contactLink(name string) bool {
	return len(strings.Fields(name)) <= 9 && contactWords.Match(words.Fold(name).S)
}
