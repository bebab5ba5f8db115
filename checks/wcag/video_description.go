package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var videoDescription = &checks.Check{
	ID:       "video-description",
	Criteria: []string{"1.2.3"},
	ACT:      []string{"c5a4ea"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Needs:    page.Media | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("video") {
			m := p.Page.Info(n).Media
			if !recorded(p.Page, n) || !m.HasAudio || decorates(p.Page, n) {
				continue
			}
			switch {
			case alternativeOf(p.Page, n) == saidAlternative:
				p.Passed(n)
			case saidToRepeat(p.Page):
				p.CantTell(n, "repeats")
			default:
				p.CantTell(n, "none")
			}
		}
	},
}
