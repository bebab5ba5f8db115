package text

import "strings"

// Expansion is an acronym with what it stands for, as a text explains it.
type Expansion struct {
	Acronym string
	Long    string
}

// longFormWords bounds the words of a long form.
const longFormWords = 12

// Expansions returns the acronyms that the text explains, in its order: "Caisse
// d'allocations familiales (CAF)" or "CAF (Caisse d'allocations familiales)".
// The words must begin with the letters of the acronym.
func (t *Text) Expansions() []Expansion {
	var found []Expansion
	for i := range t.tokens {
		tok := &t.tokens[i]
		if tok.kind != kindWord || tok.caps != capsAll || tok.runes < 2 || tok.runes > 8 {
			continue
		}
		var words tokenRange
		switch {
		case i >= 2 && i+1 < len(t.tokens) && opening(t.tokens[i-1].low) && closing(t.tokens[i+1].low):
			words = t.longFormBefore(i-1, tok.low)
		case i+3 < len(t.tokens) && opening(t.tokens[i+1].low):
			words = t.longFormAfter(i+2, tok.low)
		}
		if words.to > words.from {
			found = append(found, Expansion{tok.source(t.source), strings.Join(strings.Fields(t.span(words).In(t.source)), " ")})
		}
	}
	return found
}

// source returns the token as it stands in the text.
func (t *token) source(s string) string { return s[t.start:t.end] }

// longFormBefore returns the words before end whose initials spell the acronym.
func (t *Text) longFormBefore(end int, acronym string) tokenRange {
	for from := end - 1; from >= 0 && from >= end-longFormWords; from-- {
		tok := &t.tokens[from]
		if tok.kind == kindPunct && tok.low != "-" && tok.low != "," && tok.low != "'" {
			break
		}
		if tok.kind == kindWord && initial(tok.low) == initial(acronym) && t.spells(tokenRange{from, end}, acronym) {
			return tokenRange{from, end}
		}
	}
	return tokenRange{}
}

// longFormAfter returns the words from begin to the closing bracket, if their
// initials spell the acronym.
func (t *Text) longFormAfter(begin int, acronym string) tokenRange {
	for end := begin; end < len(t.tokens) && end <= begin+longFormWords; end++ {
		if closing(t.tokens[end].low) {
			if end > begin+1 && t.spells(tokenRange{begin, end}, acronym) {
				return tokenRange{begin, end}
			}
			break
		}
	}
	return tokenRange{}
}

// spells reports whether the initials of words spell an acronym: each content
// word gives its first letter, in order; function words and the parts of a
// compound may give one.
func (t *Text) spells(words tokenRange, acronym string) bool {
	letters := []rune(acronym)
	for i := words.from; i < words.to; i++ {
		tok := &t.tokens[i]
		if tok.kind != kindWord {
			continue
		}
		for part := range strings.SplitSeq(tok.low, "-") {
			if len(letters) > 0 && initial(part) == plainLetter(letters[0]) {
				letters = letters[1:]
				continue
			}
			if tok.class&classFunction == 0 && t.lang != German && t.lang != Dutch {
				return false
			}
		}
		// A Dutch or German compound holds letters of the acronym within.
		if t.lang == German || t.lang == Dutch {
			rest := []rune(tok.low)
			for _, r := range rest[min(1, len(rest)):] {
				if len(letters) > 1 && i+1 == words.to && plainLetter(r) == plainLetter(letters[0]) {
					letters = letters[1:]
				}
			}
		}
	}
	return len(letters) == 0
}

// initial returns the first letter of a word in lower case, without its accent.
func initial(w string) rune {
	for _, r := range w {
		return plainLetter(r)
	}
	return 0
}

// plainLetter takes the accent off the vowels that begin words.
func plainLetter(r rune) rune {
	switch r {
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'à', 'â', 'ä':
		return 'a'
	case 'î', 'ï':
		return 'i'
	case 'ô', 'ö':
		return 'o'
	case 'û', 'ü', 'ù':
		return 'u'
	}
	return r
}

// Rare returns the words outside the list of about 10,000 of the language, each
// once, names apart, in the order of the text.
func (t *Text) Rare() []Span {
	var found []Span
	seen := map[string]bool{}
	for i := range t.tokens {
		tok := &t.tokens[i]
		if tok.kind == kindWord && tok.rank >= unlisted && !t.masked[i] && !seen[tok.low] {
			seen[tok.low] = true
			found = append(found, Span{tok.start, tok.end})
		}
	}
	return found
}
