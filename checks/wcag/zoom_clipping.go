package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var zoomClipping = &checks.Check{
	ID:       "zoom-clipping",
	Criteria: []string{"1.4.4"},
	ACT:      []string{"59br37"},
	Affects:  lowVision,
	Impact:   checks.Serious,
	Needs:    page.Zoom | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		done := make(map[*html.Node]bool)
		textNodes(p.Page, p.Page.Root, func(n *html.Node) {
			e := p.Page.Parent(n)
			if e == nil || !isHTML(e) || !inWords(n.Data) || !p.Page.Visible(n) || aria.AriaHidden(p.Page, n) || p.Page.Info(n).ZoomBox.Empty() {
				return
			}
			box, applies := clippingBox(p.Page, n)
			switch {
			case !applies || done[box]:
			case box == nil:
				p.Passed(e)
			default:
				done[box] = true
				if shortens(p.Page, e, box) || leadsOn(p.Page, box) {
					p.CantTell(box, "shortened", "text", short(p.Page.VisibleText(box)))
				} else {
					p.Failed(box, "clipped", "text", short(p.Page.VisibleText(box)))
				}
			}
		})
	},
}

// clipSlack is how far text may run over the edge of its box before its letters
// are cut, in CSS pixels.
const clipSlack = 6

// clippingBox returns the element that cuts off part of a text at 200 %, but
// not at 100 %, or nil; applies says whether one could.
func clippingBox(p *page.Page, n *html.Node) (box *html.Node, applies bool) {
	text := p.Info(n)
	for a := range p.Ancestors(n) {
		info := p.Info(a)
		if a.Data == "html" || a.Data == "body" {
			break
		}
		for _, axis := range []string{"overflow-x", "overflow-y"} {
			if v := p.Style(a, axis); (v == "auto" || v == "scroll") && !info.ZoomClips {
				return nil, applies // one can scroll to it
			}
		}
		if !info.ZoomClips {
			continue
		}
		applies = true
		if info.ZoomBox.Width <= 1 || info.ZoomBox.Height <= 1 || text.ZoomBox.Intersect(info.ZoomBox).Empty() {
			return nil, false // folded or moved away on purpose
		}
		if !covers(info.ZoomBox, text.ZoomBox, clipSlack) && covers(info.Box, text.Box, clipSlack) {
			return a, true
		}
	}
	return nil, applies
}

// shortens reports whether the style of a text says that it is cut with a sign.
func shortens(p *page.Page, e, box *html.Node) bool {
	for a := e; a != nil && a.Type == html.ElementNode; a = p.Parent(a) {
		if v := p.Style(a, "text-overflow"); v != "" && v != "clip" {
			return true
		}
		if a == box {
			break
		}
	}
	return p.Style(box, "display") == "-webkit-box"
}

// leadsOn reports whether a link or a button in a box, around it or beside it
// may show the rest.
func leadsOn(p *page.Page, box *html.Node) bool {
	const control = "a[href], button, summary, [role=button], [role=link]"
	if p.Closest(box, control) != nil || len(p.FindIn(box, control)) > 0 {
		return true
	}
	up := p.Parent(box)
	return up != nil && up.Type == html.ElementNode && len(p.FindIn(up, control)) > 0
}
