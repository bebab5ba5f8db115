package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var imageName = &checks.Check{
	ID:       "image-name",
	Criteria: []string{"1.1.1"},
	ACT:      []string{"23a2a8"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("img") {
			if !page.HasAttr(n, "alt") {
				p.Failed(n, "missing")
				continue
			}
			p.Passed(n)
		}
	},
}
