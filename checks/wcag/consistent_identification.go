package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var consistentIdentification = &checks.Check{
	ID:       "consistent-identification",
	Criteria: []string{"3.2.4"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.LimitedVision},
	Impact:   checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		for _, group := range byLanguage(p.Pages) {
			for _, region := range []page.Region{page.Navigation, page.Banner, page.Footer} {
				compareNames(p, group, region)
			}
		}
	},
}

// compareNames asks about links of a region that lead to the same place under
// names that share no word.
func compareNames(p *checks.SitePass, group []*checks.Facts, region page.Region) {
	first := make(map[string]checks.Link)
	var order []string
	asked := make(map[string]bool)
	for _, f := range group {
		for _, l := range mechanisms(f, region) {
			known, ok := first[l.URL]
			if !ok {
				first[l.URL] = l
				order = append(order, l.URL)
				continue
			}
			if !asked[l.URL] && !shareWord(known.Name, l.Name) {
				asked[l.URL] = true
				p.CantTell(f.URL, "names", "first", short(known.Name), "second", short(l.Name), "target", short(l.URL))
			}
		}
	}
	for _, u := range order {
		if !asked[u] {
			p.Passed()
		}
	}
}

// shareWord reports whether two names have a word in common, or either has
// none.
func shareWord(a, b string) bool {
	as := strings.FieldsFunc(strings.ToLower(a), func(r rune) bool { return !isWordRune(r) })
	bs := strings.FieldsFunc(strings.ToLower(b), func(r rune) bool { return !isWordRune(r) })
	for _, x := range as {
		for _, y := range bs {
			if x == y {
				return true
			}
		}
	}
	return len(as) == 0 || len(bs) == 0
}
