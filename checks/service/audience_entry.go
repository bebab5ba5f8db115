package service

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var audienceEntry = &checks.Check{
	ID:       "audience-entry",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite: large(func(p *checks.SitePass) {
		home := p.Home()
		if home == nil {
			return
		}
		publics := make(map[string]bool)
		for _, l := range home.Links {
			s := words.Fold(l.Name).S
			if len(strings.Fields(s)) > 4 {
				continue
			}
			for name, set := range audiences {
				publics[name] = publics[name] || set.Match(s)
			}
		}
		n := 0
		for _, there := range publics {
			if there {
				n++
			}
		}
		if n >= 2 {
			p.Passed()
		} else {
			p.CantTell(home.URL, "none")
		}
	}),
}

var audiences = func() map[string]*words.Set {
	m := make(map[string]*words.Set)
	for name, list := range load[map[string][]string]("audiences.yaml") {
		m[name] = words.Compile(list)
	}
	return m
}()
