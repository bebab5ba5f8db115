package clarity

import (
	"strings"
	"unicode/utf8"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var longCompounds = &checks.Check{
	ID:      "long-compounds",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runLongCompounds,
}

// compoundLetters is from how many letters a word is a compound that few can
// read at once, in the languages that join words without a mark.
var compoundLetters = map[text.Lang]int{text.Dutch: 22, text.German: 24}

func runLongCompounds(p *checks.Pass) {
	r := read(p.Page)
	limit, ok := compoundLetters[r.lang]
	if !r.known || !ok || len(r.passages) == 0 {
		return
	}
	seen := make(map[string]bool)
	for i := range r.passages {
		b := &r.passages[i]
		for _, w := range b.text.Words() {
			word := w.In(b.Text)
			letters := utf8.RuneCountInString(word)
			if letters < limit || strings.ContainsAny(word, "-‑/.@_\u00AD0123456789") || seen[strings.ToLower(word)] {
				continue
			}
			seen[strings.ToLower(word)] = true
			p.CantTell(b.node(w), "divide", "term", word, "letters", count(letters))
		}
	}
	if len(seen) == 0 {
		p.Passed(p.Page.Root)
	}
}
