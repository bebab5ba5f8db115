package clarity

import (
	"fmt"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var passiveVoice = &checks.Check{
	ID:      "passive-voice",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runPassiveVoice,
}

// Public-service texts that experts rewrote went from .18 to .03 passive forms
// a sentence in Dutch and from .12 to .04 in English; see docs/clarity.md.
const (
	manyPassives  = .2 // a sentence
	leastPassives = 3  // fewer are no habit, however short the text
)

func runPassiveVoice(p *checks.Pass) {
	r := read(p.Page)
	if !r.known || r.whole.Stats().Sentences == 0 {
		return
	}
	s := r.whole.Stats()
	if s.Passives < leastPassives || s.PassivesPerSentence() < manyPassives {
		p.Passed(p.Page.Root)
		return
	}
	p.CantTell(p.Page.Root, "many", "passives", count(s.Passives), "sentences", count(s.Sentences),
		"share", fmt.Sprintf("%.0f", 100*s.PassivesPerSentence()), "example", example(r, text.Passive))
}

// example quotes the first sentence with a finding of a kind.
func example(r *prose, kind text.Kind) string {
	for i := range r.passages {
		for _, f := range r.passages[i].findings {
			if f.Kind == kind {
				return quote(&r.passages[i], f.Sentence)
			}
		}
	}
	return ""
}
