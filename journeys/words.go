package journeys

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"golang.org/x/text/unicode/norm"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/profiles"
)

//go:embed synonyms.yaml
var synonymsYAML []byte

var synonyms = func() (s map[string][][]string) {
	mustDecode("synonyms.yaml", synonymsYAML, &s)
	return s
}()

var stemmers = map[string]func(*snowballstem.Env) bool{
	"fr": french.Stem, "nl": dutch.Stem, "de": german.Stem, "en": english.Stem,
}

// lexicon turns texts into stems and remembers them. It is for one goroutine.
type lexicon struct {
	stems map[[2]string]string // language and word
	texts map[[2]string][]word // language and text
}

func newLexicon() *lexicon {
	return &lexicon{stems: make(map[[2]string]string), texts: make(map[[2]string][]word)}
}

// A word of a text.
type word struct {
	stem    string // without accents
	acronym string // as it stands, where it looks like one
}

// words returns the words of a text by the stemmer of a language; letters that
// stand alone, such as an elided article, are left out.
func (x *lexicon) words(lang, text string) []word {
	key := [2]string{lang, text}
	ws, ok := x.texts[key]
	if ok {
		return ws
	}
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) }) {
		if r := []rune(w); len(r) == 1 && unicode.IsLetter(r[0]) || len(r) > 60 {
			continue
		}
		nw := word{stem: x.stem(lang, w)}
		if isAcronym(w) {
			nw.acronym = w
		}
		ws = append(ws, nw)
	}
	x.texts[key] = ws
	return ws
}

func (x *lexicon) stem(lang, w string) string {
	key := [2]string{lang, w}
	if s, ok := x.stems[key]; ok {
		return s
	}
	s := fold(strings.ToLower(w)) // first, since capitals often lack accents
	if stem := stemmers[lang]; stem != nil {
		env := snowballstem.NewEnv(s)
		stem(env)
		s = env.Current()
	}
	x.stems[key] = s
	return s
}

// fold takes the accents off.
func fold(s string) string {
	s = strings.ReplaceAll(norm.NFD.String(s), "ß", "ss")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

// isAcronym reports whether a word is two to six capitals.
func isAcronym(w string) bool {
	n := 0
	for _, r := range w {
		if !unicode.IsUpper(r) {
			return false
		}
		n++
	}
	return n >= 2 && n <= 6
}

// A phrase is a list of stems that must follow each other in a text, with at
// most two other words between them.
type phrase []string

func (x *lexicon) phrase(lang, text string) phrase {
	var p phrase
	for _, w := range x.words(lang, text) {
		p = append(p, w.stem)
	}
	return p
}

// in reports whether the phrase is in a text. In Dutch and German a long stem
// may also be a part of a compound.
func (p phrase) in(ws []word, lang string) bool {
	if len(p) == 0 {
		return false
	}
	const gap = 2
	for i := range ws {
		if !holds(ws[i].stem, p[0], lang) {
			continue
		}
		at, k := i, 1
		for j := i + 1; j < len(ws) && k < len(p) && j-at <= gap+1; j++ {
			if holds(ws[j].stem, p[k], lang) {
				at = j
				k++
			}
		}
		if k == len(p) {
			return true
		}
	}
	return false
}

func holds(s, stem, lang string) bool {
	if s == stem {
		return true
	}
	return (lang == "nl" || lang == "de") && len(stem) >= 6 && strings.Contains(s, stem)
}

// vocabulary is a goal's words in one language, ready to be smelled for.
type vocabulary struct {
	lang     string
	single   map[string]float64 // stem to weight
	parts    []weighted         // of Dutch and German, for compounds
	phrases  []weighted
	acronyms map[string]float64
}

type weighted struct {
	phrase phrase
	weight float64
}

func (x *lexicon) vocabulary(g *profiles.Goal, lang string) *vocabulary {
	v := &vocabulary{lang: lang, single: make(map[string]float64), acronyms: make(map[string]float64)}
	all := make(map[string]float64)
	for w, weight := range g.Words[lang] {
		all[w] = weight
	}
	for _, group := range synonyms[lang] {
		best := 0.0
		for _, w := range group {
			best = max(best, g.Words[lang][w])
		}
		for _, w := range group {
			if best > 0 {
				all[w] = max(all[w], best*model.Synonym.Value)
			}
		}
	}
	texts := make([]string, 0, len(all))
	for w := range all {
		texts = append(texts, w)
	}
	slices.Sort(texts)
	for _, text := range texts {
		weight := all[text]
		if isAcronym(text) {
			v.acronyms[text] = weight
			continue
		}
		switch p := x.phrase(lang, text); len(p) {
		case 0:
		case 1:
			v.single[p[0]] = max(v.single[p[0]], weight)
			if (lang == "nl" || lang == "de") && len(p[0]) >= 6 {
				v.parts = append(v.parts, weighted{p, weight})
			}
		default:
			v.phrases = append(v.phrases, weighted{p, weight})
		}
	}
	return v
}

// scent returns how strongly a text smells of the goal, 0 to 1, for somebody
// who knows the given acronyms.
func (v *vocabulary) scent(ws []word, acronyms []string) float64 {
	best := 0.0
	for _, w := range ws {
		weight, ok := v.single[w.stem]
		if !ok {
			for _, p := range v.parts {
				if strings.Contains(w.stem, p.phrase[0]) {
					weight = max(weight, p.weight)
				}
			}
		}
		if w.acronym != "" && v.acronyms[w.acronym] > weight && knows(acronyms, w.acronym) {
			weight = v.acronyms[w.acronym]
		}
		best = max(best, weight)
	}
	for _, p := range v.phrases {
		if p.weight > best && p.phrase.in(ws, v.lang) {
			best = p.weight
		}
	}
	return best
}

func knows(acronyms []string, a string) bool {
	return slices.Contains(acronyms, "*") || slices.Contains(acronyms, a)
}

// jargon reports whether a text is nothing but acronyms.
func jargon(ws []word) bool {
	for _, w := range ws {
		if w.acronym == "" {
			return false
		}
	}
	return len(ws) > 0
}

// anyPhrase reports whether one of the phrases for a language is in a text. An
// unknown language may be any of ours.
func (x *lexicon) anyPhrase(byLang map[string][]string, lang, text string) bool {
	langs := checks.Languages
	if stemmers[lang] != nil {
		langs = []string{lang}
	}
	for _, l := range langs {
		for _, s := range byLang[l] {
			if x.phrase(l, s).in(x.words(l, text), l) {
				return true
			}
		}
	}
	return false
}
