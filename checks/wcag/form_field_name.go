package wcag

import (
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
)

var formFieldName = &checks.Check{
	ID:       "form-field-name",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"e086e5"},
	Affects:  []checks.Group{checks.NoVision, checks.NoVoice, checks.LimitedManipulation},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "checkbox", "combobox", "listbox", "menuitemcheckbox", "menuitemradio",
			"radio", "searchbox", "slider", "spinbutton", "switch", "textbox") {
			if n.DataAtom != atom.Datalist {
				requireName(p, n)
			}
		}
	},
}
