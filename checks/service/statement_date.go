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
			years := StatementYears(f.Signals[signalStatement])
			end := latest.AddDate(years, 0, 0)
			switch {
			case err != nil:
				p.CantTell(f.URL, "age", "date", date)
			case latest.After(now.AddDate(0, 1, 0)):
				p.CantTell(f.URL, "future", "date", date)
			case years == 0:
				p.Passed() // no law of ours says how often
			case years == 1 && now.After(end):
				p.Failed(f.URL, "unreviewed", "date", date)
			case years > 1 && now.After(end):
				p.Failed(f.URL, "expired", "date", date)
			case years > 1 && now.After(end.AddDate(0, 0, -soon)):
				p.CantTell(f.URL, "soon", "date", date, "days", strconv.Itoa(int(end.Sub(now).Hours()/24)))
			default:
				p.Passed()
			}
		}
	},
}

// StatementYears returns how many years a statement holds under the law that it
// follows, as the signal "statement" names it: three in France (RGAA), one until
// its review elsewhere in the Union (Decision (EU) 2018/1523) and where the law
// is not known; 0 where no law of ours says how often.
func StatementYears(law string) int {
	switch {
	case law == "fr":
		return 3
	case european[law] || law == "yes":
		return 1
	}
	return 0
}
