// Package words matches words on pages as people read them: without case and
// accents, whatever kind of space, dash or apostrophe stands between. Lists of
// words are data of the packages that use it.
package words

import (
	"regexp"
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

// Compile compiles a list of words and phrases into an expression on folded
// text. A final "*" stands for any ending; a space for white space.
func Compile(list []string) *regexp.Regexp {
	list = slices.Clone(list)
	for i, w := range list {
		w, open := strings.CutSuffix(Fold(w).S, "*")
		e := strings.ReplaceAll(regexp.QuoteMeta(w), " ", `\s+`)
		if w == "" {
			panic("empty word in a list")
		}
		if IsWord(w[0]) {
			e = `\b` + e
		}
		if open {
			e += `\w*`
		} else if IsWord(w[len(w)-1]) {
			e += `\b`
		}
		list[i] = e
	}
	// Longer alternatives first: the leftmost match takes the first that fits.
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(strings.Join(list, "|"))
}

// IsWord reports whether c is a letter or digit of folded text, or "_".
func IsWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
