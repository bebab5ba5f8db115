package service

import "github.com/usager/usager/checks"

var conformityMention = &checks.Check{
	ID:      "conformity-mention",
	Affects: disabled,
	Impact:  checks.Moderate,
	// Art. 47 of the French law 2005-102 and décret 2019-768, art. 5.
	RunSite: func(p *checks.SitePass) {
		home := p.Home()
		if home == nil || country(p) != "fr" {
			return
		}
		switch {
		case home.Signals[signalMention] != "":
			p.Passed()
		case p.Site.Country == "":
			p.CantTell(home.URL, "perhaps")
		default:
			p.Failed(home.URL, "missing")
		}
	},
}

// disabled are the people for whom accessibility is a condition.
var disabled = []checks.Group{
	checks.NoVision, checks.LimitedVision, checks.NoHearing, checks.LimitedHearing, checks.LimitedManipulation, checks.LimitedCognition,
}
