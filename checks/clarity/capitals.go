package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var capitals = &checks.Check{
	ID:      "capitals",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runCapitals,
}

func runCapitals(p *checks.Pass) {
	each(p, text.Capitals, func(b *passage, f text.Finding, times int) {
		p.CantTell(b.node(f.Span), "found", "term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence))
	})
}
