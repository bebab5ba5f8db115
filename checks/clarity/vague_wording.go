package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var vagueWording = &checks.Check{
	ID:      "vague-wording",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runVagueWording,
}

func runVagueWording(p *checks.Pass) {
	each(p, text.Vague, func(b *passage, f text.Finding, times int) {
		p.CantTell(b.node(f.Span), "found", "term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence))
	})
}
