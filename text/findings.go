package text

import (
	"cmp"
	"slices"
	"strings"
)

// Kind says what a [Finding] is about. The words are stable: they appear in
// reports.
type Kind string

// The kinds of findings.
const (
	LongSentence   Kind = "long-sentence"
	Passive        Kind = "passive"
	Impersonal     Kind = "impersonal"
	Nominalisation Kind = "nominalisation"
	Jargon         Kind = "jargon"
	Acronym        Kind = "acronym"
	Vague          Kind = "vague"
	Threat         Kind = "threat"
	DoubleNegation Kind = "double-negation"
	Capitals       Kind = "capitals"
)

// Kinds lists the kinds of findings in the order of reports.
var Kinds = []Kind{LongSentence, Jargon, Acronym, Passive, Impersonal, Nominalisation, DoubleNegation, Vague, Threat, Capitals}

// Finding is a word, a turn or a sentence that stands in the reader's way.
type Finding struct {
	Span
	Kind     Kind   `json:"kind"`
	Text     string `json:"text"`               // the words themselves
	Sentence Span   `json:"sentence"`           // the sentence they stand in
	Words    int    `json:"words,omitempty"`    // LongSentence: the length
	Limit    int    `json:"limit,omitempty"`    // LongSentence: the longest length advised
	Plain    string `json:"plain,omitempty"`    // from the lexicon: a plain alternative
	Register string `json:"register,omitempty"` // from the lexicon: where the term comes from
	Example  string `json:"example,omitempty"`  // from the lexicon: the alternative in use
}

// SentenceLimit returns the number of words above which a sentence is called
// long: 25 in English, 20 in the other languages.
func SentenceLimit(lang Lang) int {
	if lang == English {
		return 25
	}
	return 20
}

// Findings returns what stands in the reader's way in s, in the order of the
// text; see [Text.Findings].
func Findings(s string, lang Lang) []Finding { return Read(s, lang).Findings() }

// Findings returns what stands in the reader's way, in the order of the text.
// Proper names, postal addresses, titles of laws and code are passed over.
func (t *Text) Findings() []Finding {
	var found []Finding
	add := func(k Kind, r tokenRange) *Finding {
		span := t.span(r)
		f := Finding{Span: span, Kind: k, Text: span.In(t.source), Sentence: span}
		if i := t.sentenceAt(r.from); i >= 0 {
			f.Sentence = t.sentences[i].span
		}
		found = append(found, f)
		return &found[len(found)-1]
	}
	limit := SentenceLimit(t.lang)
	for _, s := range t.sentences {
		if s.words > limit && s.words-t.titles(s) > limit {
			f := add(LongSentence, s.tokenRange)
			f.Words, f.Limit = s.words, limit
		}
	}
	for _, p := range t.passives {
		if (!t.masked[p.from] || !t.masked[p.to-1]) && !t.said(p, Impersonal) && !t.said(p, DoubleNegation) {
			add(Passive, p)
		}
	}
	for _, p := range t.phrases {
		f := add(p.entry.Kind, p.tokenRange)
		f.Plain, f.Register, f.Example = p.entry.Plain, p.entry.Register, p.entry.Example
	}
	for _, r := range t.nominalisations() {
		add(Nominalisation, r)
	}
	for _, r := range t.acronyms() {
		add(Acronym, r)
	}
	for _, r := range t.capitals() {
		add(Capitals, r)
	}
	for _, r := range t.doubleNegations() {
		if !t.said(r, DoubleNegation) {
			add(DoubleNegation, r)
		}
	}
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return found
}

// titles returns how many words of a sentence are those of titles of laws, which
// nobody can shorten.
func (t *Text) titles(s sentence) int {
	n := 0
	for i := s.from; i < s.to; i++ {
		if t.masked[i] && t.tokens[i].kind == kindWord && t.tokens[i].caps == capsNone {
			n++
		}
	}
	return n
}

// said reports whether an entry of the lexicon of a kind already covers some of
// the tokens: "il est rappelé que" is impersonal, and needs not be called a
// passive too.
func (t *Text) said(r tokenRange, k Kind) bool {
	i, _ := slices.BinarySearchFunc(t.phrases, r.from, func(p phraseMatch, from int) int { return cmp.Compare(p.to, from+1) })
	for ; i < len(t.phrases) && t.phrases[i].from < r.to; i++ {
		if t.phrases[i].entry.Kind == k {
			return true
		}
	}
	return false
}

// nominalisations finds an empty verb with a noun of action: "procéder à la
// vérification de", "carry out an assessment of", "die Prüfung durchführen".
func (t *Text) nominalisations() []tokenRange {
	var found []tokenRange
	for i := range t.tokens {
		if t.tokens[i].class&classLightVerb == 0 || t.masked[i] {
			continue
		}
		if r, ok := t.nounOfAction(i); ok && (len(found) == 0 || found[len(found)-1].to <= r.from) {
			found = append(found, r)
		}
	}
	return found
}

// nounReach is how many words may stand between an empty verb and its noun.
const nounReach = 3

