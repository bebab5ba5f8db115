package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var fieldLabelInName = &checks.Check{
	ID:       "field-label-in-name",
	Criteria: []string{"2.5.3"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedReach, checks.NoVision},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("input[aria-label], select[aria-label], textarea[aria-label]") {
			name, from := aria.NameFrom(p.Page, n)
			if from != aria.FromLabel || !aria.Exposed(p.Page, n) {
				continue
			}
			for _, l := range aria.Labels(p.Page, n) {
				label := shownText(p.Page, l)
				words := nameWords(label)
				switch {
				case len(words) == 0 || !p.Page.Visible(l) || len(p.Page.FindIn(l, "select, textarea")) > 0:
				case containsWords(nameWords(name), words), containsWords(nameWords(name), nameWords(withoutParentheses(label))):
					p.Passed(n)
				default:
					p.Failed(n, "differs", "label", short(label), "name", short(name))
				}
			}
		}
	},
}
