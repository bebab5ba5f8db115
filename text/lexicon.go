package text

import "strings"

// Entry is an entry of a lexicon: a word or turn that stands in the reader's
// way.
type Entry struct {
	Kind     Kind   // what is wrong with it
	Term     string // as listed: * stands for any ending, _ for any one word
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
	text   string
	prefix bool // any ending may follow
	any    bool // any one word
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
	lx := &lexicon{exact: map[string][]pattern{}, prefix: map[string][]pattern{}}
	for _, row := range tableRows(readFile(string(lang) + "/lexicon.tsv")) {
		for len(row) < 5 {
			row = append(row, "")
		}
		lx.entries = append(lx.entries, Entry{Kind: Kind(row[0]), Term: row[1], Plain: row[2], Register: row[3], Example: row[4]})
		p := pattern{entry: len(lx.entries) - 1, words: patternWords(row[1], lang)}
		if len(p.words) == 0 {
			continue
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
func patternWords(term string, lang Lang) []patternWord {
	var words []patternWord
	for _, field := range strings.Fields(term) {
		if field == "_" {
			words = append(words, patternWord{any: true})
			continue
		}
		tokens := tokenise(strings.TrimSuffix(field, "*"), lang)
		for _, t := range tokens {
			words = append(words, patternWord{text: t.low})
		}
		if n := len(tokens); n > 0 && strings.HasSuffix(field, "*") {
			words[len(words)-1].prefix = true
		}
	}
	return words
}

func (w patternWord) matches(t *token) bool {
	switch {
	case w.any:
		return t.kind.isWord()
	case w.prefix:
		return len(t.low) <= len(w.text)+endingBytes && strings.HasPrefix(t.low, w.text)
	}
	return t.low == w.text
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
	for k, w := range words {
		if !w.matches(&t.tokens[i+k]) || t.masked[i+k] {
			return false
		}
	}
	return true
}
