package clarity

import (
	"maps"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var missingTranslation = &checks.Check{
	ID:      "missing-translation",
	Affects: []checks.Group{checks.OtherLanguage},
	Impact:  checks.Moderate,
	RunSite: runMissingTranslation,
}

// offeredShare is the share of the pages with alternates that offer a language
// for the site to be said to offer it.
const offeredShare = .5

func runMissingTranslation(p *checks.SitePass) {
	offered := make(map[string]int)
	translated := 0
	byURL := make(map[string]*checks.Facts)
	for _, f := range p.Pages {
		byURL[f.URL], byURL[f.Final] = f, f
		langs := make(map[string]bool)
		for l := range f.Alternates {
			if code := primary(l); code != "" {
				langs[code] = true
			}
		}
		for l := range langs {
			offered[l]++
		}
		if len(langs) > 1 {
			translated++
		}
	}
	if translated == 0 {
		return
	}
	for _, f := range p.Pages {
		missing := 0
		var langs []string
		for _, l := range slices.Sorted(maps.Keys(offered)) {
			if float64(offered[l]) < offeredShare*float64(translated) || l == f.Detected || l == primary(f.Lang) {
				continue
			}
			url := ""
			for a, u := range f.Alternates {
				if primary(a) == l {
					url = u
				}
			}
			if url == "" {
				missing++
				langs = append(langs, l)
				continue
			}
			// The page that is offered as a translation is not one.
			if o := byURL[url]; o != nil && o.Detected != "" && o.Detected != l && text.Lang(l).Known() {
				p.CantTell(f.URL, "other", "lang", l, "target", url, "found", o.Detected)
			} else {
				p.Passed()
			}
		}
		if missing > 0 && f.Words >= text.MinWords {
			p.CantTell(f.URL, "none", "langs", strings.Join(langs, ", "))
		}
	}
}

// primary returns the language of a tag: "fr" of "fr-BE", and "" of "x-default".
func primary(tag string) string {
	l, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if l == "x" {
		return ""
	}
	return l
}
