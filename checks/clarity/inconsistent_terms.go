package clarity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var inconsistentTerms = &checks.Check{
	ID:      "inconsistent-terms",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	RunSite: runInconsistentTerms,
}

// leastPages is how many pages must use a word for it to be a habit.
const leastPages = 2

func runInconsistentTerms(p *checks.SitePass) {
	by := pagesBy(p)
	for _, lang := range text.Langs {
		uses := make(map[string][]string) // term to pages that use no other of its group
		for _, f := range by[lang] {
			terms := list(f, signalTerms)
			for _, group := range words.Terms[lang] {
				var used []string
				for _, t := range group {
					if slices.Contains(terms, t) {
						used = append(used, t)
					}
				}
				if len(used) == 1 {
					uses[used[0]] = append(uses[used[0]], f.URL)
				}
			}
		}
		for _, group := range words.Terms[lang] {
			habits := slices.DeleteFunc(slices.Clone(group), func(t string) bool { return len(uses[t]) < leastPages })
			switch {
			case len(habits) > 1:
				slices.SortStableFunc(habits, func(a, b string) int { return cmp.Compare(len(uses[b]), len(uses[a])) })
				p.CantTell(uses[habits[1]][0], "several", "terms", strings.Join(habits, ", "), "first", uses[habits[0]][0], "second", uses[habits[1]][0])
			case len(habits) == 1:
				p.Passed()
			}
		}
	}
}
