package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var landmarkContent = &checks.Check{
	ID:       "landmark-content",
	Practice: true,
	Affects:  blind,
	Impact:   checks.Minor,
	Run: func(p *checks.Pass) {
		if !mainLandmark(p.Page) {
			return // check landmark-main says so
		}
		landmark := func(n *html.Node) bool {
			r := aria.Role(p.Page, n)
			return r == "region" && aria.Name(p.Page, n) != "" || r != "region" && r != "form" && aria.Is(r, "landmark") || r == "dialog" || r == "alertdialog" || r == "alert" || r == "status"
		}
		memo := make(map[*html.Node]bool)
		var inside func(n *html.Node) bool
		inside = func(n *html.Node) bool {
			if n == nil || n.Type != html.ElementNode {
				return false
			}
			v, ok := memo[n]
			if !ok {
				v = landmark(n) || inside(p.Page.Parent(n))
				memo[n] = v
			}
			return v
		}
		reported := make(map[*html.Node]bool)
		for _, b := range p.Page.Blocks() {
			if p.Page.DocumentOf(b.Node) != p.Page.Root || aria.Hidden(p.Page, b.Node) || len(strings.Fields(b.Text)) < 3 {
				continue
			}
			if inside(b.Node) {
				p.Passed(b.Node)
				continue
			}
			if a := b.Node; !reported[a] && !skips(p.Page, a) {
				reported[a] = true
				p.Failed(a, "outside", "text", short(b.Text))
			}
		}
	},
}

// skips reports whether a block is a skip link, which stands before all
// landmarks.
func skips(p *page.Page, n *html.Node) bool {
	if n.Data == "a" {
		return strings.HasPrefix(attr(n, "href"), "#")
	}
	for _, a := range p.FindIn(n, "a[href]") {
		if strings.HasPrefix(attr(a, "href"), "#") {
			return true
		}
	}
	return false
}
