package wcag

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"
)

//go:embed words/words.yaml
var wordsFile []byte

// vocabulary holds, by purpose, what recognises the words of words.yaml.
var vocabulary = sync.OnceValue(func() map[string]*regexp.Regexp {
	var lists map[string]map[string][]string
	if err := yaml.Unmarshal(wordsFile, &lists); err != nil {
		panic(fmt.Sprintf("wcag: words.yaml: %v", err)) // embedded: a test would have met it
	}
	v := make(map[string]*regexp.Regexp, len(lists))
	for purpose, languages := range lists {
		var all []string
		for _, phrases := range languages {
			for _, phrase := range phrases {
				stem, open := strings.CutSuffix(phrase, "*")
				pattern := regexp.QuoteMeta(stem)
				if !open {
					pattern += `(?:$|[^\pL\pN])`
				}
				all = append(all, pattern)
			}
		}
		v[purpose] = regexp.MustCompile(`(?:^|[^\pL\pN])(?:` + strings.Join(all, "|") + `)`)
	}
	return v
})

// maxPhrase bounds the text that words are looked for in, in bytes.
const maxPhrase = 20_000

// says reports whether a text has words of a purpose, in any language.
func says(purpose, s string) bool {
	if len(s) > maxPhrase {
		s = s[:maxPhrase]
	}
	return vocabulary()[purpose].MatchString(strings.ToLower(s))
}

// isAll reports whether a text is nothing but words of a purpose.
func isAll(purpose, s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" || len(s) > 200 {
		return false
	}
	for {
		rest := strings.TrimSpace(vocabulary()[purpose].ReplaceAllString(s, " "))
		if rest == s || rest == "" {
			return rest == ""
		}
		s = rest
	}
}
