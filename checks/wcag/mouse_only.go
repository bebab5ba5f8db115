package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var mouseOnly = &checks.Check{
	ID:       "mouse-only",
	Criteria: []string{"2.1.1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Critical,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("body *") {
			if !isHTML(n) || !clicked(p.Page, n) || !p.Page.Visible(n) || aria.Inert(p.Page, n) {
				continue
			}
			switch {
			case aria.Focusable(p.Page, n):
				p.Passed(n)
			case holdsFocusable(p.Page, n), p.Page.Closest(p.Page.Parent(n), "a[href], button, label, summary, [tabindex]") != nil, p.Page.Matches(n, "label, body, form, dialog, option, select, [aria-hidden=true]"), aria.Disabled(p.Page, n), aria.AriaDisabled(p.Page, n):
				// The keyboard may act through what is in it or around it.
			case widget(aria.ExplicitRole(n)):
				p.Failed(n, "control", "role", aria.ExplicitRole(n))
			case p.Page.Style(n, "cursor") == "pointer" || page.HasAttr(n, "onclick"):
				p.CantTell(n, "click")
			}
		}
	},
}

// clicked reports whether an element itself answers to a click.
func clicked(p *page.Page, n *html.Node) bool {
	if page.HasAttr(n, "onclick") || page.HasAttr(n, "onmousedown") || page.HasAttr(n, "onmouseup") {
		return true
	}
	for _, t := range p.Info(n).Listeners {
		if t == "click" || t == "mousedown" || t == "mouseup" || t == "pointerdown" || t == "pointerup" {
			return true
		}
	}
	return false
}

// widget reports whether a role is that of a control which needs the focus
// itself: no composite manages it.
func widget(role string) bool {
	switch role {
	case "button", "link", "checkbox", "switch":
		return true
	}
	return false
}

func holdsFocusable(p *page.Page, n *html.Node) bool {
	for c := range p.Children(n) {
		if c.Type == html.ElementNode && (aria.Focusable(p, c) || holdsFocusable(p, c)) {
			return true
		}
	}
	return false
}
