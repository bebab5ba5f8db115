package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var videoTranscript = &checks.Check{
	ID:       "video-transcript",
	Criteria: []string{"1.2.8"},
	ACT:      []string{"1a02b0"},
	Affects:  []checks.Group{checks.NoVision, checks.NoHearing},
	Impact:   checks.Moderate,
	Needs:    page.Media | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("video") {
			m := p.Page.Info(n).Media
			if !recorded(p.Page, n) || !m.HasAudio || decorates(p.Page, n) {
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
