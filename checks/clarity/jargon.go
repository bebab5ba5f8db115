package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var jargon = &checks.Check{
	ID:      "jargon",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Moderate,
	Run:     runJargon,
}

func runJargon(p *checks.Pass) {
	each(p, text.Jargon, func(b *passage, f text.Finding, times int) {
		args := []string{"term", f.Text, "times", count(times), "sentence", quote(b, f.Sentence)}
		if f.Plain == "" {
			p.CantTell(b.node(f.Span), "explain", args...)
			return
		}
		p.CantTell(b.node(f.Span), "replace", append(args, "plain", f.Plain)...)
	})
}
