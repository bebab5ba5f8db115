package clarity

import (
	"slices"
	"strings"

	"github.com/usager/usager/checks"
)

var enumerationInProse = &checks.Check{
	ID:      "enumeration-in-prose",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runEnumerationInProse,
}

const (
	enumerated  = 5 // things in a row that are easier to read as a list
	thingWords  = 8 // more words are a clause, not a thing
	thingsWords = 14
)

func runEnumerationInProse(p *checks.Pass) {
	r := read(p.Page)
	for i := range r.passages {
		b := &r.passages[i]
		if b.Kind == "li" || b.Kind == "h1" || b.Kind == "h2" || b.Kind == "h3" {
			continue
		}
		long := false
		for _, s := range b.text.Sentences() {
			if n := things(s.In(b.Text)); n >= enumerated {
				p.CantTell(b.node(s), "list", "things", count(n), "sentence", quote(b, s))
				long = true
				break
			}
		}
		if !long && b.text.Stats().Words >= thingsWords {
			p.Passed(b.Node)
		}
	}
}

// lastOfList are the words before the last of the things that are enumerated.
var lastOfList = []string{"et", "ou", "en", "of", "und", "oder", "and", "or"}

// things returns how many things a sentence enumerates: the longest run of short
// parts between commas, the last of them with "and" or "or".
func things(sentence string) int {
	parts := strings.FieldsFunc(sentence, func(r rune) bool { return r == ',' || r == ';' || r == ':' })
	best, run := 0, 1 // the first part holds the first thing
	for i, part := range parts {
		fields := strings.Fields(part)
		if i == 0 {
			continue
		}
		if len(fields) == 0 || len(fields) > thingWords {
			run = 1
			continue
		}
		run++
		switch at := slices.IndexFunc(fields, func(w string) bool { return slices.Contains(lastOfList, w) }); {
		case at == 0:
			best = max(best, run)
		case at > 0:
			best = max(best, run+1)
		}
	}
	return best
}
