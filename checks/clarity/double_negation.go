package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var doubleNegation = &checks.Check{
	ID:      "double-negation",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runDoubleNegation,
}

func runDoubleNegation(p *checks.Pass) {
	each(p, text.DoubleNegation, func(b *passage, f text.Finding, times int) {
		p.CantTell(b.node(f.Span), "found", "term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence))
	})
}
