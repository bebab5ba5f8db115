package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var tableScope = &checks.Check{
	ID:       "table-scope",
	Criteria: []string{"1.3.1"},
	Affects:  blind,
	Impact:   checks.Minor,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("th[scope], td[scope]") {
			if aria.Hidden(p.Page, n) {
				continue
			}
			scope, _ := page.Attr(n, "scope")
			switch s := strings.ToLower(strings.TrimSpace(scope)); {
			case s == "col" || s == "row" || s == "colgroup" || s == "rowgroup":
				if n.Data == "td" {
					p.CantTell(n, "cell", "scope", scope)
					continue
				}
				p.Passed(n)
			case s == "":
			default:
				p.CantTell(n, "invalid", "scope", scope)
			}
		}
	},
}
