package wcag

import (
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var flashing = &checks.Check{
	ID:       "flashing",
	Criteria: []string{"2.3.1"},
	Affects:  []checks.Group{checks.Photosensitivity},
	Impact:   checks.Critical,
	Needs:    page.Moving,
	Run: func(p *checks.Pass) {
		for _, f := range p.Page.Observed.Motion.Flashes {
			n := node(p.Page, f.Node)
			times := strconv.FormatFloat(f.PerSecond, 'f', 1, 64)
			switch {
			case f.PerSecond > maxFlashes+0.5: // so that no hitch in filming counts
				p.Failed(n, "flashes", "times", times)
			case f.PerSecond >= maxFlashes-0.5:
				p.CantTell(n, "perhaps", "times", times)
			default:
				p.Passed(n)
			}
		}
	},
}

// maxFlashes is how often a second something may flash (WCAG 2.3.1).
const maxFlashes = 3.0
