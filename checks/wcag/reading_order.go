package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var readingOrder = &checks.Check{
	ID:       "reading-order",
	Criteria: []string{"1.3.2"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("body, body *") {
			if d := p.Page.Style(n, "display"); !strings.HasSuffix(d, "flex") && !strings.HasSuffix(d, "grid") {
				continue
			}
			items := inFlow(p.Page, n)
			if len(items) < 2 {
				continue
			}
			if i := outOfOrder(p.Page, items); i > 0 {
				p.CantTell(n, "moved", "text", short(p.Page.VisibleText(items[i])), "before", short(p.Page.VisibleText(items[i-1])))
			} else {
				p.Passed(n)
			}
		}
	},
}

// inFlow returns the children of a container that have words and stand in its
// flow.
func inFlow(p *page.Page, n *html.Node) []*html.Node {
	var items []*html.Node
	for c := range p.Children(n) {
		if c.Type != html.ElementNode || !p.Visible(c) || aria.Hidden(p, c) {
			continue
		}
		if pos := p.Style(c, "position"); pos == "absolute" || pos == "fixed" || pos == "sticky" {
			continue
		}
		if b, ok := p.Box(c); !ok || b.Empty() || p.VisibleText(c) == "" {
			continue
		}
		items = append(items, c)
	}
	return items
}

// outOfOrder returns the first item that stands wholly above the one before it
// in the source, or beside it on the wrong side, or 0.
func outOfOrder(p *page.Page, items []*html.Node) int {
	for i := 1; i < len(items); i++ {
		a, _ := p.Box(items[i-1])
		b, _ := p.Box(items[i])
		rtl := p.Closest(items[i], "[dir=rtl i]") != nil
		above := b.Y+b.Height <= a.Y+1
		side := b.Y < a.Y+a.Height-1 && a.Y < b.Y+b.Height-1 && (!rtl && b.X+b.Width <= a.X+1 || rtl && b.X+1 >= a.X+a.Width)
		column := above && b.X+b.Width > a.X && a.X+a.Width > b.X // the next column of a grid begins above, but beside
		if column || side {
			return i
		}
	}
	return 0
}
