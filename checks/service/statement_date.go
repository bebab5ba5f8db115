package service

import (
	"strconv"
	"time"

	"github.com/usager/usager/checks"
)

// soon is how many days before its end a statement is spoken of.
const soon = 90

var statementDate = &checks.Check{
	ID:      "statement-date",
	Affects: disabled,
	Impact:  checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		for _, f := range p.Pages {
			if f.Signals[signalStatement] == "" {
				continue
			}
			date := f.Signals[signalDate]
			latest, err := time.Parse(time.DateOnly, date)
			if err != nil {
				p.Failed(f.URL, "undated")
				continue
			}
			now, err := time.Parse(time.DateOnly, f.Signals[signalVisited])
			french := f.Signals[signalStatement] == "fr"
			switch {
			case err != nil:
				p.CantTell(f.URL, "age", "date", date)
			case latest.After(now.AddDate(0, 1, 0)):
				p.CantTell(f.URL, "future", "date", date)
			case french && now.After(latest.AddDate(3, 0, 0)):
				p.Failed(f.URL, "expired", "date", date) // RGAA: three years
			case french && now.After(latest.AddDate(3, 0, -soon)):
				days := int(latest.AddDate(3, 0, 0).Sub(now).Hours() / 24)
				p.CantTell(f.URL, "soon", "date", date, "days", strconv.Itoa(days))
			case !european[f.Signals[signalStatement]] && f.Signals[signalStatement] != "yes":
				p.Passed() // no law of ours says how often
			case !french && now.After(latest.AddDate(1, 0, 0)):
				p.Failed(f.URL, "unreviewed", "date", date) // Decision (EU) 2018/1523: a review every year
			default:
				p.Passed()
			}
		}
	},
}
