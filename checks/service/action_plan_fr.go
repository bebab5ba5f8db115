package service

import "github.com/usager/usager/checks"

var actionPlanFR = &checks.Check{
	ID:      "action-plan-fr",
	Affects: disabled,
	Impact:  checks.Minor,
	RunSite: func(p *checks.SitePass) {
		for _, f := range p.Pages {
			if f.Signals[signalStatement] != "fr" {
				continue
			}
			year, visited := f.Signals[signalPlan], f.Signals[signalVisited]
			switch {
			case year == "":
				p.Failed(f.URL, "missing")
			case year == undated:
				p.CantTell(f.URL, "undated")
			case len(visited) < 4:
				p.CantTell(f.URL, "age", "year", year)
			case year < visited[:4]:
				p.Failed(f.URL, "old", "year", year)
			default:
				p.Passed()
			}
		}
	},
}
