package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var threateningTone = &checks.Check{
	ID:      "threatening-tone",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runThreateningTone,
}

func runThreateningTone(p *checks.Pass) {
	each(p, text.Threat, func(b *passage, f text.Finding, times int) {
		p.CantTell(b.node(f.Span), "found", "term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence))
	})
}
