package service

import "github.com/usager/usager/checks"

var mentionMatchesStatement = &checks.Check{
	ID:      "mention-matches-statement",
	Affects: disabled,
	Impact:  checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		home := p.Home()
		if home == nil || home.Signals[signalMention] == "" {
			return
		}
		for _, f := range p.Pages {
			state := f.Signals[signalState]
			if f.Signals[signalStatement] == "" || state == "" {
				continue
			}
			if state == home.Signals[signalMention] {
				p.Passed()
			} else {
				p.Failed(f.URL, home.Signals[signalMention]+"-"+state)
			}
		}
	},
}
