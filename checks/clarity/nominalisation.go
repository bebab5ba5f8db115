package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var nominalisation = &checks.Check{
	ID:      "nominalisation",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runNominalisation,
}

func runNominalisation(p *checks.Pass) {
	each(p, text.Nominalisation, func(b *passage, f text.Finding, times int) {
		p.CantTell(b.node(f.Span), "found", "term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence))
	})
}
