package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var impersonalForm = &checks.Check{
	ID:      "impersonal-form",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runImpersonalForm,
}

func runImpersonalForm(p *checks.Pass) {
	each(p, text.Impersonal, func(b *passage, f text.Finding, times int) {
		p.CantTell(b.node(f.Span), "found", "term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence))
	})
}
