package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var videoOnlyAlternative = &checks.Check{
	ID:       "video-only-alternative",
	Criteria: []string{"1.2.1"},
	ACT:      []string{"c3232f", "ee13b5", "d7ba54", "fd26cf"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Needs:    page.Media | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("video") {
			m := p.Page.Info(n).Media
			if !recorded(p.Page, n) || m.HasAudio || decorates(p.Page, n) {
				continue
			}
			switch alternativeOf(p.Page, n) {
			case saidAlternative:
				p.Passed(n)
			case noAlternative:
				p.Failed(n, "none")
			default:
				p.CantTell(n, "maybe")
			}
		}
	},
}
