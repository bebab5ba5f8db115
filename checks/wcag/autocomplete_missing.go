package wcag

import (
	_ "embed"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
)

var autocompleteMissing = &checks.Check{
	ID:       "autocomplete-missing",
	Criteria: []string{"1.3.5"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedManipulation},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("input, select, textarea") {
			if !takesAutocomplete(p.Page, n) {
				continue
			}
			token := personal(strings.Join(visibleLabels(p.Page, n), " "), aria.InputType(n))
			if token == "" {
				token = personal(aria.Name(p.Page, n), aria.InputType(n))
			}
			switch set := strings.Fields(strings.ToLower(attr(n, "autocomplete"))); {
			case token == "" || aria.Role(p.Page, n) == "searchbox":
			case len(set) == 0 || len(set) == 1 && (set[0] == "on" || set[0] == "off"):
				p.CantTell(n, "missing", "name", short(aria.Name(p.Page, n)), "token", token)
			default:
				p.Passed(n)
			}
		}
	},
}

// personal returns the token for what a field asks of the person who fills it
// in, by its type and its label, or "".
func personal(label, kind string) string {
	label = strings.Join(nameWords(label), " ")
	for _, f := range personalFields {
		for _, l := range f.Labels {
			if label == l {
				return f.Token
			}
		}
		if kind != "text" && kind == f.Type {
			return f.Token
		}
	}
	return ""
}

//go:embed data/personal.yaml
var personalYAML []byte

// personalFields are the usual labels of fields about the person who fills in
// a form.
var personalFields = mustLoad[struct {
	Personal []struct {
		Token  string
		Type   string
		Labels []string
	}
}]("data/personal.yaml", personalYAML).Personal
