package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// siteChecks look over all pages of a site.
var siteChecks = []*checks.Check{
	consistentHelp,
	consistentIdentification,
	consistentNavigation,
	multipleWays,
	pageTitleUnique,
}

// byLanguage sorts pages by the language they declare, in the order in which
// the languages are first met; pages that were not served well are left out.
func byLanguage(pages []*checks.Facts) [][]*checks.Facts {
	index := make(map[string]int)
	var groups [][]*checks.Facts
	for _, f := range pages {
		if f.Status != 0 && (f.Status < 200 || f.Status >= 300) {
			continue
		}
		lang, _, _ := strings.Cut(strings.ToLower(f.Lang), "-")
		i, ok := index[lang]
		if !ok {
			i = len(groups)
			index[lang] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	return groups
}

// mechanisms returns the links of a region that stand in it only once, in
// order.
func mechanisms(f *checks.Facts, region page.Region) []checks.Link {
	times := make(map[string]int)
	for _, l := range f.Links {
		if l.Region == region {
			times[l.URL]++
		}
	}
	var ls []checks.Link
	for _, l := range f.Links {
		if l.Region == region && times[l.URL] == 1 && l.Name != "" && (l.Visible || l.Exposed) {
			ls = append(ls, l)
		}
	}
	return ls
}
