// Package text analyses the language of public-service text in French, Dutch,
// German and English: which language it is, where its sentences and words lie,
// how clear it is on a scale from 0 to 100, and which words or turns stand in
// the reader's way.
//
// Everything is a pure function of a string. Offsets are byte offsets into the
// string that was given. The package holds no prose for readers: findings carry
// a kind and data, and the caller words the message.
//
// The functions of the package read the text anew at each call. A caller that
// wants several answers about one text calls [Read] once and asks the [Text].
package text

import "sort"

// Lang is one of the four languages the package knows, as its BCP 47 code.
type Lang string

// The languages the package knows.
const (
	French  Lang = "fr"
	Dutch   Lang = "nl"
	German  Lang = "de"
	English Lang = "en"
)

// Langs lists the languages the package knows, in a fixed order.
var Langs = []Lang{French, Dutch, German, English}

// Known reports whether l is one of [Langs].
func (l Lang) Known() bool {
	for _, k := range Langs {
		if l == k {
			return true
		}
	}
	return false
}

// Span is the half-open byte range [Start, End) of a text.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// In returns the part of s that the span covers.
func (p Span) In(s string) string { return s[p.Start:p.End] }

// Text is a string cut into words and sentences, ready for questions. It does
// not change after [Read] and may be used by several goroutines.
type Text struct {
	lang      Lang
	source    string
	tokens    []token
	sentences []sentence
	passives  []tokenRange
	phrases   []phraseMatch
	masked    []bool // by token: proper names, addresses, law titles, code
}

// tokenRange is the half-open range [from, to) of token indexes.
type tokenRange struct{ from, to int }

// sentence is a sentence as a range of tokens.
type sentence struct {
	tokenRange
	span  Span
	words int  // words, an elided form counting with its word
	prose bool // not a heading, an address line or a salutation
}

// Read cuts s into words and sentences by the rules of lang. A language the
// package does not know is read by the rules of English.
func Read(s string, lang Lang) *Text {
	if !lang.Known() {
		lang = English
	}
	g := grammarOf(lang)
	t := &Text{lang: lang, source: s, tokens: tokenise(s, lang)}
	vocabularyOf(lang).classify(t.tokens)
	t.sentences = cut(s, t.tokens, g)
	t.masked = mask(s, t.tokens, t.sentences, g)
	t.passives = passives(t.tokens, t.sentences, lang)
	t.phrases = lexiconOf(lang).match(t)
	return t
}

// Lang returns the language by whose rules the text was read.
func (t *Text) Lang() Lang { return t.lang }

// String returns the text as it was given.
func (t *Text) String() string { return t.source }

// Sentences returns the sentences in order. Headings, list items and lines of
// an address count as sentences of their own.
func (t *Text) Sentences() []Span {
	spans := make([]Span, len(t.sentences))
	for i, s := range t.sentences {
		spans[i] = s.span
	}
	return spans
}

// Words returns the words and numbers in order. An elided French form such as
// "l'" is a word of its own; e-mail addresses and URLs are one word.
func (t *Text) Words() []Span { return wordSpans(t.tokens) }

// Passives returns the spans of passive forms, from the auxiliary to the
// participle (or the reverse in Dutch and German).
func (t *Text) Passives() []Span {
	spans := make([]Span, len(t.passives))
	for i, p := range t.passives {
		spans[i] = t.span(p)
	}
	return spans
}

// span returns the bytes that a range of tokens covers.
func (t *Text) span(r tokenRange) Span {
	return Span{t.tokens[r.from].start, t.tokens[r.to-1].end}
}

// sentenceAt returns the index of the sentence that holds token i, or -1.
func (t *Text) sentenceAt(i int) int {
	n := sort.Search(len(t.sentences), func(k int) bool { return t.sentences[k].to > i })
	if n == len(t.sentences) || t.sentences[n].from > i {
		return -1
	}
	return n
}

// Sentences returns the sentences of s; see [Text.Sentences].
func Sentences(s string, lang Lang) []Span { return Read(s, lang).Sentences() }

// Words returns the words of s without regard to its language, except that
// French elisions are cut off; see [Text.Words].
func Words(s string) []Span { return wordSpans(tokenise(s, French)) }

func wordSpans(tokens []token) []Span {
	spans := make([]Span, 0, len(tokens))
	for i := range tokens {
		if tokens[i].kind.isWord() {
			spans = append(spans, Span{tokens[i].start, tokens[i].end})
		}
	}
	return spans
}
