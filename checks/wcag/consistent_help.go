package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var consistentHelp = &checks.Check{
	ID:       "consistent-help",
	Criteria: []string{"3.2.6"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.NoDigital},
	Impact:   checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		for _, group := range byLanguage(p.Pages) {
			helpAt(p, group)
		}
	},
}

// helpAt compares where the link to help or contact stands on the pages of a
// group: the region of most of them is taken for its place.
func helpAt(p *checks.SitePass, group []*checks.Facts) {
	regions := make(map[page.Region]int)
	with := 0
	for _, f := range group {
		seen := make(map[page.Region]bool)
		for _, l := range f.Links {
			if l.Region != page.Content && (l.Visible || l.Exposed) && says("help", l.Name) {
				seen[l.Region] = true
			}
		}
		if len(seen) > 0 {
			with++
		}
		for r := range seen {
			regions[r]++
		}
	}
	if with < 2 {
		return
	}
	usual, count := page.Footer, regions[page.Footer]
	for _, r := range []page.Region{page.Banner, page.Navigation, page.Aside} {
		if regions[r] > count {
			usual, count = r, regions[r]
		}
	}
	for _, f := range group {
		at, found := page.Region(""), false
		name := ""
		for _, l := range f.Links {
			if l.Region == page.Content || !l.Visible && !l.Exposed || !says("help", l.Name) {
				continue
			}
			if found = found || l.Region == usual; at == "" {
				at, name = l.Region, l.Name
			}
		}
		switch {
		case found:
			p.Passed()
		case at != "":
			p.CantTell(f.URL, "moved", "name", short(name), "here", string(at), "usual", string(usual))
		}
	}
}
