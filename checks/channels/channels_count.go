package channels

import (
	"strconv"

	"github.com/usager/usager/checks"
)

// enough is how many ways to reach a person a service should offer.
const enough = 3

var channelsCount = &checks.Check{
	ID:       "channels-count",
	Affects:  everyone,
	Impact:   checks.Serious,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		if len(p.Pages) == 0 {
			return
		}
		seen := make(map[string]bool)
		for _, o := range offers(p, human...) {
			kind := o.Kind
			if kind == Opening {
				kind = Postal // both say that one may come
			}
			if o.Text != "" {
				seen[kind] = true
			}
		}
		n := strconv.Itoa(len(seen))
		switch {
		case len(seen) >= enough:
			p.Passed()
		case p.Site.Complete:
			p.Failed("", "few", "count", n)
		default:
			p.CantTell("", "unknown", "count", n)
		}
	},
}
