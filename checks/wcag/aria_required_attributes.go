package wcag

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var ariaRequiredAttributes = &checks.Check{
	ID:       "aria-required-attributes",
	ACT:      []string{"4e8ab6"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Critical,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[role]") {
			role := aria.ExplicitRole(n)
			if role == "" || role == aria.ImplicitRole(p.Page, n) || !aria.Included(p.Page, n) {
				continue
			}
			need := required(p.Page, n, role)
			if len(need) == 0 {
				continue
			}
			var missing []string
			for _, a := range need {
				if strings.TrimSpace(attr(n, "aria-"+a)) == "" {
					missing = append(missing, "aria-"+a)
				}
			}
			if len(missing) > 0 {
				p.Failed(n, "missing", "attributes", strings.Join(missing, ", "), "role", role)
			} else {
				p.Passed(n)
			}
		}
	},
}

// required returns the properties that an element with a role must have. A
// native checkbox knows by itself whether it is checked, a range its value;
// an element that is closed need not say what it opens.
func required(p *page.Page, n *html.Node, role string) []string {
	var need []string
	switch {
	case role == "separator" && aria.Focusable(p, n):
		need = []string{"valuenow"}
	case aria.Lookup(role) != nil:
		need = aria.Lookup(role).Required
	}
	var left []string
	for _, a := range need {
		switch {
		case a == "checked" && n.DataAtom == atom.Input && (aria.InputType(n) == "checkbox" || aria.InputType(n) == "radio"),
			a == "valuenow" && n.DataAtom == atom.Input && (aria.InputType(n) == "range" || aria.InputType(n) == "number"),
			a == "valuenow" && (n.DataAtom == atom.Progress || n.DataAtom == atom.Meter),
			a == "level" && len(n.Data) == 2 && n.Data[0] == 'h',
			a == "controls" && role == "combobox" && !isTrue(n, "aria-expanded"):
		default:
			left = append(left, a)
		}
	}
	return left
}
