package wcag

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// A cell is a td or th and the slots of its table that it covers.
type cell struct {
	node          *html.Node
	x, y          int
	width, height int
	header        bool // a th, or of role columnheader or rowheader
	section       atom.Atom
}

// A grid is a table after the HTML algorithm for forming a table.
type grid struct {
	table         *html.Node
	cells         []*cell
	slots         map[[2]int]*cell
	width, height int
	rows          []*html.Node
}

// maxSlots bounds how large a table is looked at.
const maxSlots = 200_000

// newGrid forms the table of a table element.
func newGrid(table *html.Node) *grid {
	g := &grid{table: table, slots: make(map[[2]int]*cell)}
	total := rowCount(table)
	row := func(tr *html.Node, section atom.Atom) {
		y, x := len(g.rows), 0
		g.rows = append(g.rows, tr)
		for c := range elements(tr) {
			if c.DataAtom != atom.Td && c.DataAtom != atom.Th || len(g.slots) > maxSlots {
				continue
			}
			for g.slots[[2]int{x, y}] != nil {
				x++
			}
			role := aria.ExplicitRole(c)
			k := &cell{
				node: c, x: x, y: y, width: span(c, "colspan", 1000), height: span(c, "rowspan", total-y), section: section,
				header: c.DataAtom == atom.Th && role == "" || role == "columnheader" || role == "rowheader",
			}
			g.cells = append(g.cells, k)
			for dy := range k.height {
				for dx := range k.width {
					if len(g.slots) > maxSlots {
						break
					}
					if at := [2]int{x + dx, y + dy}; g.slots[at] == nil {
						g.slots[at] = k
					}
				}
			}
			x += k.width
			g.width = max(g.width, x)
		}
	}
	for c := range elements(table) {
		switch c.DataAtom {
		case atom.Tr:
			row(c, 0)
		case atom.Thead, atom.Tbody, atom.Tfoot:
			for r := range elements(c) {
				if r.DataAtom == atom.Tr {
					row(r, c.DataAtom)
				}
			}
		}
	}
	g.height = len(g.rows)
	return g
}

func rowCount(table *html.Node) int {
	n := 0
	for c := range elements(table) {
		switch c.DataAtom {
		case atom.Tr:
			n++
		case atom.Thead, atom.Tbody, atom.Tfoot:
			for r := range elements(c) {
				if r.DataAtom == atom.Tr {
					n++
				}
			}
		}
	}
	return n
}

func span(n *html.Node, attr string, most int) int {
	v, _ := page.Attr(n, attr)
	i, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil || i < 1 {
		return 1
	}
	return min(i, most)
}

// columns reports whether a header cell is for columns, rows says whether it
// is for rows, by its scope or the automatic state of HTML; both are false for
// a header that the algorithm ties to nothing.
func (g *grid) directions(h *cell) (columns, rows bool) {
	scope, _ := page.Attr(h.node, "scope")
	switch strings.ToLower(strings.TrimSpace(scope)) {
	case "col", "colgroup":
		return true, false
	case "row", "rowgroup":
		return false, true
	}
	switch aria.ExplicitRole(h.node) {
	case "columnheader":
		return true, false
	case "rowheader":
		return false, true
	}
	data := func(x0, y0, w, h int) bool {
		for y := y0; y < y0+h; y++ {
			for x := x0; x < x0+w; x++ {
				if k := g.slots[[2]int{x, y}]; k != nil && !k.header {
					return true
				}
			}
		}
		return false
	}
	if !data(0, h.y, g.width, h.height) {
		return true, false
	}
	return false, !data(h.x, 0, h.width, g.height)
}

// assigned reports whether a header cell has a cell, by the headers attribute
// of one or by its place.
func (g *grid) assigned(h *cell) bool {
	id, _ := page.Attr(h.node, "id")
	columns, rows := g.directions(h)
	for _, k := range g.cells {
		if k == h {
			continue
		}
		if refs, ok := page.Attr(k.node, "headers"); ok && strings.TrimSpace(refs) != "" {
			for ref := range strings.FieldsSeq(refs) {
				if id != "" && ref == id {
					return true
				}
			}
			continue // its headers are named, its place does not count
		}
		inColumns := k.x < h.x+h.width && k.x+k.width > h.x
		inRows := k.y < h.y+h.height && k.y+k.height > h.y
		switch {
		case columns && inColumns && k.y > h.y, rows && inRows && k.x > h.x:
			return true
		case !columns && !rows && (inColumns || inRows):
			return true
		}
	}
	return false
}

// isDataTable reports whether assistive technology meets n as a table.
func isDataTable(p *page.Page, n *html.Node) bool {
	role := aria.Role(p, n)
	return role == "table" || role == "grid" || role == "treegrid"
}
