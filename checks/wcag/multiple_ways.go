package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var multipleWays = &checks.Check{
	ID:       "multiple-ways",
	Criteria: []string{"2.4.5"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.LimitedVision},
	Impact:   checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		if len(p.Pages) < 3 {
			return
		}
		search, sitemap, menu := 0, false, 0
		for _, f := range p.Pages {
			if hasSearch(f) {
				search++
			}
			links := 0
			for _, l := range f.Links {
				if says("sitemap", l.Name) {
					sitemap = true
				}
				if l.Region == page.Navigation || l.Region == page.Banner {
					links++
				}
			}
			if links >= 3 {
				menu++
			}
		}
		most := func(n int) bool { return n*2 > len(p.Pages) }
		var ways []string
		if most(search) {
			ways = append(ways, "search")
		}
		if sitemap {
			ways = append(ways, "sitemap")
		}
		if most(menu) {
			ways = append(ways, "menu")
		}
		if len(ways) >= 2 {
			p.Passed()
			return
		}
		if len(ways) == 0 {
			p.CantTell("", "none")
			return
		}
		p.CantTell("", strings.Join(ways, ""))
	},
}

// hasSearch reports whether a page has a search form or a link to one.
func hasSearch(f *checks.Facts) bool {
	for _, form := range f.Forms {
		if form.Kind == "search" {
			return true
		}
	}
	for _, l := range f.Links {
		if (l.Region == page.Navigation || l.Region == page.Banner) && says("search", l.Name) {
			return true
		}
	}
	return false
}
