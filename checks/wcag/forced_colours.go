package wcag

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var forcedColours = &checks.Check{
	ID:       "forced-colours",
	Practice: true,
	Affects:  []checks.Group{checks.LimitedVision, checks.Photosensitivity},
	Impact:   checks.Moderate,
	Needs:    page.ForcedColours | page.Keyboard,
	Run: func(p *checks.Pass) {
		f := p.Page.Observed.Forced
		for _, r := range f.Lost {
			p.Failed(node(p.Page, r), "gone")
		}
		for _, s := range p.Page.Observed.Walk.Stops {
			if s.Look != nil && s.Look.Unforced && !s.Hidden {
				p.Failed(node(p.Page, s.Node), "focus")
			}
		}
		for _, n := range p.Page.Find("button, a[href], [role=button], [role=link]") {
			if !slices.Contains(f.Lost, page.Ref(p.Page.Info(n).Backend)) && p.Page.Visible(n) {
				p.Passed(n)
			}
		}
	},
}
