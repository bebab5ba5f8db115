package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var hoverContent = &checks.Check{
	ID:       "hover-content",
	Criteria: []string{"1.4.13"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedManipulation, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Hovering,
	Run: func(p *checks.Pass) {
		for _, u := range p.Page.Observed.Hover.Popups {
			n := node(p.Page, u.Trigger)
			text := short(u.Text)
			switch {
			case !u.Persistent:
				p.Failed(n, "fades", "text", text)
			case !u.Hoverable:
				p.Failed(n, "vanishes", "text", text)
			case u.Dismissed && u.FocusStays:
				p.CantTell(n, "focus-stays", "text", text)
			case u.Dismissed || u.Covers == "":
				p.Passed(n)
			case u.Interactive || u.Clicks:
				p.CantTell(n, "stays-perhaps", "text", text, "covers", u.Covers)
			default:
				p.Failed(n, "stays", "text", text, "covers", u.Covers)
			}
		}
	},
}
