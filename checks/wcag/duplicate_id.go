package wcag

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var duplicateID = &checks.Check{
	ID:       "duplicate-id",
	Criteria: []string{"1.3.1", "4.1.2"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		type id struct {
			scope *html.Node
			value string
		}
		with := make(map[id][]*html.Node)
		for _, n := range p.Page.Find("[id]") {
			if v := attr(n, "id"); v != "" {
				k := id{p.Page.Scope(n), v}
				with[k] = append(with[k], n)
			}
		}
		done := make(map[id]bool)
		for _, n := range p.Page.Find("label[for], [aria-labelledby], [aria-describedby], [headers]") {
			for _, a := range []string{"for", "aria-labelledby", "aria-describedby", "headers"} {
				if a == "for" && n.Data != "label" || a == "headers" && n.Data != "td" && n.Data != "th" {
					continue
				}
				for v := range strings.FieldsSeq(attr(n, a)) {
					k := id{p.Page.Scope(n), v}
					if len(with[k]) == 0 || done[k] {
						continue
					}
					done[k] = true
					shown := slices.DeleteFunc(slices.Clone(with[k]), func(m *html.Node) bool { return aria.Hidden(p.Page, m) })
					switch {
					case len(with[k]) == 1:
						p.Passed(with[k][0])
					case len(shown) > 1:
						p.Failed(shown[1], "several", "id", short(v), "attribute", a)
					default:
						p.CantTell(with[k][1], "hidden", "id", short(v), "attribute", a)
					}
				}
			}
		}
	},
}
