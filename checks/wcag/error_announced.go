package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var errorAnnounced = &checks.Check{
	ID:       "error-announced",
	Criteria: []string{"4.1.3"},
	Affects:  blind,
	Impact:   checks.Serious,
	Needs:    page.Filling,
	Run: func(p *checks.Pass) {
		for _, f := range p.Page.Observed.Forms.Forms {
			n := node(p.Page, f.Node)
			switch {
			case f.Native || f.Live || f.Focused && len(f.Messages) > 0:
				p.Passed(n)
			case f.Tried || len(f.Messages) == 0:
			default:
				p.Failed(n, "silent", "text", short(f.Messages[0]))
			}
		}
	},
}
