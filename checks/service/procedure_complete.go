package service

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var procedureComplete = &checks.Check{
	ID:       "procedure-complete",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital, checks.OtherLanguage},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		r := procedureOf.of(p.Page, ReadProcedure)
		if r == nil {
			return
		}
		node, _ := mainHeading(p.Page)
		for _, field := range expected {
			if says(r, field) || field == "contact" && hasContact(p.Page) {
				p.Passed(node)
			} else {
				p.CantTell(node, field)
			}
		}
	},
}

// expected are the fields that every procedure has: those without which people
// come twice, and those that Regulation (EU) 2018/1724 asks of every one.
var expected = []string{"conditions", "steps", "documents", "cost", "delay", "redress", "contact"}

// says reports whether a procedure page says a thing. Who may ask and on which
// conditions is one question.
func says(r *checks.Procedure, field string) bool {
	return r.Fields[field] != "" || field == "conditions" && r.Fields["who"] != "" ||
		field == "steps" && r.Fields["form"] != "" && slices.ContainsFunc(r.Forms, func(f checks.DocumentLink) bool { return !f.PDF })
}

// hasContact reports whether the page shows, be it at its foot, how to reach a
// person.
func hasContact(p *page.Page) bool {
	return len(contactsOf(p, 1, func(string) bool { return true })) > 0
}
