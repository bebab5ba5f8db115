package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var serverImageMap = &checks.Check{
	ID:       "server-image-map",
	Criteria: []string{"2.1.1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("a[href] img") {
			if _, ok := page.Attr(n, "ismap"); aria.Hidden(p.Page, n) || !ok {
				continue
			}
			p.CantTell(n, "ismap")
		}
		for _, n := range p.Page.Find("img[usemap]") {
			if !aria.Hidden(p.Page, n) {
				p.Passed(n)
			}
		}
	},
}
