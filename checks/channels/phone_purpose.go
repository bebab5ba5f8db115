package channels

import (
	"slices"

	"github.com/usager/usager/checks"
)

var phonePurpose = &checks.Check{
	ID:       "phone-purpose",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		phones := slices.DeleteFunc(slices.Clone(extracted(p.Page)), func(e entry) bool { return e.Kind != Phone || e.Text == "" })
		if len(phones) < 2 {
			return // one number is for everything
		}
		for _, e := range phones {
			if e.Purpose == "" {
				p.CantTell(e.node, "unclear", "number", e.Text)
			} else {
				p.Passed(e.node)
			}
		}
	},
}
