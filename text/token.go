package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind says what a token is.
type kind uint8

const (
	kindPunct  kind = iota
	kindWord        // letters
	kindClitic      // an elided French form: l', qu'
	kindNumber      // begins with a digit
	kindCode        // URL, e-mail address, file name, identifier
)

// isWord reports whether readers read the token as a word.
func (k kind) isWord() bool { return k != kindPunct }

// token is a word, a number or a mark of punctuation.
type token struct {
	start, end int
	kind       kind
	caps       caps
	runes      int
	rank       int // by frequency in the language, 1 is the commonest; unlisted for the others
	logRank    float64
	class      class
	low        string // lower case, with straight apostrophes
}

// caps says how a word is capitalised.
type caps uint8

const (
	capsNone caps = iota
	capsFirst
	capsAll // two capital letters or more, and no small one
)

// maxWordBytes bounds a word; what is longer is cut. Words of the four
// languages stay far below it.
const maxWordBytes = 256

// tokenise cuts s into words, numbers and punctuation. Invalid UTF-8 and white
// space give no token.
func tokenise(s string, lang Lang) []token {
	tokens := make([]token, 0, len(s)/5+4)
	for i := 0; i < len(s); {
		c := s[i]
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		switch {
		case isWordRune(r):
			if n := codeLength(s, i); n > 0 {
				tokens = append(tokens, token{start: i, end: i + n, kind: kindCode, runes: n, low: strings.ToLower(s[i : i+n])})
				i += n
				continue
			}
			tok := scanWord(s, i, lang)
			tokens = append(tokens, tok)
			i = tok.end
		case unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
			i += size
		default:
			tokens = append(tokens, token{start: i, end: i + size, kind: kindPunct, runes: 1, low: s[i : i+size]})
			i += size
		}
	}
	return tokens
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// scanWord reads the word that begins at i. Letters and digits belong to it,
// and between two of them hyphens, apostrophes, and in numbers points, commas
// and colons.
func scanWord(s string, i int, lang Lang) token {
	tok := token{start: i, kind: kindWord}
	first, _ := utf8.DecodeRuneInString(s[i:])
	if unicode.IsDigit(first) {
		tok.kind = kindNumber
	}
	var upper, lower int
	plain := true // already lower case, no curly apostrophe
	var previous rune
	j := i
scan:
	for j < len(s) && j-i < maxWordBytes {
		r, size := rune(s[j]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[j:])
		}
		switch {
		case isWordRune(r):
			if unicode.IsUpper(r) {
				upper++
				plain = false
			} else if unicode.IsLower(r) {
				lower++
			}
		case r == '\'' || r == '’' || r == '-' || r == '\u00AD' || r == '‑':
			next, _ := utf8.DecodeRuneInString(s[j+size:])
			if !isWordRune(next) {
				// "qu' il": an elided form may stand before a space.
				if r != '-' && r != '\u00AD' && r != '‑' && lang == French && elided(s[i:j]) {
					j += size
					tok.kind = kindClitic
				}
				break scan
			}
			if r != '-' {
				plain = false
			}
			if (r == '\'' || r == '’') && lang == French && elided(s[i:j]) {
				j += size
				tok.kind = kindClitic
				tok.runes++
				break scan
			}
		case tok.kind == kindNumber && (r == '.' || r == ',' || r == ':'):
			next, _ := utf8.DecodeRuneInString(s[j+size:])
			if !unicode.IsDigit(next) || !unicode.IsDigit(previous) {
				break scan
			}
		default:
			break scan
		}
		tok.runes++
		previous = r
		j += size
	}
	tok.end = j
	switch {
	case upper >= 2 && lower == 0:
		tok.caps = capsAll
	case upper > 0 && unicode.IsUpper(first):
		tok.caps = capsFirst
	}
	tok.low = s[i:j]
	if !plain {
		tok.low = lowerer.Replace(strings.ToLower(tok.low))
	}
	return tok
}

var lowerer = strings.NewReplacer("’", "'", "\u00AD", "", "‑", "-")

// elided reports whether w is what stands before the apostrophe of an elided
// French form.
func elided(w string) bool {
	switch len(w) {
	case 1:
		return strings.ContainsAny(w, "lLdDjJmMtTsScCnN")
	case 2:
		return strings.EqualFold(w, "qu")
	}
	if len(w) > 8 {
		return false
	}
	switch strings.ToLower(w) {
	case "jusqu", "lorsqu", "puisqu", "quoiqu":
		return true
	}
	return false
}

// codeLength returns the length of the URL, e-mail address, path or identifier
// that begins at i, or 0.
func codeLength(s string, i int) int {
	end := i
	var at, slash, under, dot bool
	for end < len(s) && end-i < 512 {
		c := s[end]
		if c <= ' ' || c == '<' || c == '>' || c == '"' || c == '(' || c == ')' || c == ',' || c == ';' || c >= 0x80 {
			break
		}
		switch c {
		case '@':
			at = true
		case '/':
			slash = true
		case '_':
			under = true
		case '.':
			dot = true
		}
		end++
	}
	if !at && !slash && !under && !dot {
		return 0
	}
	for end > i && strings.IndexByte(".:!?'*`]}", s[end-1]) >= 0 {
		end--
	}
	chunk := s[i:end]
	switch {
	case at && strings.IndexByte(chunk, '.') > 0, under && len(chunk) > 2:
		return len(chunk)
	case strings.HasPrefix(chunk, "http://"), strings.HasPrefix(chunk, "https://"), strings.HasPrefix(chunk, "www."):
		return len(chunk)
	case dot && domainLike(chunk):
		return len(chunk)
	}
	return 0
}

// domainLike reports whether chunk looks like "service-public.fr/page": labels
// of letters, digits and hyphens, and a last label of two to six small letters
// that is not an abbreviation such as "e.g" or "z.B".
func domainLike(chunk string) bool {
	host, _, _ := strings.Cut(chunk, "/")
	last := strings.LastIndexByte(host, '.')
	if last < 3 {
		return false
	}
	tld := host[last+1:]
	if len(tld) < 2 || len(tld) > 6 {
		return false
	}
	for i := 0; i < len(tld); i++ {
		if tld[i] < 'a' || tld[i] > 'z' {
			return false
		}
	}
	letters := false
	for i := 0; i < last; i++ {
		c := host[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			letters = true
		case c == '.':
			if i == 0 || host[i-1] == '.' {
				return false
			}
		case c == '-' || '0' <= c && c <= '9':
		default:
			return false
		}
	}
	// "fin.Le" has a capital and fails above; "fin.le" needs a real ending.
	return letters && commonEnding(tld)
}

// commonEnding reports whether a last label is a top-level domain or a file
// type met in public-service text.
func commonEnding(tld string) bool {
	switch tld {
	case "fr", "be", "nl", "de", "lu", "ch", "at", "eu", "com", "org", "net", "gouv", "uk", "ie", "us", "gov", "edu", "info", "int", "brussels", "vlaanderen", "paris", "bzh", "alsace", "corsica", "app", "io",
		"pdf", "doc", "docx", "odt", "xls", "xlsx", "csv", "html", "htm", "php", "aspx", "jpg", "png", "zip", "txt":
		return true
	}
	return false
}
