package text

import "strings"

// Entry is an entry of a lexicon: a word or turn that stands in the reader's
// way.
type Entry struct {
	Kind     Kind   // what is wrong with it
	Term     string // as listed: * stands for any ending, ~v, ~n and ~a for those of verbs, nouns and adjectives, _ for any one word
	Plain    string // a plain alternative; empty where the turn is best left out
	Register string // administrative, legal, literary, technical, foreign …
	Example  string // a plain sentence that uses the alternative
}

// lexicon finds its entries in token sequences.
type lexicon struct {
	entries []Entry
	// by the first word of the term, or its first bytes where it ends in *
	exact  map[string][]pattern
	prefix map[string][]pattern
}

type pattern struct {
	entry  int
	words  []patternWord
	weight int // the letters that must be there: the heaviest match wins
}

type patternWord struct {
	text    string
	prefix  bool // an ending may follow
	endings set  // the endings that may follow; nil for any
	verb    bool // no noun of the same form: no article or possessive before it
	noun    bool // German: with a capital letter
	any     bool // any one word
	merged  bool // French: "de" may be in "du" and "des"
}

const (
	// prefixBytes is how many bytes of a word with any ending are indexed.
	prefixBytes = 3
	// endingBytes bounds what * stands for.
	endingBytes = 8
)

var lexiconOf = perLang(loadLexicon)

// Lexicon returns the entries of a language, in the order of its file.
func Lexicon(lang Lang) []Entry {
	if !lang.Known() {
		return nil
	}
	entries := lexiconOf(lang).entries
	return append(make([]Entry, 0, len(entries)), entries...)
}

func loadLexicon(lang Lang) *lexicon {
	g := grammarOf(lang)
	lx := &lexicon{exact: map[string][]pattern{}, prefix: map[string][]pattern{}}
	terms := set{}
	for _, row := range tableRows(readFile(string(lang) + "/lexicon.tsv")) {
		terms[row[1]] = struct{}{}
	}
	for _, row := range tableRows(readFile(string(lang) + "/lexicon.tsv")) {
		for len(row) < 5 {
			row = append(row, "")
		}
		lx.entries = append(lx.entries, Entry{Kind: Kind(row[0]), Term: row[1], Plain: row[2], Register: row[3], Example: row[4]})
		p := pattern{entry: len(lx.entries) - 1, words: patternWords(row[1], g)}
		if len(p.words) == 0 {
			continue
		}
		if stem, ok := strings.CutSuffix(row[1], " de"); ok && lang == French && !terms.has(stem+" du") {
			p.words[len(p.words)-1].merged = true
		}
		for _, w := range p.words {
			p.weight += len(w.text) + 1
		}
		first := p.words[0]
		if first.prefix {
			key := first.text[:prefixBytes]
			lx.prefix[key] = append(lx.prefix[key], p)
		} else {
			lx.exact[first.text] = append(lx.exact[first.text], p)
		}
	}
	return lx
}

// patternWords cuts a term into the words to be matched.
func patternWords(term string, g *grammar) []patternWord {
	var words []patternWord
	for _, field := range strings.Fields(term) {
		if field == "_" {
			words = append(words, patternWord{any: true})
			continue
		}
		stem, class, inflected := strings.Cut(field, "~")
		stem, open := strings.CutSuffix(stem, "*")
		for _, t := range tokenise(stem, g.lang) {
			words = append(words, patternWord{text: t.low, noun: g.lang == German && t.caps != capsNone})
		}
		if len(words) == 0 || !open && !inflected {
			continue
		}
		w := &words[len(words)-1]
		w.prefix = true
		switch class {
		case "v":
			w.endings, w.verb = g.endingVerb, true
		case "n":
			w.endings = g.endingNoun
		case "a":
			w.endings = g.endingAdjective
		}
	}
	return words
}

// matches reports whether the word at i is one of those meant.
func (w *patternWord) matches(t *Text, i int) bool {
	tok := &t.tokens[i]
	switch {
	case w.any:
		return tok.kind.isWord()
	case w.text == "de" && tok.low == "d'" && t.lang == French:
		return true
	case w.merged && (tok.low == "du" || tok.low == "des"):
		return true
	case !strings.HasPrefix(tok.low, w.text) || w.noun && tok.caps == capsNone:
		return false
	case t.lang == German && !w.noun && tok.caps == capsFirst && i > 0 && t.tokens[i-1].kind == kindWord:
		return false // a name: "Bad Obliegen"
	case !w.prefix:
		return len(tok.low) == len(w.text)
	case len(tok.low) > len(w.text)+endingBytes:
		return false
	}
	if w.verb {
		infinitive := t.lang == French && i > 0 && (t.tokens[i-1].low == "de" || t.tokens[i-1].low == "d'") // "afin de solliciter"
		if i > 0 && !infinitive && (t.tokens[i-1].class&classArticle != 0 || grammarOf(t.lang).possessive.has(t.tokens[i-1].low)) {
			return false
		}
		if t.lang == German && tok.caps != capsNone && i > 0 && t.tokens[i-1].kind != kindPunct {
			return false
		}
	}
	ending := tok.low[len(w.text):]
	if w.endings == nil || ending == "" || w.endings.has(ending) {
		return true
	}
	// The last letter may stand twice: "verstrekken", "transmitted".
	return ending[0] == w.text[len(w.text)-1] && w.endings.has(ending[1:])
}

// phraseMatch is an entry found in a text.
type phraseMatch struct {
	tokenRange
	entry *Entry
}

// match finds the longest entry at each place of the text, outside what is
// masked.
func (lx *lexicon) match(t *Text) []phraseMatch {
	var found []phraseMatch
	for i := 0; i < len(t.tokens); {
		tok := &t.tokens[i]
		if !tok.kind.isWord() || t.masked[i] {
			i++
			continue
		}
		best, length, weight := -1, 0, 0
		try := func(patterns []pattern) {
			for _, p := range patterns {
				if p.weight > weight && i+len(p.words) <= len(t.tokens) && t.matches(i, p.words) {
					best, length, weight = p.entry, len(p.words), p.weight
				}
			}
		}
		try(lx.exact[tok.low])
		if len(tok.low) >= prefixBytes {
			try(lx.prefix[tok.low[:prefixBytes]])
		}
		if best < 0 {
			i++
			continue
		}
		found = append(found, phraseMatch{tokenRange{i, i + length}, &lx.entries[best]})
		i += length
	}
	return found
}

func (t *Text) matches(i int, words []patternWord) bool {
	for k := range words {
		if !words[k].matches(t, i+k) || t.masked[i+k] {
			return false
		}
	}
	return true
}
