package channels

import (
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

// manyFields is how many required fields a question should not take.
const manyFields = 6

var contactFormDemands = &checks.Check{
	ID:       "contact-form-demands",
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedManipulation, checks.NoDigital, checks.OtherLanguage},
	Impact:   checks.Moderate,
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
			required, private := 0, false
			for _, f := range r.fields(form) {
				if !f.required {
					continue
				}
				required++
				if privateWords.Match(f.label) {
					private = true
					p.CantTell(f.node, "private", "label", clip(f.label, 60))
				}
			}
			switch {
			case required > manyFields:
				p.CantTell(form, "many", "count", strconv.Itoa(required))
			case !private:
				p.Passed(form)
			}
		}
	},
}

var privateWords = words.Compile(linksData.Form.Private)
