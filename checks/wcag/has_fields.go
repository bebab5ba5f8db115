package wcag

import "github.com/usager/usager/checks"

// hasFields proves by its absence that what is said of forms does not apply.
var hasFields = &checks.Check{
	ID:       "has-fields",
	Affects:  []checks.Group{checks.LimitedCognition},
	Impact:   checks.Minor,
	Practice: true,
	Absence:  true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("form, fieldset, input, select, textarea, button, meter, progress, output, [contenteditable], [role=textbox], [role=searchbox], [role=combobox], [role=listbox], [role=checkbox], [role=radio], [role=switch], [role=slider], [role=spinbutton], [role=button]") {
			p.Passed(n)
		}
	},
}
