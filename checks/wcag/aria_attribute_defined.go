package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var ariaAttributeDefined = &checks.Check{
	ID:       "aria-attribute-defined",
	ACT:      []string{"5f99a7"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("*") {
			known := false
			for _, a := range n.Attr {
				if !strings.HasPrefix(a.Key, "aria-") {
					continue
				}
				if aria.Attribute(a.Key) == nil {
					p.Failed(n, "unknown", "attribute", short(a.Key))
				} else {
					known = true
				}
			}
			if known {
				p.Passed(n)
			}
		}
	},
}
