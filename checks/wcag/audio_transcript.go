package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var audioTranscript = &checks.Check{
	ID:       "audio-transcript",
	Criteria: []string{"1.2.1"},
	ACT:      []string{"e7aa44", "2eb176", "afb423"},
	Affects:  []checks.Group{checks.NoHearing, checks.LimitedHearing},
	Impact:   checks.Critical,
	Needs:    page.Media | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("audio") {
			m := p.Page.Info(n).Media
			if !recorded(p.Page, n) || !m.HasAudio || m.Muted && !m.Controls {
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
