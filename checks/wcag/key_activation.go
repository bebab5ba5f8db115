package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var keyActivation = &checks.Check{
	ID:       "key-activation",
	Criteria: []string{"2.1.1"},
	Affects:  manual,
	Impact:   checks.Critical,
	Needs:    page.Listeners | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[tabindex]") {
			if !isHTML(n) || pressable(n) || !aria.Tabbable(p.Page, n) || !p.Page.Visible(n) || aria.Inert(p.Page, n) || aria.AriaDisabled(p.Page, n) || !clicked(p.Page, n) {
				continue
			}
			switch {
			case keys(p.Page, n):
				p.Passed(n)
			case holdsFocusable(p.Page, n):
				// What it holds may do the same.
			case widget(aria.ExplicitRole(n)):
				p.Failed(n, "dead", "role", aria.ExplicitRole(n))
			default:
				p.CantTell(n, "unanswered")
			}
		}
	},
}

// pressable reports whether the browser itself turns a key into a click.
func pressable(n *html.Node) bool {
	switch n.Data {
	case "button", "input", "select", "textarea", "summary", "label", "option", "audio", "video", "iframe", "object", "embed":
		return true
	case "a", "area":
		return page.HasAttr(n, "href")
	}
	return false
}

// keys reports whether something listens to keys at n or around it.
func keys(p *page.Page, n *html.Node) bool {
	events := []string{"keydown", "keypress", "keyup", "focus", "focusin"}
	if handles(p, n, events...) {
		return true
	}
	for a := range p.Ancestors(n) {
		if handles(p, a, events[:3]...) {
			return true
		}
	}
	return false
}
