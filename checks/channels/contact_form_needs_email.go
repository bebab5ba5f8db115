package channels

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var contactFormNeedsEmail = &checks.Check{
	ID:       "contact-form-needs-email",
	Affects:  []checks.Group{checks.NoDigital},
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		forms := p.Page.Find("form")
		if len(forms) == 0 {
			return
		}
		r := newReader(p.Page)
		for _, form := range forms {
			if p.Page.Hidden(form) || !r.contactForm(form) {
				continue
			}
			demands := slices.ContainsFunc(r.fields(form), func(f formField) bool {
				return f.required && (f.kind == "email" || f.kind == "text" && mailWords.Match(f.label))
			})
			if demands && !offersHuman(p.Page, Phone, Postal, Opening, Callback) {
				p.Failed(form, "demanded")
			} else {
				p.Passed(form)
			}
		}
	},
}

var mailWords = words.Compile([]string{"e-mail*", "email*", "courriel", "mail", "mél", "adresse électronique"})
