package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var errorShown = &checks.Check{
	ID:       "error-shown",
	Criteria: []string{"3.3.1"},
	Affects:  []checks.Group{checks.NoVision, checks.NoColour, checks.LimitedVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Needs:    page.Filling,
	Run: func(p *checks.Pass) {
		for _, f := range p.Page.Observed.Forms.Forms {
			n := node(p.Page, f.Node)
			switch {
			case f.Native, len(f.Tied) > 0:
				p.Passed(n)
			case f.Tried:
				// The server is to answer, which it was not asked to.
			case len(f.Messages) == 0 && len(f.Coloured) > 0 && len(f.Invalid) == 0:
				p.Failed(n, "colour")
			case len(f.Messages) == 0:
				p.CantTell(n, "nothing")
			case named(p.Page, f):
				p.Passed(n)
			default:
				p.CantTell(n, "which", "text", short(f.Messages[0]))
			}
		}
	},
}

// named reports whether what appeared names each of the fields that were left
// empty, or stands there as often as they do.
func named(p *page.Page, f page.FormTry) bool {
	if len(f.Messages) >= len(f.Required) {
		return true
	}
	all := normalise(strings.Join(f.Messages, " "))
	for _, r := range f.Required {
		if n := p.Node(r); n != nil && !strings.Contains(all, normalise(strings.TrimRight(aria.Name(p, n), " *:"))) {
			return false
		}
	}
	return true
}
