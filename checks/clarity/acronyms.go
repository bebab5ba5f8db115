package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var acronyms = &checks.Check{
	ID:       "acronyms",
	Criteria: []string{"3.1.4"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Run:      runAcronyms,
}

func runAcronyms(p *checks.Pass) {
	each(p, text.Acronym, func(b *passage, f text.Finding, times int) {
		p.CantTell(b.node(f.Span), "found", "term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence))
	})
}
