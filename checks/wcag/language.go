package wcag

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/language"

	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

// bibliographic are the codes that libraries use for languages that have
// another one (ISO 639-2/B); the registry does not hold them.
const bibliographic = "alb arm baq bur chi cze dut fre geo ger gre ice mac mao may per rum slo tib wel"

var languageCode = regexp.MustCompile(`^[a-z]{2,3}$`)

// primarySubtag returns the primary language of a BCP 47 tag in lower case, or
// "" if the IANA registry does not know its language. What follows the language
// does not matter: browsers and voices go by the first subtag.
func primarySubtag(tag string) string {
	primary, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	if !languageCode.MatchString(primary) || len(primary) == 3 && strings.Contains(bibliographic, primary) {
		return ""
	}
	base, err := language.ParseBase(primary)
	// A language that has a code of two letters is not registered with three.
	if err != nil || len(primary) == 3 && len(base.String()) == 2 {
		return ""
	}
	return primary
}

// languageTexts returns the text that inherits its language from each element
// with a lang attribute: text that is rendered, and the words of attributes
// that become names.
func languageTexts(p *page.Page) map[*html.Node]string {
	return page.Derive(p, languageTextsKey{}, func() map[*html.Node]string { return readLanguageTexts(p) })
}

type languageTextsKey struct{}

func readLanguageTexts(p *page.Page) map[*html.Node]string {
	owners := make(map[*html.Node]*strings.Builder)
	add := func(owner *html.Node, s string) {
		if owner == nil || strings.TrimSpace(s) == "" {
			return
		}
		b := owners[owner]
		if b == nil {
			b = new(strings.Builder)
			owners[owner] = b
		}
		b.WriteString(s)
		b.WriteString("\n")
	}
	var walk func(n, owner *html.Node)
	walk = func(n, owner *html.Node) {
		switch n.Type {
		case html.DocumentNode:
			if p.Tree(n).Kind == page.Frame {
				owner = nil // a document does not inherit the language of its frame
			}
		case html.TextNode:
			if strings.TrimSpace(n.Data) != "" && spoken(p, n) {
				add(owner, n.Data)
			}
			return
		case html.ElementNode:
			switch n.DataAtom {
			case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Head:
				return
			}
			if page.HasAttr(n, "lang") {
				owner = n
			}
			if !p.Hidden(n) {
				for _, name := range []string{"alt", "aria-label", "title", "placeholder"} {
					if v, ok := page.Attr(n, name); ok {
						add(owner, v)
					}
				}
				if n.DataAtom == atom.Input && aria.Is(aria.Role(p, n), "button") {
					add(owner, attr(n, "value"))
				}
				for _, ref := range p.IDRefs(n, "aria-labelledby") {
					if p.Hidden(ref) { // else it is text of its own element
						add(owner, p.Text(ref))
					}
				}
			}
		}
		for c := range p.Children(n) {
			walk(c, owner)
		}
	}
	walk(p.Root, nil)
	texts := make(map[*html.Node]string, len(owners))
	for n, b := range owners {
		texts[n] = b.String()
	}
	return texts
}

// spoken reports whether a text node is seen or read aloud.
func spoken(p *page.Page, n *html.Node) bool {
	if p.Hidden(n) {
		return false
	}
	return p.Visible(n) || p.Closest(p.Parent(n), "[aria-hidden=true]") == nil
}

// A verdict says how a text compares with a declared language.
type verdict int

const (
	unknown verdict = iota // too short, or in a language we do not read
	same
	other
)

// relatives are languages that the detector may take for one of its own.
var relatives = map[text.Lang]string{
	text.German:  "lb gsw nds bar ksh pfl vmf wae als sxu frr yi stq pdc",
	text.Dutch:   "af fy li vls zea nds fry lim",
	text.English: "sco ang jam pcm gd",
	text.French:  "oc wa frp pcd nrf br co ht gcf cpf frc",
}

// The fewest words that language detection can be trusted on: to tell the
// languages it reads from each other, and from one it does not.
const (
	minWords        = 3
	minWordsUnknown = 10
)

// compareLanguage compares a text with the primary language it is declared in;
// found is the language it is in, if it is another.
func compareLanguage(s, declared string) (v verdict, found text.Lang) {
	if nonLatin(s) {
		if latin[declared] {
			return other, "?"
		}
		return unknown, ""
	}
	need := minWordsUnknown
	if slices.Contains(text.Langs, text.Lang(declared)) {
		need = minWords
	}
	words := len(text.Words(s))
	if words < need {
		return unknown, ""
	}
	lang, ok := text.Detect(s)
	switch {
	case !ok:
		return unknown, ""
	case string(lang) == declared:
		return same, lang
	case words < minWordsUnknown && !says("function "+string(lang), s):
		return unknown, "" // "Online shop" is said in many languages
	case strings.Contains(" "+relatives[lang]+" ", " "+declared+" "):
		return unknown, ""
	}
	return other, lang
}

// latin holds those of the languages of European public services that are
// written in Latin letters only.
var latin = map[string]bool{
	"fr": true, "nl": true, "de": true, "en": true, "lb": true, "it": true, "es": true, "pt": true, "ca": true,
	"pl": true, "cs": true, "sk": true, "sl": true, "hr": true, "hu": true, "ro": true, "sv": true, "da": true,
	"nb": true, "nn": true, "no": true, "fi": true, "et": true, "lv": true, "lt": true, "ga": true, "mt": true,
}

// nonLatin reports whether a text of some length is all but free of Latin
// letters.
func nonLatin(s string) bool {
	letters, foreign := 0, 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
			if !unicode.Is(unicode.Latin, r) {
				foreign++
			}
		}
	}
	return letters >= 8 && foreign*10 > letters*9
}
