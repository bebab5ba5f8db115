package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var skipLinkWorks = &checks.Check{
	ID:       "skip-link",
	Criteria: []string{"2.4.1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for i, n := range p.Page.Find("body a[href]") {
			href, _ := page.Attr(n, "href")
			name := aria.Name(p.Page, n)
			if name == "" {
				name = p.Page.Text(n) // hidden
			}
			if i >= 12 || !strings.HasPrefix(href, "#") || len(href) < 2 || !says("skip", name) {
				continue
			}
			target := fragmentTarget(p.Page, n, href)
			switch {
			case aria.Hidden(p.Page, n) || !aria.Tabbable(p.Page, n):
				p.CantTell(n, "unreachable", "name", name)
			case target == nil && len(p.Page.FindIn(p.Page.Root, "script")) > 0 && (page.HasAttr(n, "onclick") || listens(p.Page, n)):
				p.CantTell(n, "script", "name", name)
			case target == nil:
				p.Failed(n, "dead", "name", name, "id", href[1:])
			case p.Page.Hidden(target):
				p.Failed(n, "hidden", "name", name, "id", href[1:])
			default:
				p.Passed(n)
			}
		}
	},
}

// listens reports whether a click on n is listened to by n itself.
func listens(p *page.Page, n *html.Node) bool {
	for _, t := range p.Info(n).Listeners {
		if t == "click" {
			return true
		}
	}
	return p.Info(n).Clickable
}
