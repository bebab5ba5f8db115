package service

import (
	"regexp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var servicesPublicsPlus = &checks.Check{
	ID:       "services-publics-plus",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite: french(func(p *checks.SitePass) {
		found, marianne := "", ""
		for _, f := range p.Pages {
			if f.Signals[signalTopic+"spplus"] != "" && found == "" {
				found = f.URL
			}
			if f.Signals[signalTopic+"marianne"] != "" && marianne == "" {
				marianne = f.URL
			}
			for _, t := range f.Texts {
				if s := words.Fold(t.Text).S; f.Signals[signalTopic+"spplus"] != "" && nineCommitments.MatchString(s) {
					p.CantTell(f.URL, "nine")
					return
				}
			}
		}
		switch {
		case found != "":
			p.Passed()
		case marianne != "":
			p.CantTell(marianne, "marianne")
		case len(p.Pages) >= least:
			p.CantTell("", "unknown")
		}
	}),
}

var nineCommitments = regexp.MustCompile(`\b(?:9|neuf) engagements\b`)
