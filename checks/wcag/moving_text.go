package wcag

import (
	"strconv"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var movingText = &checks.Check{
	ID:       "moving-text",
	Criteria: []string{"2.2.2"},
	ACT:      []string{"efbfc7"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedVision, checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("marquee, blink") {
			if p.Page.Hidden(n) || p.Page.Text(n) == "" {
				continue
			}
			loops, err := strconv.Atoi(attr(n, "loop"))
			switch {
			case n.Data == "blink":
				// No browser makes it blink any more.
				p.CantTell(n, "blink")
			case attr(n, "scrollamount") == "0" || err == nil && loops == 1:
				p.Passed(n)
			case controlFor(p.Page, n) != nil || handles(p.Page, n, "mouseover", "focus", "click"):
				p.CantTell(n, "control")
			default:
				p.Failed(n, "marquee")
			}
		}
		seen := make(map[string]bool)
		for _, n := range p.Page.Find("body *") {
			name := p.Page.Style(n, "animation-name")
			if name == "" || name == "none" || p.Page.Style(n, "animation-iteration-count") != "infinite" || seen[name] {
				continue
			}
			if words(p.Page, n) && p.Page.Visible(n) && !aria.Inert(p.Page, n) {
				seen[name] = true
				p.CantTell(n, "animation", "name", name)
			}
		}
	},
}

func words(p *page.Page, n *html.Node) bool { return isHTML(n) && inWords(p.VisibleText(n)) }
