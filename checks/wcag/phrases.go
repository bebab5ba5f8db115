package wcag

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/page"
)

//go:embed data/phrases.yaml
var phrasesYAML []byte

// phrases are words that say nothing by themselves, in all our languages.
var phrases = mustLoad[struct {
	Links, Formats, Labels, Headings, Images, Telling, Aliases, Parameters, Wrong, Around []string
}]("data/phrases.yaml", phrasesYAML)

func mustLoad[T any](name string, b []byte) T {
	var v T
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(&v); err != nil {
		panic(fmt.Sprintf("wcag: %s: %v", name, err))
	}
	return v
}

// isPhrase reports whether a text is one of a list, whatever its case, arrows
// and punctuation around it.
func isPhrase(text string, list []string) bool {
	text = strings.ToLower(page.Collapse(text))
	text = strings.ReplaceAll(text, "’", "'")
	text = strings.Trim(text, " .,:;!?…>»›→[]()*-–—«‹")
	return slices.Contains(list, text)
}
