package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var headingDescriptive = &checks.Check{
	ID:       "heading-descriptive",
	Criteria: []string{"2.4.6"},
	ACT:      []string{"b49b2e"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.OtherLanguage},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "heading") {
			switch name := aria.Name(p.Page, n); {
			case name == "": // see headingName
			case isPhrase(strings.TrimRight(name, " 0123456789"), phrases.Headings):
				p.Failed(n, "vague", "heading", short(name))
			default:
				p.Passed(n)
			}
		}
	},
}
