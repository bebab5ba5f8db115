package journeys

import (
	_ "embed"
	"regexp"

	"github.com/usager/usager/checks"
)

//go:embed texts.yaml
var textsYAML []byte

var texts = func() (t map[string]checks.Localized) {
	mustDecode("texts.yaml", textsYAML, &t)
	return t
}()

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// Message returns the sentence of a journey's reason in a language. The names
// of pages and links in it are foreign text: escape the result for where it
// goes. A reason that is not known any more gives its key.
func Message(m checks.Message, lang string) string {
	t, ok := texts[m.Key]
	if !ok {
		return m.Key
	}
	return placeholder.ReplaceAllStringFunc(t.In(lang), func(s string) string { return m.Args[s[1:len(s)-1]] })
}
