package wcag

import (
	"github.com/usager/usager/checks"
)

var headingFirst = &checks.Check{
	ID:       "heading-first",
	Practice: true,
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil || len(p.Page.Blocks()) == 0 {
			return
		}
		for _, n := range headings(p.Page) {
			if headingLevel(n) == 1 {
				p.Passed(n)
				return
			}
		}
		p.Failed(root, "missing")
	},
}
