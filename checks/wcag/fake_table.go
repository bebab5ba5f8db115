package wcag

import (
	"math"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var fakeTable = &checks.Check{
	ID:       "fake-table",
	Criteria: []string{"1.3.1"},
	Affects:  blind,
	Impact:   checks.Serious,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("div, section, article, main, form, ul, ol") {
			if role := aria.Role(p.Page, n); n.DataAtom == atom.Div && role != "" && role != "generic" || aria.Hidden(p.Page, n) {
				continue
			}
			if rows := gridRows(p.Page, n); rows != nil {
				p.CantTell(n, "grid", "text", short(p.Page.VisibleText(rows[1])))
			}
		}
		for _, n := range p.Page.Find("table") {
			if aria.Included(p.Page, n) {
				p.Passed(n)
			}
		}
	},
}

// The least size of what looks like a table: rows with their cells side by
// side. A cell of more than a few words is a card or a column of text.
const (
	leastRows    = 3
	leastColumns = 3
	longestCell  = 60 // letters
)

// gridRows returns the rows of what looks like a table: elements below one
// another whose children, short texts, stand below one another too. It returns
// nil if n is none.
func gridRows(p *page.Page, n *html.Node) []*html.Node {
	var rows []*html.Node
	var columns []float64
	words := 0
	for row := range p.Children(n) {
		if row.Type != html.ElementNode || !p.Visible(row) {
			continue
		}
		var at []float64
		top := math.NaN()
		for cell := range p.Children(row) {
			if cell.Type != html.ElementNode {
				if len(page.Collapse(cell.Data)) > 0 && cell.Type == html.TextNode {
					return nil
				}
				continue
			}
			box, ok := p.Box(cell)
			if !ok || box.Empty() {
				continue
			}
			if p.Matches(cell, "td, th, a, button, input, select, img, label, nav, h1, h2, h3, h4, h5, h6") {
				return nil
			}
			text := p.VisibleText(cell)
			if len([]rune(text)) > longestCell || len(p.FindIn(cell, "img, svg, h1, h2, h3, h4, h5, h6, input, select, textarea, ul, ol, table")) > 0 {
				return nil
			}
			if text != "" && len(p.FindIn(cell, "a, button")) == 0 {
				words++
			}
			if len(at) == 0 {
				top = box.Y
			} else if math.Abs(box.Y-top) > 4 || box.X <= at[len(at)-1] {
				return nil
			}
			at = append(at, box.X)
		}
		if columns == nil {
			columns = at
		}
		if len(at) < leastColumns || len(at) != len(columns) {
			return nil
		}
		for i := range at {
			if math.Abs(at[i]-columns[i]) > 4 {
				return nil
			}
		}
		rows = append(rows, row)
	}
	if len(rows) < leastRows || words*2 < len(rows)*len(columns) {
		return nil
	}
	return rows
}
