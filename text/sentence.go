package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrapColumn is the length, in bytes, from which a line that ends without
// punctuation is taken to go on in the next one, as in hard-wrapped text.
const wrapColumn = 60

// proseWords is the number of words from which a line without final
// punctuation counts as a sentence of prose, not as a heading or an address.
const proseWords = 8

// markRun bounds the marks in a row that are looked at together.
const markRun = 16

// cut groups tokens into sentences.
func cut(s string, tokens []token, g *grammar) []sentence {
	sentences := make([]sentence, 0, len(tokens)/16+1)
	from := 0
	bullet := false
	flush := func(to int, ended bool) {
		if to <= from {
			return
		}
		sen := sentence{tokenRange: tokenRange{from, to}, span: Span{tokens[from].start, tokens[to-1].end}}
		for i := from; i < to; i++ {
			if kind := tokens[i].kind; kind.isWord() && kind != kindClitic && !goesOn(tokens, i) {
				sen.words++
			}
		}
		if sen.words > 0 {
			sen.prose = ended || bullet || sen.words >= proseWords
			sentences = append(sentences, sen)
		}
		from = to
		bullet = false
	}
	lineStart := 0
	for i := range tokens {
		if i == from && tokens[i].kind == kindPunct && isBullet(tokens[i].low) {
			bullet = true
		}
		if i+1 == len(tokens) {
			flush(i+1, terminal(tokens, i))
			break
		}
		gap := s[tokens[i].end:tokens[i+1].start]
		if strings.IndexByte(gap, '\n') >= 0 {
			ended := terminal(tokens, i)
			if ended || lineBreaks(gap, tokens[i].end-lineStart, &tokens[i], &tokens[i+1], s) {
				flush(i+1, ended)
			}
			lineStart = tokens[i+1].start
			continue
		}
		if tokens[i].kind != kindPunct {
			continue
		}
		if end := boundary(s, tokens, from, i, g); end > 0 && end < len(tokens) {
			// Closing marks between i and end belong to this sentence; the
			// loop meets them again but from is past them.
			if strings.IndexByte(s[tokens[end-1].end:tokens[end].start], '\n') >= 0 {
				continue
			}
			flush(end, true)
		}
	}
	return sentences
}

// goesOn reports whether the number at i is a further part of the one before it:
// "03 20 12 34 56", "12 000".
func goesOn(tokens []token, i int) bool {
	return i > 0 && tokens[i].kind == kindNumber && tokens[i-1].kind == kindNumber && tokens[i].start-tokens[i-1].end <= len("\u202f")
}

func isBullet(mark string) bool {
	switch mark {
	case "-", "–", "—", "•", "*", "·", "▪", "‣", "◦", "●", "■", "→", "✓", "➢", "":
		return true
	}
	return false
}

// lineBreaks reports whether a line break parts two blocks rather than being a
// place where a long line was wrapped.
func lineBreaks(gap string, length int, last, next *token, s string) bool {
	if strings.Count(gap, "\n") > 1 || next.kind == kindPunct && isBullet(next.low) {
		return true
	}
	if last.kind == kindPunct && strings.Contains(":;", last.low) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(s[next.start:])
	if unicode.IsLower(first) {
		return false
	}
	if label := strings.TrimLeft(s[next.end:min(len(s), next.end+5)], ". \u00a0\u202f"); strings.HasPrefix(label, ":") {
		return true // "Réf. : 12"
	}
	if next.kind == kindNumber && next.end < len(s) && strings.IndexByte(".)", s[next.end]) >= 0 {
		return true
	}
	return length < wrapColumn
}

// terminal reports whether token i, or what it closes, ends a sentence by its
// punctuation. A semicolon ends an item of a list.
func terminal(tokens []token, i int) bool {
	for first := i - markRun; i >= 0 && i > first && tokens[i].kind == kindPunct; i-- {
		switch tokens[i].low {
		case ".", "!", "?", "…", ";":
			return true
		case ")", "]", "»", "”", "\"", "'", "’", "“":
		default:
			return false
		}
	}
	return false
}

// boundary returns the index after the last token of the sentence that the
// mark at i ends, or 0 when it ends none. from is where the sentence begins.
func boundary(s string, tokens []token, from, i int, g *grammar) int {
	mark := tokens[i].low
	switch mark {
	case ".", "!", "?", "…":
	default:
		return 0
	}
	end := i + 1
	for end < len(tokens) && end < i+markRun && tokens[end].kind == kindPunct {
		low := tokens[end].low
		if low == "." || low == "!" || low == "?" || low == "…" {
			if tokens[end].start != tokens[end-1].end && low != "!" && low != "?" {
				break
			}
			mark = low
			end++
			continue
		}
		closes := false
		switch low {
		case ")", "]", "”", "’", "»":
			closes = true
		case "“", "\"", "'":
			// They open where something follows at once, close otherwise.
			closes = tokens[end].start == tokens[end-1].end
		case "«":
			// German and Swiss sentences may end in a reversed guillemet.
			closes = tokens[end].start == tokens[end-1].end
		}
		if !closes {
			break
		}
		end++
	}
	if end >= len(tokens) {
		return end
	}
	if tokens[end].start == tokens[end-1].end {
		return 0 // no space follows: part of a number, a name, a file
	}
	next := &tokens[end]
	if next.kind == kindPunct {
		// An opening mark: look at what it opens.
		k := end
		for k < len(tokens) && k < end+markRun && tokens[k].kind == kindPunct && strings.Contains("«“„\"'‘(¿¡–—[»", tokens[k].low) {
			k++
		}
		if k == end || k == len(tokens) {
			return 0
		}
		next = &tokens[k]
	}
	first, _ := utf8.DecodeRuneInString(s[next.start:])
	if unicode.IsLower(first) && next.kind != kindCode && !dutchElision(tokens, end, g) {
		return 0
	}
	if mark != "." || end-i > 1 && tokens[i].low != "." {
		return end
	}
	if i == from || tokens[i-1].kind == kindPunct || tokens[i-1].end != tokens[i].start {
		return end
	}
	if continues(s, tokens, from, i, next, g) {
		return 0
	}
	return end
}

