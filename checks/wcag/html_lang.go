package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var htmlLang = &checks.Check{
	ID:       "html-lang",
	Criteria: []string{"3.1.1"},
	ACT:      []string{"b5c3f8"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil {
			return
		}
		if lang, _ := page.Attr(root, "lang"); strings.TrimSpace(lang) == "" {
			p.Failed(root, "missing")
			return
		}
		p.Passed(root)
	},
}
