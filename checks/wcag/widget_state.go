package wcag

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// widgetState finds what ariaRequiredAttributes and ariaValueValid find where
// more than the wording of WAI-ARIA is hurt: a control of the page's own
// making whose state or value nothing tells.
var widgetState = &checks.Check{
	ID:       "widget-state",
	Criteria: []string{"4.1.2"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[role]") {
			role := aria.ExplicitRole(n)
			state := stateOf[role]
			if state == "" || native(n) || !aria.Exposed(p.Page, n) || !operable(p.Page, n) {
				continue
			}
			switch v := strings.TrimSpace(attr(n, state)); {
			case v == "":
				p.Failed(n, "missing", "attribute", state, "role", role)
			case !aria.ValidValue(state, v):
				p.Failed(n, "invalid", "attribute", state, "value", short(v), "role", role)
			default:
				p.Passed(n)
			}
		}
	},
}

// stateOf gives the state or value that a role is nothing without.
var stateOf = map[string]string{
	"checkbox": "aria-checked", "menuitemcheckbox": "aria-checked", "menuitemradio": "aria-checked",
	"radio": "aria-checked", "switch": "aria-checked", "slider": "aria-valuenow",
}

// native reports whether an element knows its state by itself.
func native(n *html.Node) bool { return n.DataAtom == atom.Input || n.DataAtom == atom.Option }

// operable reports whether people can operate a control: it, or what it is
// part of, gets the focus.
func operable(p *page.Page, n *html.Node) bool {
	return aria.Focusable(p, n) || slices.ContainsFunc(p.FindIn(n, "[tabindex]"), func(c *html.Node) bool { return aria.Focusable(p, c) }) ||
		p.Closest(n, "[aria-activedescendant][tabindex]") != nil
}
