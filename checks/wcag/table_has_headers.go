package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var tableHasHeaders = &checks.Check{
	ID:       "table-has-headers",
	Criteria: []string{"1.3.1"},
	Affects:  blind,
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, table := range p.Page.Find("table") {
			if !isDataTable(p.Page, table) || aria.Hidden(p.Page, table) || !p.Page.Visible(table) || len(p.Page.FindIn(table, "table")) > 0 {
				continue
			}
			g := newGrid(table)
			if g.width < 2 || g.height < 2 {
				continue
			}
			headers, filled, words := 0, 0, 0
			for _, k := range g.cells {
				if k.header {
					headers++
				}
				if t := p.Page.VisibleText(k.node); t != "" {
					filled++
					if len(t) > 120 {
						words++
					}
				}
			}
			switch {
			case headers > 0:
				p.Passed(table)
			case saysData(p.Page, table):
				p.Failed(table, "missing")
			case g.height >= 3 && g.width >= 2 && filled*10 >= len(g.cells)*8 && words == 0 && !holdsControls(p.Page, table):
				p.CantTell(table, "data")
			}
		}
	},
}

// saysData reports whether markup declares that a table holds data.
func saysData(p *page.Page, table *html.Node) bool {
	for c := range elements(table) {
		switch c.Data {
		case "caption":
			if p.Text(c) != "" {
				return true
			}
		case "thead":
			return true
		}
	}
	return aria.ExplicitRole(table) != ""
}

func holdsControls(p *page.Page, n *html.Node) bool {
	return len(p.FindIn(n, "input, select, textarea, iframe")) > 0
}
