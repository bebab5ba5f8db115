// Package css reads declarations and rules of style sheets, as far as checks
// need what an author wrote rather than what the browser computed.
package css

import "strings"

// A Declaration is a property and its value, as in "color: red !important".
type Declaration struct {
	Property  string // lower case, but for custom properties
	Value     string // trimmed, without "!important"
	Important bool
}

// A Rule is a style rule with the conditions that it stands under.
type Rule struct {
	Media        []string // media queries of the at-rules around it, lower case, the outermost first
	Selector     string
	Declarations []Declaration
}

// Bounds of what is read of one sheet.
const (
	maxBytes = 2 << 20
	maxRules = 20_000
	maxDepth = 16
)

// Declarations reads the value of a style attribute or the body of a rule.
// What is malformed is left out. Of two declarations of a property both are
// returned, in order.
func Declarations(s string) []Declaration {
	var ds []Declaration
	for _, part := range split(strip(s), ';') {
		if d, ok := declaration(part); ok {
			ds = append(ds, d)
		}
	}
	return ds
}

func declaration(part string) (Declaration, bool) {
	name, value, ok := strings.Cut(part, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	if !ok || name == "" || value == "" || strings.ContainsAny(name, " \t\n{}()\"'") {
		return Declaration{}, false
	}
	d := Declaration{Property: name, Value: value}
	if !strings.HasPrefix(name, "--") {
		d.Property = strings.ToLower(name)
	}
	if i := strings.LastIndexByte(value, '!'); i >= 0 && strings.EqualFold(strings.TrimSpace(value[i+1:]), "important") {
		d.Important = true
		d.Value = strings.TrimSpace(value[:i])
	}
	return d, d.Value != ""
}

// Last returns the declaration of a property that wins within one block: the
// last important one, else the last.
func Last(ds []Declaration, property string) (Declaration, bool) {
	var found Declaration
	ok := false
	for _, d := range ds {
		if d.Property == property && (d.Important || !found.Important) {
			found, ok = d, true
		}
	}
	return found, ok
}

// ContentAlternative returns the words that a value of the content property
// gives for speech, after a slash; ok is false if it gives none.
func ContentAlternative(value string) (words string, ok bool) {
	i := scan(value, "/")
	if i < 0 {
		return "", false
	}
	for rest := value[i+1:]; rest != ""; {
		open := strings.IndexAny(rest, `"'`)
		if open < 0 {
			break
		}
		end := quoted(rest[open+1:], rest[open])
		if end < 0 {
			break
		}
		words += rest[open+1 : open+1+end]
		rest = rest[open+end+2:]
	}
	return words, true
}

// Rules reads the style rules of a sheet, those nested in @media, @supports,
// @layer and @container included. At most 2 MiB and 20,000 rules are read.
func Rules(sheet string) []Rule {
	if len(sheet) > maxBytes {
		sheet = sheet[:maxBytes]
	}
	r := &reader{}
	r.block(strip(sheet), nil, 0)
	return r.rules
}

type reader struct{ rules []Rule }

func (r *reader) block(s string, media []string, depth int) {
	for s != "" && len(r.rules) < maxRules && depth < maxDepth {
		i := scan(s, "{;}")
		if i < 0 {
			return
		}
		if s[i] != '{' {
			s = s[i+1:]
			continue
		}
		prelude := strings.TrimSpace(s[:i])
		end := closing(s, i)
		body := s[i+1 : end]
		s = s[min(end+1, len(s)):]
		if !strings.HasPrefix(prelude, "@") {
			r.rules = append(r.rules, Rule{Media: media, Selector: prelude, Declarations: Declarations(body)})
			continue
		}
		name, condition, _ := strings.Cut(prelude, " ")
		if j := strings.IndexByte(name, '('); j >= 0 {
			name, condition = name[:j], prelude[j:]
		}
		switch strings.ToLower(name) {
		case "@media":
			r.block(body, append(media[:len(media):len(media)], strings.ToLower(strings.TrimSpace(condition))), depth+1)
		case "@supports", "@layer", "@container", "@scope":
			r.block(body, media, depth+1)
		}
	}
}

// strip removes comments.
func strip(s string) string {
	if !strings.Contains(s, "/*") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "/*")
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		b.WriteByte(' ')
		j := strings.Index(s[i+2:], "*/")
		if j < 0 {
			return b.String()
		}
		s = s[i+2+j+2:]
	}
}

// scan returns the index of the first byte of s that is in set and stands
// outside strings and parentheses, or -1.
func scan(s, set string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '"' || c == '\'':
			if j := quoted(s[i+1:], c); j >= 0 {
				i += j + 1
			}
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth = max(0, depth-1)
		case depth == 0 && strings.IndexByte(set, c) >= 0:
			return i
		case depth > 0 && (c == '{' || c == '}') && strings.IndexByte(set, c) >= 0:
			return i // an unclosed parenthesis ends with its block
		}
	}
	return -1
}

// quoted returns the index of the quote that ends a string, or -1.
func quoted(s string, quote byte) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '\n':
			return -1
		case quote:
			return i
		}
	}
	return -1
}

// closing returns the index of the brace that closes the one at open, or the
// length of s.
func closing(s string, open int) int {
	depth := 0
	for i := open; i < len(s); {
		j := scan(s[i:], "{}")
		if j < 0 {
			break
		}
		i += j
		if s[i] == '{' {
			depth++
		} else if depth--; depth == 0 {
			return i
		}
		i++
	}
	return len(s)
}

func split(s string, sep byte) []string {
	var parts []string
	for {
		i := scan(s, string(sep))
		if i < 0 {
			return append(parts, s)
		}
		parts = append(parts, s[:i])
		s = s[i+1:]
	}
}
