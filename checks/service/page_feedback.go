package service

import "github.com/usager/usager/checks"

var pageFeedback = &checks.Check{
	ID:       "page-feedback",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		procedures := false
		for _, f := range p.Pages {
			if f.Signals[signalProcedure] == "" {
				continue
			}
			procedures = true
			if f.Signals[signalTopic+"feedback"] != "" {
				p.Passed()
			} else {
				p.Failed(f.URL, "missing")
			}
		}
		if !procedures {
			wished("feedback")(p)
		}
	},
}
