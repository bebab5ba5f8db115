package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var linkPurpose = &checks.Check{
	ID:       "link-purpose",
	Criteria: []string{"2.4.9"},
	ACT:      []string{"aizyf1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Run: func(p *checks.Pass) {
		for _, n := range aria.Elements(p.Page, linkRoles...) {
			if !aria.Included(p.Page, n) || !p.Page.Visible(n) {
				continue
			}
			switch name := aria.Name(p.Page, n); {
			case name == "": // see linkName
			case vague(name):
				p.Failed(n, "vague", "name", short(name))
			default:
				p.Passed(n)
			}
		}
	},
}