func (t *Text) nounOfAction(i int) (tokenRange, bool) {
	s := t.sentenceAt(i)
	if s < 0 {
		return tokenRange{}, false
	}
	end := t.sentences[s].to
	for j := i + 1; j < end && j <= i+nounReach+1; j++ {
		tok := &t.tokens[j]
		if tok.kind == kindPunct || (j > i+1 || t.lang != French) && tok.class&classPreposition != 0 && tok.class&classArticle == 0 {
			break
		}
		if tok.class&classNominal == 0 || t.masked[j] || tok.caps != capsNone && t.lang != German {
			continue
		}
		switch {
		case t.lang == German:
			return tokenRange{}, false // the noun stands before the verb
		case j+1 < end && complement(t.tokens[j+1].low, t.lang):
			return tokenRange{i, j + 1}, true
		}
	}
	if t.lang == German || t.lang == Dutch {
		for j := i - 1; j >= t.sentences[s].from && j >= i-1; j-- {
			tok := &t.tokens[j]
			if tok.class&classNominal != 0 && !t.masked[j] {
				return tokenRange{j, i + 1}, true
			}
		}
	}
	return tokenRange{}, false
}

// complement reports whether a word introduces what an action bears on.
func complement(w string, lang Lang) bool {
	switch lang {
	case French:
		return w == "de" || w == "d'" || w == "du" || w == "des" || w == "dudit" || w == "desdits" || w == "desdites"
	case Dutch:
		return w == "van"
	case English:
		return w == "of"
	}
	return false
}

// acronyms finds the acronyms that are not spelt out where they first appear.
func (t *Text) acronyms() []tokenRange {
	g := grammarOf(t.lang)
	seen := map[string]bool{}
	var found []tokenRange
	for _, s := range t.sentences {
		if capitals(t.tokens[s.from:s.to]) && s.words > 1 {
			continue
		}
		for i := s.from; i < s.to; i++ {
			tok := &t.tokens[i]
			if tok.kind != kindWord || tok.caps != capsAll || tok.runes > 8 || tok.class&classFunction != 0 || seen[tok.low] {
				continue
			}
			seen[tok.low] = true
			if g.knownAcronym.has(tok.low) || roman(tok.low) || strings.ContainsAny(tok.low, "-'0123456789") || t.spelt(i, s.tokenRange) || t.reference(i) || t.inName(i, s.tokenRange) {
				continue
			}
			found = append(found, tokenRange{i, i + 1})
		}
	}
	return found
}

// reference reports whether the capitals at i belong to the number of a file:
// "APA/2026/4471", "n° AB-12".
func (t *Text) reference(i int) bool {
	end := t.tokens[i].end
	joined := end+1 < len(t.source) && strings.IndexByte("/-_.", t.source[end]) >= 0 && digit(t.source[end+1])
	return joined || i > 0 && (t.tokens[i-1].low == "n°" || t.tokens[i-1].low == "/" && t.tokens[i-1].end == t.tokens[i].start)
}

// inName reports whether the capitals at i stand beside other capitals: a name
// or a word in capitals rather than an acronym.
func (t *Text) inName(i int, s tokenRange) bool {
	return i > s.from && t.tokens[i-1].caps == capsAll && t.tokens[i-1].kind == kindWord ||
		i+1 < s.to && t.tokens[i+1].caps == capsAll && t.tokens[i+1].kind == kindWord
}

// spelt reports whether the acronym at i stands in brackets after its long
// form, or before a long form in brackets.
func (t *Text) spelt(i int, s tokenRange) bool {
	if i-2 >= s.from && i+1 < s.to && opening(t.tokens[i-1].low) && closing(t.tokens[i+1].low) {
		return true
	}
	j := i + 1
	if j < s.to && (t.tokens[j].low == "»" || t.tokens[j].low == "”" || t.tokens[j].low == "\"") {
		j++
	}
	if j+2 < s.to && (opening(t.tokens[j].low) || t.tokens[j].low == ":" || t.tokens[j].low == "–") {
		words := 0
		for j++; j < s.to && words < 2 && !closing(t.tokens[j].low); j++ {
			if t.tokens[j].kind == kindWord {
				words++
			}
		}
		return words >= 2
	}
	return false
}

func opening(w string) bool { return w == "(" || w == "[" }
func closing(w string) bool { return w == ")" || w == "]" }

const (
	capitalWords   = 4  // words in a row that make a passage in capitals
	capitalLetters = 20 // and their letters in all
)

// capitals finds passages written in capital letters.
func (t *Text) capitals() []tokenRange {
	var found []tokenRange
	from, words, letters := -1, 0, 0
	last := 0
	flush := func() {
		if words >= capitalWords && letters >= capitalLetters {
			found = append(found, tokenRange{from, last + 1})
		}
		from, words, letters = -1, 0, 0
	}
	for i := range t.tokens {
		tok := &t.tokens[i]
		switch {
		case tok.kind == kindWord && (tok.caps == capsAll || tok.runes == 1 && tok.caps == capsFirst && from >= 0),
			tok.kind == kindClitic && tok.caps != capsNone:
			if from < 0 {
				from = i
			}
			words++
			letters += tok.runes
			last = i
		case tok.kind == kindNumber || tok.kind == kindPunct:
		default:
			flush()
		}
	}
	flush()
	return found
}

// doubleNegations finds a negation before a word that denies already: "il n'est
// pas impossible", "not uncommon".
func (t *Text) doubleNegations() []tokenRange {
	g := grammarOf(t.lang)
	var found []tokenRange
	for i := range t.tokens {
		tok := &t.tokens[i]
		if tok.class&classNegation == 0 || t.masked[i] || tok.low == "ne" || tok.low == "n'" {
			continue
		}
		if i > 0 && t.tokens[i-1].class&classSubordinator != 0 {
			continue // "difficult, if not impossible"
		}
		for j := i + 1; j < len(t.tokens) && j <= i+3 && t.tokens[j].kind != kindPunct; j++ {
			if g.impossible.has(t.tokens[j].low) {
				found = append(found, tokenRange{i, j + 1})
				break
			}
		}
	}
	return found
}
