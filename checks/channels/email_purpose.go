package channels

import (
	"slices"

	"github.com/usager/usager/checks"
)

var emailPurpose = &checks.Check{
	ID:       "email-purpose",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		mails := slices.DeleteFunc(slices.Clone(extracted(p.Page)), func(e entry) bool { return e.Kind != Mail || e.Text == "" })
		if len(mails) < 2 {
			return // one address is for everything
		}
		for _, e := range mails {
			if e.Purpose == "" && e.Text == e.Value { // a link may be named after its purpose
				p.CantTell(e.node, "unclear", "address", e.Text)
			} else {
				p.Passed(e.node)
			}
		}
	},
}
