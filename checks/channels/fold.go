package channels

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

//go:embed data
var data embed.FS

// load reads one of the embedded word lists. They are part of the program: a
// malformed one is a bug.
func load[T any](name string) T {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	var v T
	if err := yaml.Unmarshal(b, &v); err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return v
}

// MaxLine bounds how much of one line of text is read, in bytes.
const MaxLine = 20_000

// folded is a text made ready for matching: lower case without accents, one
// kind of space, dash and apostrophe, nothing invisible. at maps its bytes,
// and its end, to those of the original.
type folded struct {
	s  string
	at []int
}

func (f folded) orig(i int) int { return f.at[i] }

// fold makes s ready for matching words.
func fold(s string) folded { return transform(s, true) }

// plain is fold, but keeps case and accents.
func plain(s string) folded { return transform(s, false) }

func transform(s string, lower bool) folded {
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
	return folded{b.String(), append(at, len(s))}
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

// words compiles a list of words and phrases into an expression on folded
// text. A final "*" stands for any ending; a space for white space.
func words(list []string) *regexp.Regexp {
	list = slices.Clone(list)
	for i, w := range list {
		w, open := strings.CutSuffix(fold(w).s, "*")
		e := strings.ReplaceAll(regexp.QuoteMeta(w), " ", `\s+`)
		if w == "" {
			panic("empty word in a list")
		}
		if isWord(w[0]) {
			e = `\b` + e
		}
		if open {
			e += `\w*`
		} else if isWord(w[len(w)-1]) {
			e += `\b`
		}
		list[i] = e
	}
	// Longer alternatives first: the leftmost match takes the first that fits.
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) })
	return regexp.MustCompile(strings.Join(list, "|"))
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// wordSet is a list of words compiled by words.
type wordSet struct{ *regexp.Regexp }

// count returns how often the words stand in folded text, at most 20 times.
func (w wordSet) count(s string) int { return len(w.FindAllStringIndex(s, 20)) }
