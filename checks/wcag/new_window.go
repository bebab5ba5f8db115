package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var newWindow = &checks.Check{
	ID:       "new-window",
	Practice: true,
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.LimitedVision},
	Impact:   checks.Minor,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("a[href][target]") {
			if t := attr(n, "target"); t == "" || t == "_self" || t == "_top" || t == "_parent" || aria.Hidden(p.Page, n) {
				continue
			}
			said := aria.Name(p.Page, n) + " " + aria.Description(p.Page, n) + " " + attr(n, "title")
			switch {
			case says("newwindow", said):
				p.Passed(n)
			case hasIcon(p.Page, n):
				p.CantTell(n, "icon", "name", short(aria.Name(p.Page, n)))
			default:
				p.Failed(n, "silent", "name", short(aria.Name(p.Page, n)))
			}
		}
	},
}

// hasIcon reports whether a link shows a picture that may be a sign.
func hasIcon(p *page.Page, n *html.Node) bool {
	if len(p.FindIn(n, "svg, img, i")) > 0 || paintsImage(p.Style(n, "background-image")) {
		return true
	}
	for i := range p.Info(n).Pseudos {
		if t := p.Info(n).Pseudos[i].Type; t == "after" || t == "before" {
			return true
		}
	}
	return false
}
