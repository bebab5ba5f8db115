package service

import (
	"strconv"

	"github.com/usager/usager/checks"
)

var qualityResults = &checks.Check{
	ID:       "quality-results",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition},
	Impact:   checks.Minor,
	Practice: true,
	RunSite: large(func(p *checks.SitePass) {
		year, text, visited := "", "", ""
		for _, f := range p.Pages {
			if t := f.Signals[signalTopic+"results"]; t != "" {
				if y := f.Signals[signalResults]; text == "" || y > year {
					year, text, visited = y, t, f.Signals[signalVisited]
				}
			}
		}
		switch {
		case text == "":
			p.CantTell("", "unknown")
		case year == "":
			p.CantTell("", "undated", "text", text)
		case len(visited) >= 4 && !recent(year, visited[:4]):
			p.CantTell("", "old", "year", year, "text", text)
		default:
			p.Passed()
		}
	}),
}

// recent reports whether results of a year are those of the year before a
// visit, or of the same.
func recent(year, visited string) bool {
	y, _ := strconv.Atoi(year)
	v, _ := strconv.Atoi(visited)
	return y >= v-1
}
