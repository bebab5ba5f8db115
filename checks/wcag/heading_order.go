package wcag

import (
	"strconv"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var headingOrder = &checks.Check{
	ID:       "heading-order",
	Practice: true,
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		last := 0
		for _, n := range headings(p.Page) {
			level := headingLevel(n)
			if last > 0 && level > last+1 {
				p.Failed(n, "skipped", "level", strconv.Itoa(level), "before", strconv.Itoa(last))
			} else {
				p.Passed(n)
			}
			last = level
		}
	},
}

// headings returns the headings of the outermost document that assistive
// technology meets, in document order.
func headings(p *page.Page) []*html.Node {
	var hs []*html.Node
	for _, n := range p.Find("h1, h2, h3, h4, h5, h6, [role=heading]") {
		if aria.Role(p, n) == "heading" && aria.Exposed(p, n) && p.DocumentOf(n) == p.Root && aria.Name(p, n) != "" {
			hs = append(hs, n)
		}
	}
	return hs
}

// headingLevel returns the level of a heading, 2 where a role comes without
// one (WAI-ARIA 1.2).
func headingLevel(n *html.Node) int {
	if l, err := strconv.Atoi(attr(n, "aria-level")); err == nil && l > 0 {
		return l
	}
	if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
		return int(n.Data[1] - '0')
	}
	return 2
}
