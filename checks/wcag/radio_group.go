package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var radioGroup = &checks.Check{
	ID:       "radio-group",
	Criteria: []string{"1.3.1"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		type group struct {
			form *html.Node
			name string
		}
		members := make(map[group][]*html.Node)
		var order []group
		for _, n := range p.Page.Find("input") {
			if aria.InputType(n) != "radio" || attr(n, "name") == "" || aria.Hidden(p.Page, n) {
				continue
			}
			g := group{p.Page.Closest(n, "form"), attr(n, "name")}
			if members[g] == nil {
				order = append(order, g)
			}
			members[g] = append(members[g], n)
		}
		for _, g := range order {
			radios := members[g]
			if len(radios) < 2 {
				continue
			}
			around := groupAround(p.Page, radios)
			switch {
			case around != nil && aria.Name(p.Page, around) != "":
				p.Passed(around)
			case around != nil:
				p.Failed(around, "nameless")
			default:
				var options []string
				for _, r := range radios {
					options = append(options, aria.Name(p.Page, r))
				}
				p.CantTell(radios[0], "ungrouped", "options", short(strings.Join(options, ", ")))
			}
		}
	},
}

// groupAround returns the nearest fieldset or ARIA group around all radio
// buttons, or nil.
func groupAround(p *page.Page, radios []*html.Node) *html.Node {
	for a := range p.Ancestors(radios[0]) {
		role := aria.Role(p, a)
		if role != "group" && role != "radiogroup" {
			continue
		}
		inside := 0
		for _, n := range p.FindIn(a, "input") {
			for _, r := range radios {
				if n == r {
					inside++
				}
			}
		}
		if inside == len(radios) {
			return a
		}
	}
	return nil
}
