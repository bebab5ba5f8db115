package wcag

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var scrollableFocusable = &checks.Check{
	ID:       "scrollable-focusable",
	Criteria: []string{"2.1.1"},
	ACT:      []string{"0ssw9k"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("body *") {
			if !isHTML(n) || !scrolls(p.Page, n) || !p.Page.Visible(n) {
				continue
			}
			switch n.DataAtom {
			case atom.Textarea, atom.Select, atom.Input, atom.Iframe, atom.Body, atom.Html:
				continue
			}
			content, reached := scrolled(p.Page, n)
			switch {
			case !content:
			case reached || aria.Tabbable(p.Page, n):
				p.Passed(n)
			default:
				p.Failed(n, "unreachable")
			}
		}
	},
}

// scrolls reports whether an element is a box that people scroll.
func scrolls(p *page.Page, n *html.Node) bool {
	may := func(v string) bool { return v == "auto" || v == "scroll" }
	info := p.Info(n)
	if info.Client.Width <= 1 || info.Client.Height <= 1 {
		return false // nothing to see: kept for screen readers
	}
	return may(p.Style(n, "overflow-x")) && info.Scroll.Width > info.Client.Width+1 ||
		may(p.Style(n, "overflow-y")) && info.Scroll.Height > info.Client.Height+1
}

// scrolled reports whether a box that scrolls holds something to see, and
// whether the Tab key comes to something in it.
func scrolled(p *page.Page, n *html.Node) (content, reached bool) {
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := range p.Children(n) {
			if reached {
				return
			}
			switch {
			case c.Type == html.TextNode:
				content = content || p.Info(c).Rendered && page.Collapse(c.Data) != ""
			case c.Type == html.ElementNode:
				if c.DataAtom == atom.Img || c.DataAtom == atom.Svg || c.DataAtom == atom.Canvas || c.DataAtom == atom.Video {
					content = content || p.Info(c).Rendered
				}
				if aria.Tabbable(p, c) {
					content, reached = true, true
					return
				}
			}
			walk(c)
		}
	}
	walk(n)
	return content, reached
}
