package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
)

var doctype = &checks.Check{
	ID:       "doctype",
	Practice: true,
	Affects:  []checks.Group{checks.LimitedVision, checks.NoVision},
	Impact:   checks.Minor,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil {
			return
		}
		for c := p.Page.Root.FirstChild; c != nil && c != root; c = c.NextSibling {
			if c.Type == html.DoctypeNode && strings.EqualFold(c.Data, "html") {
				if p.Page.Tree(root).Quirks {
					p.Failed(root, "quirks")
				} else {
					p.Passed(root)
				}
				return
			}
		}
		p.Failed(root, "missing")
	},
}
