package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var textJustified = &checks.Check{
	ID:       "text-justified",
	Criteria: []string{"1.4.8"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedVision},
	Impact:   checks.Minor,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, b := range p.Page.Blocks() {
			if len(b.Pieces) == 0 || len(b.Text) < 150 {
				continue
			}
			if p.Page.Style(b.Node, "text-align") == "justify" {
				p.CantTell(b.Node, "justified")
			} else {
				p.Passed(b.Node)
			}
		}
	},
}
