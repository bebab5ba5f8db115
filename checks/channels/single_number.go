package channels

import (
	"strconv"

	"github.com/usager/usager/checks"
)

var singleNumber = &checks.Check{
	ID:       "single-number",
	Affects:  everyone,
	Impact:   checks.Minor,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		home := p.Home()
		if home == nil {
			return
		}
		seen := make(map[string]bool)
		for _, c := range home.Channels {
			if c.Kind == Phone && c.Text != "" && len(c.Value) > 3 { // not those of emergencies
				seen[c.Value] = true
			}
		}
		switch len(seen) {
		case 0:
		case 1:
			p.Passed()
		default:
			p.CantTell(home.URL, "several", "count", strconv.Itoa(len(seen)))
		}
	},
}
