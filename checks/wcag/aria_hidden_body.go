package wcag

import (
	"github.com/usager/usager/checks"
)

var ariaHiddenBody = &checks.Check{
	ID:       "aria-hidden-body",
	Criteria: []string{"1.3.1", "4.1.2"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("html, body") {
			if isTrue(n, "aria-hidden") {
				p.Failed(n, "hidden")
			} else if n.Data == "body" {
				p.Passed(n)
			}
		}
	},
}
