package service

import "github.com/usager/usager/checks"

var statementLink = &checks.Check{
	ID:      "statement-link",
	Affects: disabled,
	Impact:  checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		if c := country(p); c != "" && !european[c] {
			return
		}
		any := false
		for _, f := range p.Pages {
			any = any || f.Signals[signalTopic+"accessibility"] != "" || f.Signals[signalStatement] != ""
		}
		if !any {
			return // there is no statement to link: see statement-missing
		}
		for _, f := range p.Pages {
			switch {
			case f.Status >= 400:
			case f.Signals[signalTopic+"accessibility"] != "" || f.Signals[signalStatement] != "" || f.Signals[signalMention] != "":
				p.Passed()
			default:
				p.Failed(f.URL, "unlinked")
			}
		}
	},
}
