package wcag

import (
	"strconv"
	"strings"

	"github.com/usager/usager/checks"
)

var pageTitleUnique = &checks.Check{
	ID:       "page-title-unique",
	Criteria: []string{"2.4.2"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	RunSite: func(p *checks.SitePass) {
		for _, group := range byLanguage(p.Pages) {
			pages := make(map[string][]*checks.Facts)
			var order []string
			for _, f := range group {
				t := strings.ToLower(strings.TrimSpace(f.Title))
				if t == "" {
					continue
				}
				if pages[t] == nil {
					order = append(order, t)
				}
				pages[t] = append(pages[t], f)
			}
			for _, t := range order {
				fs := pages[t]
				if different(fs) {
					p.CantTell(fs[1].URL, "same", "title", short(fs[0].Title), "count", strconv.Itoa(len(fs)), "other", fs[0].URL)
				} else {
					p.Passed()
				}
			}
		}
	},
}

// different reports whether pages with one title have different main headings,
// and so are not one page under several addresses.
func different(fs []*checks.Facts) bool {
	first := mainHeading(fs[0])
	for _, f := range fs[1:] {
		if mainHeading(f) != first {
			return true
		}
	}
	return false
}

func mainHeading(f *checks.Facts) string {
	for _, h := range f.Headings {
		if h.Level == 1 {
			return strings.ToLower(h.Text)
		}
	}
	return ""
}
