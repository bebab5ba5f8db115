package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var focusOrder = &checks.Check{
	ID:       "focus-order",
	Criteria: []string{"2.4.3"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedVision, checks.LimitedManipulation, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Keyboard | page.Layout,
	Run: func(p *checks.Pass) {
		type place struct {
			n   *html.Node
			box page.Box
		}
		var places []place
		for _, s := range p.Page.Observed.Walk.Stops {
			n := p.Page.Node(s.Node)
			if n == nil || s.Hidden || n.Data == "iframe" || floats(p.Page, n) {
				continue
			}
			if box, ok := p.Page.Box(n); ok && !box.Empty() {
				places = append(places, place{n, box})
			}
		}
		reported := 0
		for _, n := range unreturned(p.Page) {
			p.CantTell(n, "back")
		}
		for i, now := range places {
			if i == 0 {
				p.Passed(now.n)
				continue
			}
			last := places[i-1]
			back := last.box.Y - (now.box.Y + now.box.Height)
			// Below the other again later: it was not the next column that began.
			returns := false
			for _, later := range places[i+1:] {
				returns = returns || sameColumn(later.box, last.box) && later.box.Y >= last.box.Y+last.box.Height
			}
			if back > jump && returns && sameColumn(now.box, last.box) && reported < maxJumps {
				reported++
				p.CantTell(now.n, "jump", "from", short(aria.Name(p.Page, last.n)), "to", short(aria.Name(p.Page, now.n)))
				continue
			}
			p.Passed(now.n)
		}
	},
}

// jump is how far up, in CSS pixels, the focus must go for its order to be in
// doubt: more than a few lines.
const jump = 100

// maxJumps is how many places of one page a person is asked about.
const maxJumps = 3

// sameColumn reports whether two boxes share half the width of the narrower.
func sameColumn(a, b page.Box) bool {
	return min(a.X+a.Width, b.X+b.Width)-max(a.X, b.X) > min(a.Width, b.Width)/2
}

// floats reports whether an element stands in the window rather than the page.
func floats(p *page.Page, n *html.Node) bool {
	if v := p.Style(n, "position"); v == "fixed" || v == "sticky" {
		return true
	}
	for a := range p.Ancestors(n) {
		if v := p.Style(a, "position"); v == "fixed" || v == "sticky" {
			return true
		}
	}
	return false
}

// unreturned returns the first stops that are always shown and that Shift and
// Tab did not come back to. A
// group of radio buttons has one stop, which need not be the same both ways,
// as has a widget in which other keys move the focus.
func unreturned(p *page.Page) []*html.Node {
	w := p.Observed.Walk
	if len(w.Back) == 0 {
		return nil
	}
	back := make(map[page.Ref]bool)
	for _, r := range w.Back {
		back[r] = true
	}
	var missing []*html.Node
	for _, s := range w.Stops {
		n := p.Node(s.Node)
		if n == nil || back[s.Node] || s.Hidden || s.Taken || !p.Visible(n) || managed(p, n) || len(missing) == maxJumps {
			continue
		}
		missing = append(missing, n)
	}
	return missing
}
