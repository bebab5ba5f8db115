package wcag

import "github.com/usager/usager/checks"

// hasMedia proves by its absence that what is said of media does not apply.
var hasMedia = &checks.Check{
	ID:       "has-media",
	Affects:  []checks.Group{checks.NoHearing},
	Impact:   checks.Minor,
	Practice: true,
	Absence:  true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("video, audio, object, embed, applet, iframe, frame, bgsound") {
			p.Passed(n)
		}
	},
}
