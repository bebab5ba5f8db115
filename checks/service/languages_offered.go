package service

import (
	"strings"

	"github.com/usager/usager/checks"
)

var languagesOffered = &checks.Check{
	ID:       "languages-offered",
	Affects:  []checks.Group{checks.OtherLanguage},
	Impact:   checks.Moderate,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		if len(p.Pages) == 0 {
			return
		}
		langs := make(map[string]bool)
		for _, f := range p.Pages {
			l, _, _ := strings.Cut(strings.ToLower(f.Lang), "-")
			if f.Detected != "" {
				l = f.Detected
			}
			if l != "" {
				langs[l] = true
			}
			for a := range f.Alternates {
				langs[a] = true
			}
		}
		if len(langs) > 1 {
			p.Passed()
		} else {
			p.CantTell("", "single")
		}
	},
}
