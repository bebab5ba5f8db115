package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var videoDescriptionStrict = &checks.Check{
	ID:       "video-description-strict",
	Criteria: []string{"1.2.5"},
	ACT:      []string{"1ec09b", "1ea59c"},
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
			case offers(p.Page, "described"):
				p.Passed(n)
			case saidToRepeat(p.Page):
				p.CantTell(n, "repeats")
			default:
				p.CantTell(n, "none")
			}
		}
	},
}
