package clarity

import (
	"maps"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var siteAcronyms = &checks.Check{
	ID:       "site-acronyms",
	Criteria: []string{"3.1.4"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	RunSite:  runSiteAcronyms,
}

func runSiteAcronyms(p *checks.SitePass) {
	type source struct{ long, url string }
	by := pagesBy(p)
	for _, lang := range text.Langs {
		glossary := make(map[string]source)
		for _, f := range by[lang] {
			for _, e := range list(f, signalExpansions) {
				if a, long, ok := strings.Cut(e, "="); ok && glossary[a].long == "" {
					glossary[a] = source{long, f.URL}
				}
			}
		}
		for range glossary {
			p.Passed()
		}
		unexplained := make(map[string][]string)
		for _, f := range by[lang] {
			for _, a := range list(f, signalAcronyms) {
				unexplained[a] = append(unexplained[a], f.URL)
			}
		}
		for _, a := range slices.Sorted(maps.Keys(unexplained)) {
			urls := unexplained[a]
			if g := glossary[a]; g.long != "" {
				p.CantTell(urls[0], "known", "term", a, "long", g.long, "source", g.url, "pages", count(len(urls)))
			} else if len(urls) > 1 {
				p.CantTell(urls[0], "unknown", "term", a, "pages", count(len(urls)))
			}
		}
	}
}
