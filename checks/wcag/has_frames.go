package wcag

import "github.com/usager/usager/checks"

// hasFrames proves by its absence that what is said of frames does not apply.
var hasFrames = &checks.Check{
	ID:       "has-frames",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Absence:  true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("iframe, frame") {
			p.Passed(n)
		}
	},
}
