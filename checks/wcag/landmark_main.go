package wcag

import (
	"strconv"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var landmarkMain = &checks.Check{
	ID:       "landmark-main",
	Practice: true,
	Affects:  blind,
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil || len(p.Page.Blocks()) == 0 {
			return
		}
		var mains []*html.Node
		for _, n := range p.Page.Find("main, [role=main]") {
			if aria.Role(p.Page, n) == "main" && !aria.Hidden(p.Page, n) && p.Page.DocumentOf(n) == p.Page.Root {
				mains = append(mains, n)
			}
		}
		switch len(mains) {
		case 0:
			p.Failed(root, "missing")
		case 1:
			p.Passed(mains[0])
		default:
			p.Failed(mains[1], "several", "count", strconv.Itoa(len(mains)))
		}
	},
}
