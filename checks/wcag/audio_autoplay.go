package wcag

import (
	"math"
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// shortSound is how long a sound may play by itself, in seconds (WCAG 1.4.2).
const shortSound = 3

var audioAutoplay = &checks.Check{
	ID:       "audio-autoplay",
	Criteria: []string{"1.4.2"},
	ACT:      []string{"80f0bf", "4c31df", "aaa1bf"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Critical,
	Needs:    page.Media,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("audio, video") {
			m := p.Page.Info(n).Media
			if !plays(p.Page, n) || m.Muted || m.Volume == 0 || !m.HasAudio || page.HasAttr(n, "muted") {
				continue
			}
			seconds := playTime(p.Page, n)
			switch {
			case seconds <= shortSound && !(m.Loop && seconds > 0):
				p.Passed(n)
			case m.Controls && p.Page.Visible(n), controlFor(p.Page, n) != nil:
				p.Passed(n)
			case math.IsInf(seconds, 0):
				p.Failed(n, "endless")
			default:
				p.Failed(n, "plays", "seconds", strconv.Itoa(int(seconds)))
			}
		}
	},
}
