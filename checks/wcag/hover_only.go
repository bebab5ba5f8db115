package wcag

import (
	"slices"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var hoverOnly = &checks.Check{
	ID:       "hover-only",
	Criteria: []string{"2.1.1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("body *") {
			if !isHTML(n) || !handles(p.Page, n, "mouseover", "mouseenter") || aria.Hidden(p.Page, n) {
				continue
			}
			if handles(p.Page, n, "focus", "focusin", "click", "keydown", "keyup") {
				p.Passed(n)
			} else if page.HasAttr(n, "onmouseover") || page.HasAttr(n, "onmouseenter") || hidesSomething(p.Page, n) {
				p.CantTell(n, "hover")
			}
		}
	},
}

// handles reports whether n itself listens to one of some events.
func handles(p *page.Page, n *html.Node, events ...string) bool {
	for _, e := range events {
		if page.HasAttr(n, "on"+e) || slices.Contains(p.Info(n).Listeners, e) {
			return true
		}
	}
	return false
}

// hidesSomething reports whether n holds words that are not shown now.
func hidesSomething(p *page.Page, n *html.Node) bool {
	for _, c := range p.FindIn(n, "ul, div, a") {
		if p.Hidden(c) && p.Text(c) != "" {
			return true
		}
	}
	return false
}

func listensAnywhere(p *page.Page, events ...string) *html.Node {
	for _, n := range p.Find("html, body") {
		if p.DocumentOf(n) == p.Root && handles(p, n, events...) {
			return n
		}
	}
	return nil
}
