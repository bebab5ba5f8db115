package clarity

import (
	"fmt"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var clarityScore = &checks.Check{
	ID:       "clarity-score",
	Criteria: []string{"3.1.5"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage, checks.NoHearing},
	Impact:   checks.Moderate,
	Run:      runClarityScore,
}

func runClarityScore(p *checks.Pass) {
	r := read(p.Page)
	if !r.known {
		return // another language: no model
	}
	c, err := r.whole.Score()
	if err != nil {
		return // too short to be judged
	}
	if c.Level >= text.Fair {
		p.Passed(p.Page.Root)
		return
	}
	s := r.whole.Stats()
	p.CantTell(p.Page.Root, c.Level.String(), "score", fmt.Sprintf("%.0f", c.Score), "words", count(s.Words),
		"mean", fmt.Sprintf("%.0f", s.WordsPerSentence()), "limit", count(text.SentenceLimit(r.lang)),
		"rare", fmt.Sprintf("%.0f", 100*s.RareShare()))
}
