package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var videoCaptions = &checks.Check{
	ID:       "video-captions",
	Criteria: []string{"1.2.2"},
	ACT:      []string{"eac66b", "f51b46"},
	Affects:  []checks.Group{checks.NoHearing, checks.LimitedHearing},
	Impact:   checks.Critical,
	Needs:    page.Media | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("video") {
			m := p.Page.Info(n).Media
			if !recorded(p.Page, n) || !m.HasAudio || decorates(p.Page, n) {
				continue
			}
			switch {
			case hasTrack(p.Page, n, "captions"):
				p.Passed(n)
			case hasTrack(p.Page, n, "subtitles"):
				p.CantTell(n, "subtitles")
			case saidToRepeat(p.Page):
				p.CantTell(n, "repeats")
			default:
				p.CantTell(n, "none")
			}
		}
	},
}
