package wcag

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var tableHeadersAttribute = &checks.Check{
	ID:       "table-headers-attribute",
	Criteria: []string{"1.3.1"},
	ACT:      []string{"a25f45"},
	Affects:  blind,
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("td[headers], th[headers]") {
			table := ownTable(n)
			refs, _ := page.Attr(n, "headers")
			if table == nil || strings.TrimSpace(refs) == "" || !isDataTable(p.Page, table) ||
				aria.Hidden(p.Page, n) || !p.Page.Visible(table) {
				continue
			}
			key, id := "", ""
			for id = range strings.FieldsSeq(refs) {
				ref := p.Page.ByID(n, id)
				switch {
				case ref == nil || ownTable(ref) != table:
					key = "elsewhere"
				case ref == n:
					key = "itself"
				case ref.DataAtom != atom.Td && ref.DataAtom != atom.Th:
					key = "nocell"
				}
				if key != "" {
					break
				}
			}
			if key != "" {
				p.Failed(n, key, "id", id)
				continue
			}
			p.Passed(n)
		}
	},
}

// ownTable returns the table element that n is in, or nil.
func ownTable(n *html.Node) *html.Node {
	for a := n.Parent; a != nil; a = a.Parent {
		if a.DataAtom == atom.Table {
			return a
		}
	}
	return nil
}
