package wcag

import (
	"github.com/usager/usager/checks"
)

var sensoryReference = &checks.Check{
	ID:       "sensory-reference",
	Criteria: []string{"1.3.3"},
	ACT:      []string{"9bd38c"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedVision, checks.NoColour},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		if rootElement(p.Page) == nil {
			return
		}
		found := false
		for _, b := range p.Page.Blocks() {
			if says("place", b.Text) {
				found = true
				p.CantTell(b.Node, "place", "text", short(b.Text))
			}
		}
		if !found && len(p.Page.Blocks()) > 0 {
			p.Passed(rootElement(p.Page))
		}
	},
}
