package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var htmlLangValid = &checks.Check{
	ID:       "html-lang-valid",
	Criteria: []string{"3.1.1"},
	ACT:      []string{"bf051a"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil {
			return
		}
		lang, _ := page.Attr(root, "lang")
		if strings.TrimSpace(lang) == "" {
			return // check html-lang says so
		}
		if primarySubtag(lang) == "" {
			p.Failed(root, "invalid", "lang", lang)
			return
		}
		p.Passed(root)
	},
}
