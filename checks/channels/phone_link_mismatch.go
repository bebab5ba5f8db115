package channels

import (
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var phoneLinkMismatch = &checks.Check{
	ID:      "phone-link-mismatch",
	Affects: []checks.Group{checks.NoVision, checks.LimitedManipulation, checks.NoDigital},
	Impact:  checks.Serious,
	Run: func(p *checks.Pass) {
		region := Country(p.Page, "")
		for _, a := range p.Page.Find(`a[href^="tel:"], a[href^="TEL:"], a[href^="Tel:"]`) {
			if p.Page.Hidden(a) {
				continue
			}
			href, _ := page.Attr(a, "href")
			text := p.Page.Text(a)
			numbers := Numbers(text, region, PhoneLabel)
			v := LinkNumber(href, region)
			switch {
			case v == "" && !strings.ContainsAny(href, "0123456789"):
				p.Failed(a, "empty")
			case v == "":
				p.CantTell(a, "malformed", "link", clip(href, 80))
			case len(numbers) > 0 && !slices.ContainsFunc(numbers, func(n Number) bool { return n.Value == v }):
				p.Failed(a, "differs", "text", clip(text, 80), "link", v)
			default:
				p.Passed(a)
			}
		}
	},
}
