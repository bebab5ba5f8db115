package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// requireName reports n as failed, with the message "nameless", if it has no
// accessible name.
func requireName(p *checks.Pass, n *html.Node) {
	if aria.Name(p.Page, n) == "" {
		p.Failed(n, "nameless")
		return
	}
	p.Passed(n)
}

// exposed returns the elements with one of some roles that assistive technology
// meets, in document order.
func exposed(p *page.Page, roles ...string) []*html.Node {
	var ns []*html.Node
	for _, n := range aria.Elements(p, roles...) {
		if aria.Exposed(p, n) {
			ns = append(ns, n)
		}
	}
	return ns
}

// linkRoles are link and the roles that inherit from it.
var linkRoles = rolesFrom("link")

// rolesFrom returns the roles that are or inherit from a role.
func rolesFrom(super string) []string {
	var rs []string
	for _, r := range aria.Roles() {
		if aria.Is(r, super) && !aria.Lookup(r).Abstract {
			rs = append(rs, r)
		}
	}
	return rs
}

func attr(n *html.Node, name string) string {
	v, _ := page.Attr(n, name)
	return v
}

// isTrue reports whether an attribute has the value "true".
func isTrue(n *html.Node, name string) bool {
	return strings.EqualFold(strings.TrimSpace(attr(n, name)), "true")
}

// short bounds a text that goes into a message.
func short(s string) string {
	s = page.Collapse(s)
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}
