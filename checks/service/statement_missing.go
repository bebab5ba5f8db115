package service

import "github.com/usager/usager/checks"

var statementMissing = &checks.Check{
	ID:      "statement-missing",
	Affects: disabled,
	Impact:  checks.Serious,
	RunSite: func(p *checks.SitePass) {
		c := country(p)
		if len(p.Pages) == 0 || c != "" && !european[c] {
			return
		}
		linked := false
		for _, f := range p.Pages {
			if f.Signals[signalStatement] != "" {
				p.Passed()
				return
			}
			linked = linked || f.Signals[signalTopic+"accessibility"] != ""
		}
		switch {
		case linked:
			p.CantTell("", "linked")
		case p.Site.Complete && c != "":
			p.Failed("", "missing")
		default:
			p.CantTell("", "unknown")
		}
	},
}
