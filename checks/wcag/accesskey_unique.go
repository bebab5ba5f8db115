package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
)

var accesskeyUnique = &checks.Check{
	ID:       "accesskey-unique",
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		first := make(map[string]*html.Node)
		for _, n := range p.Page.Find("[accesskey]") {
			key := strings.ToLower(strings.TrimSpace(attr(n, "accesskey")))
			if key == "" || p.Page.Hidden(n) {
				continue
			}
			if other := first[key]; other != nil && (n.Data != "a" || attr(other, "href") != attr(n, "href")) {
				p.Failed(n, "twice", "key", short(key))
				continue
			}
			first[key] = n
			p.Passed(n)
		}
	},
}
