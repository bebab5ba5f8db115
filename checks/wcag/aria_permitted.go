package wcag

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var ariaPermitted = &checks.Check{
	ID:       "aria-permitted",
	ACT:      []string{"5c01ea"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("*") {
			if len(n.Attr) == 0 || aria.Hidden(p.Page, n) {
				continue
			}
			ok := false
			for _, a := range n.Attr {
				if aria.Attribute(a.Key) == nil {
					continue
				}
				role := aria.Role(p.Page, n)
				if permitted(p.Page, n, role, a.Key) {
					ok = true
				} else if role == "" || role == "none" {
					p.Failed(n, "roleless", "attribute", a.Key)
				} else {
					p.Failed(n, "unsupported", "attribute", a.Key, "role", role)
				}
			}
			if ok {
				p.Passed(n)
			}
		}
	},
}

// permitted reports whether a state or property may stand on an element: its
// role supports it, or HTML gives the element what a role with it has. What is
// global but prohibited is for ariaProhibited.
func permitted(p *page.Page, n *html.Node, role, attribute string) bool {
	if aria.Attribute(attribute).Global || aria.Supports(role, attribute) {
		return true
	}
	switch n.DataAtom {
	case atom.Input:
		if role == "" { // password, date, file …
			return aria.Supports("textbox", attribute) || aria.Supports("combobox", attribute) || aria.Supports("spinbutton", attribute)
		}
		// A checkbox may be a toggle button, and screen readers know a radio
		// button that is required.
		return aria.InputType(n) == "checkbox" && attribute == "aria-pressed" || role == "radio" && attribute == "aria-required"
	case atom.Summary:
		return aria.Supports("button", attribute)
	case atom.Audio, atom.Video, atom.Embed, atom.Object, atom.Canvas:
		return role == "" && aria.Supports("application", attribute)
	}
	return false
}
