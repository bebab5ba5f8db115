package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var consistentNavigation = &checks.Check{
	ID:       "consistent-navigation",
	Criteria: []string{"3.2.3"},
	Affects:  []checks.Group{checks.LimitedVision, checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		for _, group := range byLanguage(p.Pages) {
			for _, region := range []page.Region{page.Navigation, page.Banner, page.Footer} {
				compareOrder(p, group, region)
			}
		}
	},
}

// minRepeated is how many links two pages must share in a region for their
// order to be compared.
const minRepeated = 3

// compareOrder compares the order of the links of a region on each page with
// that on the first page that has them.
func compareOrder(p *checks.SitePass, group []*checks.Facts, region page.Region) {
	var reference []checks.Link
	from := ""
	for _, f := range group {
		ls := mechanisms(f, region)
		if len(ls) < minRepeated {
			continue
		}
		if reference == nil {
			reference, from = ls, f.URL
			continue
		}
		place := make(map[string]int, len(reference))
		for i, l := range reference {
			place[l.URL] = i
		}
		last, common := -1, 0
		var before, after string
		for _, l := range ls {
			i, ok := place[l.URL]
			if !ok {
				continue
			}
			if common++; i < last && before == "" {
				before, after = reference[last].Name, l.Name
			}
			last = max(last, i)
		}
		switch {
		case common < minRepeated:
		case before == "":
			p.Passed()
		case common == len(ls) && common == len(reference):
			p.Failed(f.URL, "order", "first", short(before), "second", short(after), "other", from)
		default:
			p.CantTell(f.URL, "differs", "first", short(before), "second", short(after), "other", from)
		}
	}
}
