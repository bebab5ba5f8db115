package wcag

import "github.com/usager/usager/checks"

// hasImages proves by its absence that what is said of images does not apply.
var hasImages = &checks.Check{
	ID:       "has-images",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Absence:  true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("img, svg, canvas, object, embed, area, input[type=image], [role=img], [role=image], picture") {
			p.Passed(n)
		}
	},
}
