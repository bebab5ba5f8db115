package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var tableHeaderHasCells = &checks.Check{
	ID:       "table-header-has-cells",
	Criteria: []string{"1.3.1"},
	ACT:      []string{"d0f69e"},
	Affects:  blind,
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, table := range p.Page.Find("table") {
			if !isDataTable(p.Page, table) {
				continue
			}
			g := newGrid(table)
			data := 0
			for _, k := range g.cells {
				if !k.header {
					data++
				}
			}
			for _, h := range g.cells {
				if !h.header || !header(p.Page, h.node) {
					continue
				}
				judgeHeader(p, h.node, g.assigned(h), data == 0)
			}
		}
		for _, table := range p.Page.Find("[role]") {
			if r := aria.ExplicitRole(table); isHTML(table) && (r == "table" || r == "grid" || r == "treegrid") && table.Data != "table" {
				ariaHeaders(p, table)
			}
		}
	},
}

func header(p *page.Page, n *html.Node) bool {
	return aria.Exposed(p, n) && p.Visible(n) && p.VisibleText(n) != ""
}

// ariaHeaders judges a table made of roles.
func ariaHeaders(p *checks.Pass, table *html.Node) {
	var rows [][]*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := range p.Page.Children(n) {
			if c.Type != html.ElementNode {
				continue
			}
			switch aria.Role(p.Page, c) {
			case "row":
				rows = append(rows, nil)
			case "cell", "gridcell", "columnheader", "rowheader":
				if len(rows) > 0 {
					rows[len(rows)-1] = append(rows[len(rows)-1], c)
				}
				continue
			case "table", "grid", "treegrid":
				continue
			}
			walk(c)
		}
	}
	walk(table)
	isHeader := func(n *html.Node) bool {
		r := aria.Role(p.Page, n)
		return r == "columnheader" || r == "rowheader"
	}
	data := 0
	for _, row := range rows {
		for _, c := range row {
			if !isHeader(c) {
				data++
			}
		}
	}
	for y, row := range rows {
		for x, c := range row {
			if !isHeader(c) || !header(p.Page, c) || spans(p.Page, rows) {
				continue
			}
			found := false
			if aria.Role(p.Page, c) == "rowheader" {
				found = x+1 < len(row)
			} else {
				for y2, other := range rows {
					found = found || y2 != y && len(other) > x
				}
			}
			judgeHeader(p, c, found, data == 0)
		}
	}
}

// spans reports whether a cell of an ARIA table says that it spans others or
// where it stands, so that counting does not tell its place.
func spans(p *page.Page, rows [][]*html.Node) bool {
	for _, row := range rows {
		for _, c := range row {
			if p.Matches(c, "[aria-colspan], [aria-rowspan], [aria-colindex]") {
				return true
			}
		}
	}
	return false
}

func judgeHeader(p *checks.Pass, n *html.Node, found, empty bool) {
	switch {
	case found:
		p.Passed(n)
	case empty:
		p.CantTell(n, "empty", "name", p.Page.VisibleText(n))
	default:
		p.Failed(n, "none", "name", p.Page.VisibleText(n))
	}
}
