package wcag

import (
	"regexp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var selectNavigates = &checks.Check{
	ID:       "select-navigates",
	Criteria: []string{"3.2.2"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation, checks.LimitedCognition},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("select, input[type=radio], input[type=checkbox]") {
			if aria.Hidden(p.Page, n) || aria.Disabled(p.Page, n) {
				continue
			}
			if navigates.MatchString(attr(n, "onchange")) || navigates.MatchString(attr(n, "oninput")) {
				p.CantTell(n, "leaves", "name", short(aria.Name(p.Page, n)))
			} else {
				p.Passed(n)
			}
		}
	},
}

// navigates matches a handler that sends a form or goes to another page.
var navigates = regexp.MustCompile(`(?i)submit\s*\(|location|\.href|window\.open|navigate|__doPostBack`)
