package wcag

import (
	"strconv"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var reflow = &checks.Check{
	ID:       "reflow",
	Criteria: []string{"1.4.10"},
	Affects:  lowVision,
	Impact:   checks.Serious,
	Needs:    page.Narrow | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil {
			return
		}
		width := p.Page.NarrowScrollWidth
		if width <= page.NarrowWidth+narrowSlack {
			p.Passed(root)
			return
		}
		px := strconv.Itoa(int(width))
		if n := tooWide(p.Page); n != nil {
			p.Failed(n, "text", "width", px)
			return
		}
		p.CantTell(root, "scrolls", "width", px)
	},
}

// narrowSlack is how far a page may be wider than the window before it counts,
// in CSS pixels.
const narrowSlack = 5

// exempt is what may need two dimensions (WCAG 1.4.10): tables, figures, maps,
// code, and what comes in frames.
const exempt = "table, [role=table], [role=grid], svg, math, pre, code, iframe, object, embed, canvas, video, figure, map, img, picture, [role=toolbar], [aria-hidden=true]"

// tooWide returns the first element of words whose lines are longer than the
// narrow window, or begin where it ends, or nil.
func tooWide(p *page.Page) *html.Node {
	var found *html.Node
	textNodes(p, p.Root, func(n *html.Node) {
		if found != nil || !inWords(n.Data) || len(n.Data) < 10 {
			return
		}
		e := p.Parent(n)
		if e == nil || !isHTML(e) || p.DocumentOf(e) != p.Root {
			return
		}
		i := p.Info(n)
		long := i.NarrowBox.Width > page.NarrowWidth && len(n.Data) >= 20
		beyond := i.NarrowBox.X >= page.NarrowWidth && i.NarrowBox.X+i.NarrowBox.Width <= p.NarrowScrollWidth+1
		if !i.NarrowSeen || i.NarrowBox.X < 0 || !long && !beyond || p.Closest(e, exempt) != nil {
			return
		}
		for a := range p.Ancestors(n) {
			if pos, move := p.Style(a, "position"), p.Style(a, "transform"); beyond && (pos == "absolute" || pos == "fixed" || move != "" && move != "none") {
				return // moved there, to come in when it is wanted
			}
			switch p.Style(a, "overflow-x") {
			case "auto", "scroll", "hidden", "clip":
				if a.Data != "html" && a.Data != "body" {
					return
				}
			}
		}
		if p.Visible(n) {
			found = e
		}
	})
	return found
}
