package text

import (
	"math"
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
)

// class is the set of closed word classes a word belongs to.
type class uint32

const (
	classFunction class = 1 << iota
	classSubordinator
	classPreposition
	classConjunction
	classNegation
	classPerson // first and second person
	classPronoun
	classArticle
	classAuxiliary
	classAdverb
	classParticiple
	classNotPassive
	classLightVerb
	classNominal
	classFinite
	classModal
)

// Numbers and addresses are no words of a list; they weigh like these ranks.
const (
	numberRank = 1000
	codeRank   = 5000
)

var logNumberRank, logCodeRank = math.Log(numberRank), math.Log(codeRank)

// unlisted is the rank of a word outside the frequency list.
const unlisted = 20_000

// vocabulary knows the rank and the classes of the words of a language.
type vocabulary struct {
	lang    Lang
	words   map[string]wordInfo
	stems   map[string]int // stem → rank of its commonest word
	grammar *grammar
}

type wordInfo struct {
	rank    int
	logRank float64
	class   class
}

var vocabularyOf = perLang(loadVocabulary)

func loadVocabulary(lang Lang) *vocabulary {
	list := strings.Fields(readFile(string(lang) + "/words.txt"))
	g := grammarOf(lang)
	v := &vocabulary{lang: lang, words: make(map[string]wordInfo, len(list)+2000), stems: make(map[string]int, len(list)), grammar: g}
	for i, w := range list {
		v.words[w] = wordInfo{rank: i + 1}
		if st := v.stem(w); st != "" && v.stems[st] == 0 {
			v.stems[st] = i + 1
		}
	}
	for _, c := range []struct {
		words set
		class class
	}{
		{g.function, classFunction}, {g.subordinator, classSubordinator}, {g.preposition, classPreposition},
		{g.conjunction, classConjunction}, {g.negation, classNegation}, {g.person, classPerson},
		{g.pronoun, classPronoun}, {g.article, classArticle}, {g.auxiliary, classAuxiliary},
		{g.adverb, classAdverb}, {g.participle, classParticiple}, {g.notPassive, classNotPassive},
		{g.lightVerb, classLightVerb}, {g.finite, classFinite}, {g.modal, classModal},
	} {
		for w := range c.words {
			info, ok := v.words[w]
			if !ok {
				info.rank = v.rankByStem(w)
				if c.class == classFunction {
					info.rank = 200 // elided forms are not in the list
				}
			}
			info.class |= c.class
			v.words[w] = info
		}
	}
	for w, info := range v.words {
		if v.nominal(w) {
			info.class |= classNominal
		}
		info.logRank = math.Log(float64(info.rank))
		v.words[w] = info
	}
	return v
}

// classify fills in the rank and the classes of the words among tokens.
func (v *vocabulary) classify(tokens []token) {
	for i := range tokens {
		t := &tokens[i]
		switch t.kind {
		case kindWord, kindClitic:
			info, ok := v.words[t.low]
			if !ok {
				info = v.unknown(t.low)
			}
			t.rank, t.logRank, t.class = info.rank, info.logRank, info.class
			if v.lang == German && t.caps != capsNone && v.grammar.personCapital.has(v.german(t)) && i > 0 && tokens[i-1].low != "." {
				t.class |= classPerson
			}
		case kindNumber:
			t.rank, t.logRank = numberRank, logNumberRank
		case kindCode:
			t.rank, t.logRank = codeRank, logCodeRank
		}
	}
}

// german returns a capitalised German word as it is listed: "Sie", "Ihre".
func (v *vocabulary) german(t *token) string {
	if len(t.low) > 6 || t.low == "" {
		return ""
	}
	return strings.ToUpper(t.low[:1]) + t.low[1:]
}

// unknown judges a word outside the lists.
func (v *vocabulary) unknown(w string) wordInfo {
	info := wordInfo{rank: v.rankByStem(w)}
	if v.nominal(w) {
		info.class |= classNominal
	}
	if head, tail, ok := strings.Cut(w, "-"); ok {
		// "pouvez-vous": the pronoun counts; "porte-fenêtre": the rarer part.
		// In French "sera-t-elle" the verb may be an auxiliary.
		a, b := v.words[head], v.words[tail[strings.LastIndexByte(tail, '-')+1:]]
		info.class |= b.class & (classPerson | classPronoun)
		if b.class&(classPerson|classPronoun) != 0 {
			info.class |= a.class & classAuxiliary
		}
		if a.rank > 0 && b.rank > 0 {
			info.rank = min(info.rank, max(a.rank, b.rank))
		}
	}
	info.logRank = math.Log(float64(info.rank))
	return info
}

// rankByStem returns the rank of the commonest listed word with the same stem.
func (v *vocabulary) rankByStem(w string) int {
	if rank := v.stems[v.stem(w)]; rank > 0 {
		return rank
	}
	return unlisted
}

// maxStemBytes bounds the words that are stemmed.
const maxStemBytes = 40

// stem returns the Snowball stem of a word in lower case, or "".
func (v *vocabulary) stem(w string) string {
	if len(w) > maxStemBytes || len(w) < 3 {
		return ""
	}
	env := snowballstem.NewEnv(w)
	switch v.lang {
	case French:
		french.Stem(env)
	case Dutch:
		dutch.Stem(env)
	case German:
		german.Stem(env)
	default:
		english.Stem(env)
	}
	return env.Current()
}

// nominal reports whether a word looks like a noun made from a verb or an
// adjective.
func (v *vocabulary) nominal(w string) bool {
	if len(w) < 7 || v.grammar.notNominal.has(w) || v.grammar.adverb.has(w) {
		return false
	}
	for _, end := range v.grammar.nominal {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}
