package clarity

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var parentheses = &checks.Check{
	ID:      "parentheses",
	Affects: []checks.Group{checks.LimitedCognition, checks.NoVision, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runParentheses,
}

const (
	bracketWords = 10 // more are a sentence within the sentence
	bracketPairs = 3
)

func runParentheses(p *checks.Pass) {
	r := read(p.Page)
	found := false
	for i := range r.passages {
		b := &r.passages[i]
		for _, s := range b.text.Sentences() {
			pairs, longest := brackets(s.In(b.Text))
			switch {
			case longest > bracketWords:
				p.CantTell(b.node(s), "long", "words", count(longest), "sentence", quote(b, s))
			case pairs >= bracketPairs:
				p.CantTell(b.node(s), "many", "pairs", count(pairs), "sentence", quote(b, s))
			default:
				continue
			}
			found = true
		}
	}
	if !found && len(r.passages) > 0 {
		p.Passed(p.Page.Root)
	}
}

// brackets returns the number of pairs of brackets in a sentence and the words
// in the longest of them.
func brackets(s string) (pairs, longest int) {
	for {
		_, rest, ok := strings.Cut(s, "(")
		if !ok {
			return pairs, longest
		}
		within, after, ok := strings.Cut(rest, ")")
		if !ok {
			return pairs, longest
		}
		pairs++
		longest = max(longest, len(text.Words(within)))
		s = after
	}
}
