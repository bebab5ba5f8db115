package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var layoutTable = &checks.Check{
	ID:       "layout-table",
	Criteria: []string{"1.3.1"},
	Affects:  blind,
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, table := range p.Page.Find("table") {
			role, _ := page.Attr(table, "role")
			if role != "presentation" && role != "none" || p.Page.Hidden(table) || aria.AriaHidden(p.Page, table) {
				continue
			}
			if marks := dataMarkup(p.Page, table); marks != "" {
				p.CantTell(table, "headers", "markup", marks)
				continue
			}
			p.Passed(table)
		}
	},
}

// dataMarkup returns the first markup of data tables in a table itself, not in
// a table within it, or "".
func dataMarkup(p *page.Page, table *html.Node) string {
	if s, _ := page.Attr(table, "summary"); s != "" {
		return "summary"
	}
	for _, n := range p.FindIn(table, "caption, thead, th, [scope], [headers]") {
		if ownTable(n) != table {
			continue
		}
		switch {
		case n.Data == "caption" || n.Data == "thead":
			return "<" + n.Data + ">"
		case n.Data == "th":
			return "<th>"
		case page.HasAttr(n, "scope"):
			return "scope"
		default:
			return "headers"
		}
	}
	return ""
}
