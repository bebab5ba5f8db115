package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var ariaProhibited = &checks.Check{
	ID:       "aria-prohibited",
	ACT:      []string{"kb1m8s", "5c01ea"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("*") {
			if len(n.Attr) == 0 {
				continue
			}
			role := aria.Role(p.Page, n)
			if role == "none" && aria.ExplicitRole(n) != "none" || aria.Hidden(p.Page, n) {
				continue
			}
			for _, a := range n.Attr {
				if !aria.Prohibits(role, a.Key) || strings.TrimSpace(a.Val) == "" {
					continue
				}
				p.Failed(n, "prohibited", "attribute", a.Key, "role", role)
			}
			if r := aria.Lookup(role); r != nil && !r.Prohibited && (attr(n, "aria-label") != "" || attr(n, "aria-labelledby") != "") {
				p.Passed(n)
			}
		}
	},
}
