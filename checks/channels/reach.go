package channels

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// needs are the things that a kind of channel asks of its user and that not
// everybody has.
var needs = map[string][]string{Mail: {"email"}, App: {"smartphone"}, SMS: {"smartphone"}}

// reachOf returns who can come to a channel, or nil if the page was not laid
// out. On a page without a narrow layout the ordinary one stands for it: what
// was not looked at stops nobody. Where the channel is folded away, the
// control that shows it stands for it.
func reachOf(p *page.Page, e *entry, opener *html.Node) *checks.Reach {
	if e.node == nil || !p.Inputs.Has(page.Layout) || e.Text == "" {
		return nil
	}
	n := e.node
	if opener != nil {
		n = opener
	}
	if n.Type == html.TextNode {
		n = p.Parent(n)
	}
	if n == nil || n.Type != html.ElementNode {
		return nil
	}
	r := &checks.Reach{Narrow: p.Visible(n), Exposed: aria.Exposed(p, n), Keyboard: true, Needs: needs[e.Kind]}
	if i := p.Info(n); p.Inputs.Has(page.Narrow) {
		r.Narrow = i.NarrowSeen && !i.NarrowBox.Empty() && i.NarrowBox.X < page.NarrowWidth && i.NarrowBox.X+i.NarrowBox.Width > 0
	}
	if a := p.Closest(n, "a, button, summary"); a != nil {
		r.Keyboard = aria.Tabbable(p, a)
	}
	return r
}
