package wcag

import (
	"slices"

	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// acting are the events by which an element answers to people who use it.
var acting = []string{"click", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend", "keydown", "keyup", "keypress", "change", "input", "submit"}

// nothingActs reports whether the page certainly gives people nothing to
// operate: no link, no form to send, no frame, no recording, and nothing that
// listens to a pointer, a key or a change. What a control without all that
// says it does, it does not.
func nothingActs(p *page.Page) bool {
	if !p.Inputs.Has(page.Listeners) {
		return false
	}
	for _, n := range p.Find("*") {
		if handles(p, n, acting...) {
			return false
		}
		switch n.DataAtom {
		case atom.A, atom.Area:
			if page.HasAttr(n, "href") && !aria.Hidden(p, n) {
				return false
			}
		case atom.Form, atom.Iframe, atom.Frame, atom.Object, atom.Embed, atom.Summary:
			if !p.Hidden(n) {
				return false
			}
		case atom.Audio, atom.Video:
			if page.HasAttr(n, "controls") {
				return false
			}
		}
		if slices.ContainsFunc([]string{"popovertarget", "command", "commandfor"}, func(a string) bool { return page.HasAttr(n, a) }) {
			return false
		}
	}
	return true
}
