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
	Needs:    page.ForcedColours,
	Run: func(p *checks.Pass) {
		f := p.Page.Observed.Forced
		for _, r := range f.Lost {
			p.Failed(node(p.Page, r), "gone")
		}
		for _, n := range p.Page.Find("button, a[href], [role=button], [role=link]") {
			if !slices.Contains(f.Lost, page.Ref(p.Page.Info(n).Backend)) && p.Page.Visible(n) {
				p.Passed(n)
			}
		}
	},
}