// dutchElision reports whether a Dutch sentence begins at i with an elided word:
// "'s Avonds", "'t Is koud".
func dutchElision(tokens []token, i int, g *grammar) bool {
	if g.lang != Dutch || i+2 >= len(tokens) || tokens[i].low != "'" && tokens[i].low != "’" && tokens[i].low != "‘" {
		return false
	}
	return strings.Contains("stn", tokens[i+1].low) && tokens[i+1].runes == 1 && tokens[i+1].start == tokens[i].end && tokens[i+2].caps != capsNone
}

// continues reports whether the full stop at i belongs to an abbreviation, an
// initial, an enumerator or an ordinal, so that the sentence goes on.
func continues(s string, tokens []token, from, i int, next *token, g *grammar) bool {
	word := &tokens[i-1]
	low := dotted(s, tokens, i)
	if next.kind == kindNumber && g.abbreviationNumber.has(word.low) {
		return true // "max. 500"
	}
	if g.abbreviationEnd.has(low) {
		// "the U.S. Embassy" goes on, "in the U.S. We" does not.
		return low != word.low && word.caps != capsNone && next.class&classFunction == 0
	}
	if (g.lang == German || g.lang == Dutch) && next.kind == kindNumber && strings.HasSuffix(word.low, "str") {
		return true // "Hauptstr. 5"
	}
	if g.monthShort.has(word.low) && i >= 2 && i-2 >= from && tokens[i-2].kind == kindNumber && next.kind == kindWord {
		return false // "before 15 nov. Thank you"
	}
	if g.lang == English && word.runes == 1 && i-1 > from && next.class&classFunction != 0 && tokens[i-2].class&classFunction == 0 && word.caps != capsNone {
		return false // "Ask at Level B. The lift is broken"
	}
	if g.abbreviation.has(low) || g.abbreviation.has(word.low) && word.low != "min" && !g.abbreviationEnd.has(word.low) {
		// "M." and "Me." are titles only with a capital; "me." ends a sentence.
		if g.lang != French || !g.title.has(word.low) || word.caps != capsNone || len(word.low) > 2 {
			return true
		}
	}
	if word.kind == kindWord && word.runes == 1 && strings.Contains("hu", word.low) && i-2 >= from && digit(s[tokens[i-2].end-1]) && next.kind == kindWord {
		return false // "at 18 h. Come early"
	}
	if word.kind == kindWord && word.runes == 1 {
		// An initial, "L. 123-4", "z. B.", or an enumerator "a.". The small
		// letters that are words of their own may end a sentence.
		return i-1 == from || !strings.Contains("aàyuoô", word.low) || unicode.IsUpper(firstRune(s, word))
	}
	if word.kind == kindNumber && len(word.low) <= 3 && i-from <= 3 && g.step.has(tokens[from].low) {
		return true // "Step 1. Fill in", "Art. 3. The mayor"
	}
	if i-1 == from && (word.kind == kindNumber && len(word.low) <= 3 || roman(word.low)) {
		return true // "1. Fill in", "IV. Costs"
	}
	if word.kind == kindNumber && g.lang == German && len(word.low) <= 2 && digitsOnly(word.low) {
		if g.month.has(next.low) || next.kind == kindNumber {
			return true
		}
		return i >= 2 && i-2 >= from && g.ordinalBefore.has(tokens[i-2].low)
	}
	if word.kind == kindNumber && g.month.has(next.low) {
		return true
	}
	// "Karl V.", but "SGB II."
	return g.lang == German && roman(word.low) && word.caps == capsAll && next.kind != kindPunct && (i-2 < from || tokens[i-2].caps != capsAll)
}

func firstRune(s string, t *token) rune {
	r, _ := utf8.DecodeRuneInString(s[t.start:])
	return r
}

// dotted returns the abbreviation that ends with the full stop at i, with its
// inner stops: "z.b" for "z. B." or "z.B.".
func dotted(s string, tokens []token, i int) string {
	j := i - 1
	for j >= 2 && tokens[j-1].low == "." && tokens[j-2].kind == kindWord && tokens[j-2].runes <= 2 &&
		tokens[j-2].end == tokens[j-1].start && tokens[j].start-tokens[j-1].end <= 1 && i-j < 10 {
		j -= 2
	}
	if j == i-1 {
		return tokens[j].low
	}
	var b strings.Builder
	for k := j; k < i; k++ {
		b.WriteString(tokens[k].low)
	}
	return b.String()
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func digitsOnly(w string) bool {
	for i := 0; i < len(w); i++ {
		if !digit(w[i]) {
			return false
		}
	}
	return w != ""
}

// roman reports whether a word in lower case is a Roman numeral up to 89.
func roman(w string) bool {
	if w == "" || len(w) > 6 {
		return false
	}
	for i := 0; i < len(w); i++ {
		if strings.IndexByte("ivxl", w[i]) < 0 {
			return false
		}
	}
	return true
}
