package wcag

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var ariaHiddenFocus = &checks.Check{
	ID:       "aria-hidden-focus",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"6cfa84"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find(`[aria-hidden="true" i]`) {
			if n.DataAtom == atom.Body || n.DataAtom == atom.Html || p.Page.Hidden(n) {
				continue
			}
			if up := parentOf(p.Page, n); up != nil && aria.AriaHidden(p.Page, up) {
				continue // judged with its ancestor
			}
			stops := tabStops(p.Page, n)
			if len(stops) == 0 {
				p.Passed(n)
			}
			for _, s := range stops {
				// A sentinel hands the focus on as soon as it has it.
				if l := p.Page.Info(s).Listeners; slices.Contains(l, "focus") || slices.Contains(l, "focusin") {
					p.CantTell(s, "sentinel")
				} else {
					p.Failed(s, "focusable")
				}
			}
		}
	},
}

func parentOf(p *page.Page, n *html.Node) *html.Node {
	for a := range p.Ancestors(n) {
		return a
	}
	return nil
}

// tabStops returns n and its descendants in the flat tree that the Tab key
// comes to; a frame counts by what is in it.
func tabStops(p *page.Page, n *html.Node) []*html.Node {
	var stops []*html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode && n.DataAtom != atom.Iframe && n.DataAtom != atom.Frame && aria.Tabbable(p, n) {
			stops = append(stops, n)
		}
		for c := range p.Children(n) {
			walk(c)
		}
	}
	walk(n)
	return stops
}
