package journeys

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"golang.org/x/text/unicode/norm"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/profiles"
	"github.com/usager/usager/text"
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
	stems   map[[2]string]string // language and word
	texts   map[[2]string][]word // language and text
	known   map[string]*vocabulary
	singles map[[2]string][]word // see loose
}

func newLexicon() *lexicon {
	return &lexicon{
		stems: make(map[[2]string]string), texts: make(map[[2]string][]word),
		known: make(map[string]*vocabulary), singles: make(map[[2]string][]word),
	}
}

// A word of a text.
type word struct {
	stem    string // without accents
	low     string // the word itself, in small letters without accents
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
		nw := word{stem: x.stem(lang, w), low: fold(strings.ToLower(w))}
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
	if lang == "nl" {
		s = dutchStem(s)
	}
	x.stems[key] = s
	return s
}

// dutchStem makes one of the stems of betalen and betaalt, of klacht and
// klachten: the stemmer leaves endings of verbs and double vowels.
func dutchStem(s string) string {
	for len(s) > 4 && (s[len(s)-1] == 't' || s[len(s)-1] == 'd') {
		s = s[:len(s)-1]
	}
	return doubleVowels.Replace(s)
}

var doubleVowels = strings.NewReplacer("aa", "a", "ee", "e", "oo", "o", "uu", "u")

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
type phrase []word

func (x *lexicon) phrase(lang, text string) phrase { return x.words(lang, text) }

// in reports whether the phrase is in a text.
func (p phrase) in(ws []word, lang string) bool { return p.find(ws, lang) != nil }

// find returns the places of the words of a phrase in a text, nil if it is not
// there.
func (p phrase) find(ws []word, lang string) []int {
	if len(p) == 0 {
		return nil
	}
	const gap = 2
	for i := range ws {
		if !holds(ws[i], p[0], lang) {
			continue
		}
		at := []int{i}
		for j := i + 1; j < len(ws) && len(at) < len(p) && j-at[len(at)-1] <= gap+1; j++ {
			if holds(ws[j], p[len(at)], lang) {
				at = append(at, j)
			}
		}
		if len(at) == len(p) {
			return at
		}
	}
	return nil
}

// holds reports whether w is the word v or, in a language of compounds, a
// compound with it.
func holds(w, v word, lang string) bool {
	return w.stem == v.stem || compounds(lang) && w.has(v)
}

func compounds(lang string) bool { return lang == "nl" || lang == "de" }

// has reports whether w is a compound with v: with a long word anywhere, with a
// shorter one at one of its ends.
func (w word) has(v word) bool {
	const long, short = 6, 5 // letters
	switch {
	case len(w.low) <= len(v.low):
		return false
	case len(v.low) >= long && strings.Contains(w.low, v.low), len(v.stem) >= long && strings.Contains(w.low, v.stem):
		return true
	}
	return len(v.low) >= short && (strings.HasPrefix(w.low, v.low) || strings.HasSuffix(w.low, v.low))
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
	all := make(map[string]float64)
	for topic, weight := range g.Topics {
		for _, w := range profiles.Topics()[topic][lang] {
			all[w] = max(all[w], weight)
		}
	}
	for w, weight := range g.Words[lang] {
		all[w] = weight
	}
	for _, group := range synonyms[lang] {
		best := 0.0
		for _, w := range group {
			best = max(best, all[w])
		}
		for _, w := range group {
			if best > 0 {
				all[w] = max(all[w], best*model.Synonym.Value)
			}
		}
	}
	return x.collect(lang, all)
}

// collect makes a vocabulary of words and phrases with their weights.
func (x *lexicon) collect(lang string, all map[string]float64) *vocabulary {
	v := &vocabulary{lang: lang, single: make(map[string]float64), acronyms: make(map[string]float64)}
	for _, text := range slices.Sorted(maps.Keys(all)) {
		weight := all[text]
		if isAcronym(text) {
			v.acronyms[text] = weight
			continue
		}
		switch p := x.phrase(lang, text); len(p) {
		case 0:
		case 1:
			v.single[p[0].stem] = max(v.single[p[0].stem], weight)
			if compounds(lang) {
				v.parts = append(v.parts, weighted{p, weight})
			}
		default:
			v.phrases = append(v.phrases, weighted{p, weight})
		}
	}
	return v
}

// common returns the vocabulary of everything that a visitor of a public
// service may come for and of all sections of its site.
func (x *lexicon) common(lang string) *vocabulary {
	v := x.known[lang]
	if v == nil {
		all := make(map[string]float64)
		for _, words := range profiles.Topics() {
			for _, w := range words[lang] {
				all[w] = 1
			}
		}
		for i := range shippedGoals() {
			for w := range shippedGoals()[i].Words[lang] {
				all[w] = 1
			}
		}
		v = x.collect(lang, all)
		x.known[lang] = v
	}
	return v
}

// shippedGoals are the goals that come with usager, whichever are walked for.
var shippedGoals = sync.OnceValue(func() []profiles.Goal {
	goals, err := profiles.LoadGoals()
	if err != nil {
		panic(fmt.Sprintf("journeys: %v", err)) // a test has read them
	}
	return goals
})

// open reports whether a text could mean anything: it is made of plain words,
// none of which says that it is about something else, or nothing.
func (x *lexicon) open(lang, s string) bool {
	if stemmers[lang] == nil {
		return false
	}
	ws := x.words(lang, s)
	plain := slices.ContainsFunc(ws, func(w word) bool { return w.acronym == "" && len(w.low) > 3 && !digits(w.low) })
	return plain && x.common(lang).scent(x, s, []string{"*"}) == 0 && len(text.Findings(s, text.Lang(lang))) == 0
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// loose returns the words of a text that are no part of a known phrase: social
// help is no help, and living together no living.
func (x *lexicon) loose(lang, text string) []word {
	key := [2]string{lang, text}
	if ws, ok := x.singles[key]; ok {
		return ws
	}
	ws := x.words(lang, text)
	if stemmers[lang] != nil && len(ws) > 1 {
		bound := make(map[int]bool)
		for _, p := range x.common(lang).phrases {
			for _, i := range p.phrase.find(ws, lang) {
				bound[i] = true
			}
		}
		if len(bound) > 0 {
			var free []word
			for i, w := range ws {
				if !bound[i] {
					free = append(free, w)
				}
			}
			ws = free
		}
	}
	x.singles[key] = ws
	return ws
}

// scent returns how strongly a text smells of the goal, 0 to 1, for somebody
// who knows the given acronyms. Words that are part of a known phrase count in
// that phrase alone.
func (v *vocabulary) scent(x *lexicon, text string, acronyms []string) float64 {
	ws := x.words(v.lang, text)
	best := 0.0
	for _, w := range x.loose(v.lang, text) {
		weight, ok := v.single[w.stem]
		if !ok {
			for _, p := range v.parts {
				if p.weight > weight && w.has(p.phrase[0]) {
					weight = p.weight
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
