package clarity

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var sentenceLength = &checks.Check{
	ID:      "sentence-length",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage, checks.NoHearing},
	Impact:  checks.Moderate,
	Run:     runSentenceLength,
}

// muchTooLong is how many times the advised length a sentence certainly has too
// many words, whatever they are.
const muchTooLong = 1.5

func runSentenceLength(p *checks.Pass) {
	each(p, text.LongSentence, func(b *passage, f text.Finding, _ int) {
		args := []string{"words", count(f.Words), "limit", count(f.Limit), "term", quote(b, f.Sentence)}
		if float64(f.Words) > muchTooLong*float64(f.Limit) {
			p.Failed(b.Node, "much-too-long", args...)
		} else {
			p.CantTell(b.Node, "too-long", args...)
		}
	})
}
