package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var orientationContent = &checks.Check{
	ID:       "orientation-content",
	Criteria: []string{"1.3.4"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedReach, checks.LimitedVision},
	Impact:   checks.Serious,
	Needs:    page.Turning,
	Run: func(p *checks.Pass) {
		t := p.Page.Observed.Turned
		for _, r := range t.Rotated {
			p.Failed(node(p.Page, r), "turned")
		}
		few, many := min(t.Portrait, t.Landscape), max(t.Portrait, t.Landscape)
		root := rootElement(p.Page)
		switch {
		case root == nil || many == 0 || len(t.Rotated) > 0:
		case many >= 100 && few < many/4 && says("turn", t.Words):
			p.Failed(node(p.Page, t.Message), "asks", "text", short(t.Words))
		case many >= 100 && few < many/4:
			p.CantTell(root, "less")
		default:
			p.Passed(root)
		}
	},
}
