// Package words matches words on pages as people read them: without case and
// accents, whatever kind of space, dash or apostrophe stands between. Lists of
// words are data of the packages that use it.
package words

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxLine bounds how much of one line of text is read, in bytes.
const MaxLine = 20_000

// Folded is a text made ready for matching: lower case without accents, one
// kind of space, dash and apostrophe, nothing invisible. At maps its bytes,
// and its end, to those of the original.
type Folded struct {
	S  string
	At []int
}

// Fold makes at most MaxLine bytes of s ready for matching words.
func Fold(s string) Folded { return transform(s, true) }

// Plain is Fold, but keeps case and accents.
func Plain(s string) Folded { return transform(s, false) }

func transform(s string, lower bool) Folded {
	if len(s) > MaxLine {
		s = strings.ToValidUTF8(s[:MaxLine], "")
	}
	var b strings.Builder
	b.Grow(len(s))
	at := make([]int, 0, len(s)+1)
	for i, r := range s {
		n := b.Len()
		switch {
		case r < utf8.RuneSelf:
			if lower && 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		case unicode.Is(unicode.Pd, r) || r == '\u2212' || r == '~':
			b.WriteByte('-')
		case r == '’' || r == '‘' || r == 'ʼ' || r == '´':
			b.WriteByte('\'')
		case r == '·' || r == '•' || r == '∙' || r == '‧' || r == '․':
			b.WriteByte('.')
		case '０' <= r && r <= '９':
			b.WriteByte(byte('0' + r - '０'))
		case r == '＋':
			b.WriteByte('+')
		case r == '＠':
			b.WriteByte('@')
		case r == utf8.RuneError || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
		case !lower:
			b.WriteRune(r)
		default:
			b.WriteString(foldRune(r))
		}
		for ; n < b.Len(); n++ {
			at = append(at, i)
		}
	}
	return Folded{b.String(), append(at, len(s))}
}

func foldRune(r rune) string {
	switch r = unicode.ToLower(r); r {
	case 'ß':
		return "ss"
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	}
	d := norm.NFD.String(string(r))
	if i := strings.IndexFunc(d, func(r rune) bool { return unicode.Is(unicode.Mn, r) }); i >= 0 {
		d = d[:i]
	}
	return d
}

// A Set is a list of words and phrases to find in folded text.
type Set struct {
	exact map[string][]entry // by the first token
	open  map[string][]entry // by the first two bytes, where the first token may go on
	ends  []string           // of words with any beginning
}

type entry struct {
	text string
	open bool // any ending
}

// Compile makes a Set of words and phrases. A final "*" stands for any ending,
// a leading one, in a single word, for any beginning; else a word stands for
// itself alone, not for a part of another.
func Compile(list []string) *Set {
	s := &Set{exact: make(map[string][]entry), open: make(map[string][]entry)}
	for _, w := range list {
		if end, ok := strings.CutPrefix(w, "*"); ok {
			s.ends = append(s.ends, Fold(end).S)
			continue
		}
		w, open := strings.CutSuffix(Fold(w).S, "*")
		w = strings.Join(strings.Fields(w), " ")
		if w == "" {
			panic("empty word in a list")
		}
		n := token(w)
		if open && n == len(w) {
			s.open[w[:min(2, len(w))]] = append(s.open[w[:min(2, len(w))]], entry{w, true})
		} else {
			s.exact[w[:n]] = append(s.exact[w[:n]], entry{w, open})
		}
	}
	for _, m := range []map[string][]entry{s.exact, s.open} {
		for _, es := range m {
			slices.SortFunc(es, func(a, b entry) int { return len(b.text) - len(a.text) })
		}
	}
	return s
}

// token returns the length of the first token of s: a run of letters and
// digits, or one byte.
func token(s string) int {
	n := 0
	for n < len(s) && IsWord(s[n]) {
		n++
	}
	return max(n, min(1, len(s)))
}

// at returns the length of the longest member that stands at the start of a
// token, at byte i of s, or 0.
func (s *Set) at(text string, i, n int) int {
	best := 0
	for _, e := range s.exact[text[i:i+n]] {
		best = max(best, e.match(text[i:]))
	}
	for k := 1; k <= min(2, n); k++ {
		for _, e := range s.open[text[i:i+k]] {
			best = max(best, e.match(text[i:]))
		}
	}
	for _, end := range s.ends {
		if strings.HasSuffix(text[i:i+n], end) {
			best = max(best, n)
		}
	}
	return best
}

// match returns how much of text, from its start, the entry stands for, or 0.
func (e entry) match(text string) int {
	if !strings.HasPrefix(text, e.text) {
		return 0
	}
	n := len(e.text)
	if !IsWord(text[n-1]) {
		return n
	}
	for ; n < len(text) && IsWord(text[n]); n++ {
		if !e.open {
			return 0
		}
	}
	return n
}

// Find returns the place of the first member in folded text, or nil.
func (s *Set) Find(text string) []int {
	if all := s.FindAll(text, 1); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Match reports whether a member stands in folded text.
func (s *Set) Match(text string) bool { return s.Find(text) != nil }

// Begins returns the length of the member that folded text begins with, or 0.
func (s *Set) Begins(text string) int {
	if text == "" {
		return 0
	}
	return s.at(text, 0, token(text))
}

// FindAll returns the places of at most limit members in folded text, in
// order, none overlapping; all of them if limit is negative.
func (s *Set) FindAll(text string, limit int) [][]int {
	var found [][]int
	for i := 0; i < len(text) && len(found) != limit; {
		n := token(text[i:])
		if text[i] == ' ' {
			i++
			continue
		}
		if m := s.at(text, i, n); m > 0 {
			found = append(found, []int{i, i + m})
			i += m
			for i < len(text) && IsWord(text[i]) && IsWord(text[i-1]) {
				i++
			}
			continue
		}
		i += n
	}
	return found
}

// Remove returns folded text with a space in place of each member.
func (s *Set) Remove(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range s.FindAll(text, -1) {
		b.WriteString(text[at:m[0]] + " ")
		at = m[1]
	}
	return b.String() + text[at:]
}

// IsWord reports whether c is a letter or digit of folded text, or "_".
func IsWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
