package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var danglingReference = &checks.Check{
	ID:       "dangling-reference",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[aria-labelledby], [aria-describedby]") {
			if aria.Hidden(p.Page, n) {
				continue
			}
			for _, a := range []string{"aria-labelledby", "aria-describedby"} {
				var missing []string
				ids := strings.Fields(attr(n, a))
				for _, id := range ids {
					if p.Page.ByID(n, id) == nil {
						missing = append(missing, id)
					}
				}
				switch {
				case len(ids) == 0:
				case len(missing) == 0:
					p.Passed(n)
				case a == "aria-labelledby":
					p.Failed(n, "label", "ids", short(strings.Join(missing, ", ")))
				default:
					p.CantTell(n, "description", "ids", short(strings.Join(missing, ", ")))
				}
			}
		}
	},
}
