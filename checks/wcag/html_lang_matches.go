package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var htmlLangMatches = &checks.Check{
	ID:       "html-lang-matches",
	Criteria: []string{"3.1.1"},
	ACT:      []string{"ucwvc8"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil {
			return
		}
		declared, _ := page.Attr(root, "lang")
		primary := primarySubtag(declared)
		if primary == "" {
			return // other checks say so
		}
		switch v, found := compareLanguage(languageTexts(p.Page)[root], primary); v {
		case other:
			p.Failed(root, "other", "lang", declared, "found", string(found))
		case same:
			p.Passed(root)
		}
	},
}
