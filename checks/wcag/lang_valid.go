package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var langValid = &checks.Check{
	ID:       "lang-valid",
	Criteria: []string{"3.1.2"},
	ACT:      []string{"de46e4"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		texts := languageTexts(p.Page)
		for _, n := range p.Page.Find("body [lang]") {
			lang, _ := page.Attr(n, "lang")
			if lang == "" || !isHTML(n) || texts[n] == "" {
				continue
			}
			if primarySubtag(lang) == "" {
				p.Failed(n, "invalid", "lang", lang)
				continue
			}
			p.Passed(n)
		}
	},
}
