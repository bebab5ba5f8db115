package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var ariaValueValid = &checks.Check{
	ID:       "aria-value-valid",
	ACT:      []string{"6a7281"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("*") {
			valid := false
			for _, a := range n.Attr {
				info := aria.Attribute(a.Key)
				if info == nil || strings.TrimSpace(a.Val) == "" {
					continue
				}
				switch {
				case !aria.ValidValue(a.Key, a.Val):
					p.Failed(n, "invalid", "attribute", a.Key, "value", short(a.Val), "allowed", allowed(info))
				case info.Type == aria.IDRefs && needsTarget(p.Page, n, a.Key) && len(p.Page.IDRefs(n, a.Key)) == 0:
					p.Failed(n, "dangling", "attribute", a.Key, "value", short(a.Val))
				default:
					valid = true
				}
			}
			if valid {
				p.Passed(n)
			}
		}
	},
}

// allowed says what values an attribute may have, in a form that needs no
// translation.
func allowed(info *aria.AttributeInfo) string {
	switch info.Type {
	case aria.Token, aria.Tokens:
		return strings.Join(info.Values, ", ")
	case aria.Integer:
		return "0, 1, 2 …"
	case aria.Number:
		return "0, 1.5, -2 …"
	}
	return "id"
}

// needsTarget reports whether the role of n requires that an attribute refers
// to an element: a scroll bar to what it scrolls, an open combobox to its list.
func needsTarget(p *page.Page, n *html.Node, attribute string) bool {
	if attribute != "aria-controls" {
		return false
	}
	role := aria.ExplicitRole(n)
	return role == "scrollbar" || role == "combobox" && isTrue(n, "aria-expanded") && !aria.Hidden(p, n)
}
