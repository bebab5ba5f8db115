package wcag

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var labelInName = &checks.Check{
	ID:       "label-in-name",
	Criteria: []string{"2.5.3"},
	ACT:      []string{"2ee8b8"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedReach, checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[aria-label], [aria-labelledby]") {
			info := aria.Lookup(aria.Role(p.Page, n))
			if info == nil || !info.Contents || !aria.Is(aria.Role(p.Page, n), "widget") || !aria.Included(p.Page, n) {
				continue
			}
			name, from := aria.NameFrom(p.Page, n)
			if from != aria.FromLabel && from != aria.FromLabelledBy {
				continue
			}
			label := shownText(p.Page, n)
			if n.DataAtom == atom.Input && aria.Is(aria.Role(p.Page, n), "button") && aria.InputType(n) != "image" {
				label = attr(n, "value")
			}
			words := nameWords(label)
			switch {
			case len(words) == 0 || symbolic(words):
			case containsWords(nameWords(name), words), containsWords(nameWords(name), nameWords(withoutParentheses(label))):
				p.Passed(n)
			case abbreviated(label, name):
				p.CantTell(n, "abbreviation", "label", short(label), "name", short(name))
			default:
				p.Failed(n, "differs", "label", short(label), "name", short(name))
			}
		}
	},
}

// shownText returns the text that is seen in n: not that of images, nor of
// fonts that draw icons for letters.
func shownText(p *page.Page, n *html.Node) string {
	icons := false
	for _, d := range append(p.FindIn(n, "*"), n) {
		icons = icons || iconFont(p.Style(d, "font-family"))
	}
	if icons {
		return ""
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode && (strings.TrimSpace(n.Data) == "" || p.Visible(n)) {
			b.WriteString(n.Data)
			return
		}
		if n.Type == html.ElementNode && (n.DataAtom == atom.Script || n.DataAtom == atom.Style) {
			return
		}
		apart := n.Type == html.ElementNode && (n.DataAtom == atom.Br || p.IsBlock(n))
		if apart {
			b.WriteByte(' ')
		}
		for c := range p.Children(n) {
			walk(c)
		}
		if apart {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return page.Collapse(b.String())
}

// iconFont reports whether a family of fonts draws icons for letters.
func iconFont(family string) bool {
	family = strings.ToLower(family)
	return strings.Contains(family, "icon") || strings.Contains(family, "symbol") || strings.Contains(family, "awesome")
}

// nameWords returns the words of a label in lower case; what is neither letter,
// digit nor currency parts them, characters without width do not. Signs of
// mathematics belong to the words that they touch.
func nameWords(s string) []string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFC.String(s))
	words := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.Nd, unicode.M, unicode.Sc) && !operator(r)
	})
	return slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsFunc(w, func(r rune) bool { return !operator(r) }) })
}

// operator reports whether a character is a sign of mathematics, and not one
// that draws an arrow, a line or a frame.
func operator(r rune) bool {
	switch {
	case r == '<', r == '>', r == '|', r == '~', r >= 0x2190 && r <= 0x21FF, r >= 0x2300 && r <= 0x25FF, r >= 0x27F0 && r <= 0x297F:
		return false
	}
	return unicode.Is(unicode.Sm, r)
}

// symbolic reports whether a label is a single letter that stands for a
// picture, such as the x that closes.
func symbolic(words []string) bool {
	if len(words) != 1 {
		return false
	}
	r := []rune(words[0])
	return len(r) == 1 && !unicode.IsDigit(r[0])
}

// containsWords reports whether the words stand in name one after another.
func containsWords(name, words []string) bool {
	if len(words) == 0 {
		return false
	}
	for i := range name {
		if i+len(words) <= len(name) && slices.Equal(name[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// withoutParentheses removes what stands in parentheses.
func withoutParentheses(s string) string {
	var b strings.Builder
	depth := 0
	for _, r := range s {
		switch {
		case r == '(':
			depth++
		case r == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// abbreviated reports whether the label is the name with words cut short by a
// full stop.
func abbreviated(label, name string) bool {
	names := strings.Fields(strings.ToLower(name))
	labels := strings.Fields(strings.ToLower(label))
	for i := range names {
		if i+len(labels) > len(names) {
			break
		}
		cut, same := false, true
		for j, l := range labels {
			stem, dot := strings.CutSuffix(l, ".")
			switch {
			case dot && stem != "" && strings.HasPrefix(names[i+j], stem):
				cut = true
			case strings.Trim(l, ",;:!?…") != strings.Trim(names[i+j], ",;:!?…"):
				same = false
			}
		}
		if cut && same {
			return true
		}
	}
	return false
}
