package report

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/checks"
)

//go:embed reasons.yaml
var reasonsYAML []byte

// A sentence is one that the crawler or the checks say in English.
type sentence struct {
	checks.Localized
	pattern *regexp.Regexp
	names   []string // of the groups of pattern
	said    int      // bytes of it that do not differ
}

var sentences = mustSentences(reasonsYAML)

var gap = regexp.MustCompile(`\{[a-z]+\}`)

func mustSentences(b []byte) []sentence {
	var list []checks.Localized
	if err := yaml.Unmarshal(b, &list); err != nil {
		panic(fmt.Sprintf("report: reasons.yaml: %v", err))
	}
	all := make([]sentence, 0, len(list))
	for _, l := range list {
		var pattern strings.Builder
		last := 0
		for _, at := range gap.FindAllStringIndex(l.EN, -1) {
			pattern.WriteString(regexp.QuoteMeta(l.EN[last:at[0]]) + "(.+?)")
			last = at[1]
		}
		pattern.WriteString(regexp.QuoteMeta(l.EN[last:]))
		all = append(all, sentence{
			l, regexp.MustCompile("^(?s:" + pattern.String() + ")$"), gap.FindAllString(l.EN, -1), len(gap.ReplaceAllString(l.EN, "")),
		})
	}
	slices.SortStableFunc(all, func(a, b sentence) int { return b.said - a.said }) // the most telling first
	return all
}

// Because says why in the language of the words, in one line.
func (w *words) Because(english string) string { return line(w.spaced(Reason(english, w.Lang))) }

// maxReasons bounds how deep one reason may stand in another.
const maxReasons = 3

// Reason says in a language why an address was not audited, a check not tested
// or a setting refused, which the crawler and the checks say in English. What
// it does not know, such as an error of the system, it returns as it is.
func Reason(english, lang string) string {
	return reason(english, lang, maxReasons)
}

func reason(english, lang string, depth int) string {
	if lang == "en" || depth == 0 {
		return english
	}
	for _, s := range sentences {
		m := s.pattern.FindStringSubmatch(english)
		if m == nil {
			continue
		}
		return gap.ReplaceAllStringFunc(s.In(lang), func(name string) string {
			return reason(m[1+slices.Index(s.names, name)], lang, depth-1)
		})
	}
	return english
}
