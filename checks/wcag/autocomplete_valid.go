package wcag

import (
	_ "embed"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var autocompleteValid = &checks.Check{
	ID:       "autocomplete-valid",
	Criteria: []string{"1.3.5"},
	ACT:      []string{"73f2c2"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedManipulation},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("input[autocomplete], select[autocomplete], textarea[autocomplete]") {
			tokens := strings.Fields(strings.ToLower(attr(n, "autocomplete")))
			if len(tokens) == 0 || len(tokens) == 1 && (tokens[0] == "on" || tokens[0] == "off") || !takesAutocomplete(p.Page, n) {
				continue
			}
			if validAutocomplete(tokens) {
				p.Passed(n)
			} else {
				p.Failed(n, "invalid", "value", short(attr(n, "autocomplete")))
			}
		}
	},
}

// takesAutocomplete reports whether a field is one that a person fills in.
func takesAutocomplete(p *page.Page, n *html.Node) bool {
	if n.DataAtom == atom.Input {
		switch aria.InputType(n) {
		case "hidden", "button", "submit", "reset", "image", "checkbox", "radio", "file":
			return false
		}
	}
	if aria.Disabled(p, n) || aria.AriaDisabled(p, n) || aria.Hidden(p, n) && !p.Visible(n) {
		return false
	}
	if i, ok := aria.TabIndex(n); ok && i < 0 {
		if r := aria.ExplicitRole(n); r != "" && !aria.Is(r, "widget") {
			return false
		}
	}
	return true
}

//go:embed data/autocomplete.yaml
var autocompleteYAML []byte

// autocompleteFields are the names of HTML for what a field is for: Fields go
// alone, Contacts may say which of several addresses or numbers.
var autocompleteFields = mustLoad[struct{ Fields, Contacts []string }]("data/autocomplete.yaml", autocompleteYAML)

// validAutocomplete reports whether tokens are as HTML wants them: an optional
// section, shipping or billing, then a field, with the kind of contact before
// it where it is one, then an optional webauthn.
func validAutocomplete(tokens []string) bool {
	next := func(ok func(string) bool) bool {
		if len(tokens) > 0 && ok(tokens[0]) {
			tokens = tokens[1:]
			return true
		}
		return false
	}
	next(func(s string) bool { return strings.HasPrefix(s, "section-") })
	next(func(s string) bool { return s == "shipping" || s == "billing" })
	kind := next(func(s string) bool { return slices.Contains([]string{"home", "work", "mobile", "fax", "pager"}, s) })
	field := next(func(s string) bool {
		return slices.Contains(autocompleteFields.Contacts, s) || !kind && slices.Contains(autocompleteFields.Fields, s)
	})
	next(func(s string) bool { return s == "webauthn" })
	return field && len(tokens) == 0
}
