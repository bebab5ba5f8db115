package wcag

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"
)

//go:embed words/words.yaml
var wordsFile []byte

// vocabulary holds the phrases of words.yaml by purpose, and by purpose and
// language ("search fr"), as normalise writes them: with a space before, and
// one after unless the phrase is a beginning.
var vocabulary = sync.OnceValue(func() map[string][]string {
	var lists map[string]map[string][]string
	if err := yaml.Unmarshal(wordsFile, &lists); err != nil {
		panic(fmt.Sprintf("wcag: words.yaml: %v", err)) // embedded: a test would have met it
	}
	v := make(map[string][]string, len(lists))
	for purpose, languages := range lists {
		for lang, phrases := range languages {
			for _, phrase := range phrases {
				stem, open := strings.CutSuffix(phrase, "*")
				p := normalise(stem)
				if open {
					p = strings.TrimRight(p, " ")
				}
				v[purpose] = append(v[purpose], p)
				v[purpose+" "+lang] = append(v[purpose+" "+lang], p)
			}
		}
	}
	return v
})

// maxPhrase bounds the text that words are looked for in, in bytes.
const maxPhrase = 20_000

// normalise returns the words of a text in lower case, with one space between
// them and at both ends.
func normalise(s string) string {
	if len(s) > maxPhrase {
		s = s[:maxPhrase]
	}
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte(' ')
	space := true
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
			space = false
		} else if !space {
			b.WriteByte(' ')
			space = true
		}
	}
	if !space {
		b.WriteByte(' ')
	}
	return b.String()
}

// says reports whether a text has words of a purpose, in any language.
func says(purpose, s string) bool {
	n := normalise(s)
	for _, phrase := range vocabulary()[purpose] {
		if strings.Contains(n, phrase) {
			return true
		}
	}
	return false
}

// isAll reports whether a text is one of the phrases of a purpose, and nothing
// else.
func isAll(purpose, s string) bool {
	n := normalise(s)
	for _, phrase := range vocabulary()[purpose] {
		if n == phrase {
			return true
		}
	}
	return false
}
