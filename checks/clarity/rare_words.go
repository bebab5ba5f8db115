package clarity

import (
	"fmt"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

var rareWords = &checks.Check{
	ID:       "rare-words",
	Criteria: []string{"3.1.3"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Run:      runRareWords,
}

// manyRare is the share of words outside the commonest 10,000 that nine plain
// texts in ten do not reach; see docs/clarity.md.
var manyRare = map[text.Lang]float64{text.French: .20, text.Dutch: .22, text.German: .30, text.English: .12}

// proseLength is the mean of words per sentence under which a page is a table or
// a list of links rather than a text.
const proseLength = 4

// rareShown is how many words are quoted.
const rareShown = 10

func runRareWords(p *checks.Pass) {
	r := read(p.Page)
	if !r.known {
		return
	}
	s := r.whole.Stats()
	if s.Words < text.MinWords || s.WordsPerSentence() < proseLength {
		return // names in a table are not read one after the other
	}
	share := float64(s.Unlisted) / float64(s.Words)
	if share < manyRare[r.lang] {
		p.Passed(p.Page.Root)
		return
	}
	var words []string
	for _, w := range r.whole.Rare() {
		if len(words) < rareShown {
			words = append(words, w.In(r.whole.String()))
		}
	}
	p.CantTell(p.Page.Root, "many", "share", fmt.Sprintf("%.0f", 100*share), "words", strings.Join(words, ", "))
}
