package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var frameScrolling = &checks.Check{
	ID:       "frame-scrolling",
	Criteria: []string{"1.4.4"},
	Affects:  lowVision,
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("iframe, frame") {
			if !strings.EqualFold(attr(n, "scrolling"), "no") || !p.Page.Visible(n) || aria.Hidden(p.Page, n) {
				continue
			}
			box := p.Page.Info(n).Box
			if box.Width < 50 || box.Height < 20 {
				continue
			}
			if inner := frameRoot(p.Page, n); inner != nil && p.Page.Info(inner).Box.Height <= box.Height/2 {
				p.Passed(n) // has room for text twice as large
				continue
			}
			p.CantTell(n, "fixed")
		}
	},
}

// frameRoot returns the root element of the document in a frame, or nil.
func frameRoot(p *page.Page, frame *html.Node) *html.Node {
	for c := frame.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.DocumentNode && p.Tree(c).Kind == page.Frame {
			for e := range elements(c) {
				return e
			}
		}
	}
	return nil
}
