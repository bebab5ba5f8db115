package mutate

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Mutation is one change of a site.
type Mutation struct {
	ID    string
	What  string
	Apply func(*Site)

	// What a real mutation mends and makes; a harmless one does neither.
	Fixed, New []Fault
}

// A Fault is what a check says of a page. Without a page it is on all of them.
type Fault struct{ Check, Page string }

// Harmless are changes that leave every fault of any site as it is.
var Harmless = []Mutation{
	{ID: "classes", What: "Every class has another name, as from a build tool.", Apply: renameClasses},
	{ID: "ids", What: "Every id has another name, with a counter.", Apply: renameIDs},
	{ID: "siblings", What: "The items of every list are turned round.", Apply: reverseLists},
	{ID: "text", What: "Sentences are added, and a date changes.", Apply: editTexts},
	{ID: "wrappers", What: "Every block stands in one more div.", Apply: wrapBlocks},
	{ID: "minified", What: "The HTML is written without needless spaces and quotes.", Apply: func(s *Site) { s.tight = true }},
	{ID: "moved", What: "The menu leaves the header, and side blocks go to the end of the main content.", Apply: moveComponents},
	{ID: "attributes", What: "Attributes come in another order, with data- attributes and comments of a framework.", Apply: decorate},
	{ID: "notice", What: "Every page begins with a notice of the day.", Apply: addNotice},
	{ID: "assets", What: "Pictures, scripts and style sheets have a hash in their name.", Apply: hashAssets},
	{ID: "roles", What: "Landmarks say their role, and emphasis has other tags.", Apply: spellRoles},
	{ID: "inline", What: "The style sheet is in the page, and addresses begin at the root.", Apply: inlineStyle},
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])[:7]
}

var (
	cssClass = regexp.MustCompile(`\.([a-zA-Z_][\w-]*)`)
	cssID    = regexp.MustCompile(`#([a-zA-Z_][\w-]*)`)
	jsString = regexp.MustCompile(`"([.#]?)([a-zA-Z_][\w-]*)"`)
)

// renameIn gives names in style sheets and scripts their new name.
func (s *Site) renameIn(css *regexp.Regexp, prefix string, rename map[string]string) {
	inStyle := func(text string) string {
		return css.ReplaceAllStringFunc(text, func(m string) string {
			if to, ok := rename[m[1:]]; ok {
				return prefix + to
			}
			return m
		})
	}
	for name, b := range s.Files {
		switch path.Ext(name) {
		case ".css":
			s.Files[name] = []byte(inStyle(string(b)))
		case ".js":
			s.Files[name] = []byte(jsString.ReplaceAllStringFunc(string(b), func(m string) string {
				sub := jsString.FindStringSubmatch(m)
				if to, ok := rename[sub[2]]; ok && (sub[1] == prefix || sub[1] == "") {
					return `"` + sub[1] + to + `"`
				}
				return m
			}))
		}
	}
	s.each(func(n *html.Node) {
		if n.DataAtom == atom.Style && n.FirstChild != nil {
			n.FirstChild.Data = inStyle(n.FirstChild.Data)
		}
	})
}

func renameClasses(s *Site) {
	rename := make(map[string]string)
	name := func(c string) string {
		if rename[c] == "" {
			rename[c] = "css-" + hash(c)
		}
		return rename[c]
	}
	s.each(func(n *html.Node) {
		if c := strings.Fields(attr(n, "class")); len(c) > 0 {
			for i := range c {
				c[i] = name(c[i])
			}
			setAttr(n, "class", strings.Join(c, " "))
		}
	})
	for file, b := range s.Files { // those that only a script sets
		if path.Ext(file) == ".css" {
			for _, m := range cssClass.FindAllStringSubmatch(string(b), -1) {
				if regexp.MustCompile(`^[a-z]`).MatchString(m[1]) {
					name(m[1])
				}
			}
		}
	}
	s.renameIn(cssClass, ".", rename)
}

var references = []string{"for", "list", "form", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details", "aria-activedescendant", "aria-flowto", "aria-errormessage"}

func renameIDs(s *Site) {
	rename := make(map[string]string)
	s.each(func(n *html.Node) {
		if id := attr(n, "id"); id != "" {
			rename[id] = "el-" + hash("id "+id) + "-7"
			setAttr(n, "id", rename[id])
		}
	})
	s.each(func(n *html.Node) {
		for _, key := range references {
			ids := strings.Fields(attr(n, key))
			for i, id := range ids {
				if to, ok := rename[id]; ok {
					ids[i] = to
				}
			}
			if len(ids) > 0 {
				setAttr(n, key, strings.Join(ids, " "))
			}
		}
		if href := attr(n, "href"); strings.Contains(href, "#") {
			at := strings.Index(href, "#") + 1
			if to, ok := rename[href[at:]]; ok {
				setAttr(n, "href", href[:at]+to)
			}
		}
	})
	s.renameIn(cssID, "#", rename)
}

func reverseLists(s *Site) {
	s.each(func(n *html.Node) {
		if n.DataAtom != atom.Ul {
			return
		}
		var items []*html.Node
		for c := range n.ChildNodes() {
			items = append(items, c)
		}
		slices.Reverse(items)
		for _, c := range items {
			n.RemoveChild(c)
			n.AppendChild(c)
		}
	})
}

var greetings = map[string]string{
	"fr": "Nous vous aidons.", "nl": "Wij helpen u.", "de": "Wir helfen Ihnen.", "en": "We help you.",
}

func editTexts(s *Site) {
	for _, root := range s.Pages {
		lang := "fr"
		if l, _, _ := strings.Cut(attr(first(root, is(atom.Html)), "lang"), "-"); greetings[l] != "" {
			lang = l
		}
		if m := first(root, is(atom.Main)); m != nil {
			m.AppendChild(element(atom.P, greetings[lang]))
		}
		if h := first(root, is(atom.H1)); h != nil {
			after(h, element(atom.P, greetings[lang]))
		}
		if f := first(root, is(atom.Footer)); f != nil {
			f.AppendChild(element(atom.P, "2027"))
		}
		if t := first(root, is(atom.Title)); t != nil && t.FirstChild != nil {
			t.FirstChild.Data += " (2027)"
		}
	}
}

// wrapBlocks leaves alone what must be the child of its parent.
func wrapBlocks(s *Site) {
	s.each(func(n *html.Node) {
		switch n.DataAtom {
		case atom.P, atom.Section, atom.Article, atom.Table, atom.Form, atom.Ul, atom.Img, atom.H2:
		default:
			return
		}
		if p := n.Parent; p == nil || p.DataAtom == atom.Details || p.DataAtom == atom.Fieldset || p.DataAtom == atom.Figure || p.DataAtom == atom.P || p.DataAtom == atom.Span || p.DataAtom == atom.A || p.DataAtom == atom.Label || p.DataAtom == atom.Picture {
			return
		}
		// It takes no place of its own, so that what it holds is laid out as before.
		w := element(atom.Div, "", "style", "display:contents")
		n.Parent.InsertBefore(w, n)
		w.AppendChild(detach(n))
	})
}

var (
	betweenTags = regexp.MustCompile(`>\s+<`)
	spaces      = regexp.MustCompile(`\s+`)
	quoted      = regexp.MustCompile(`=("[\w./:#-]+")([ >])`)
	preserved   = regexp.MustCompile(`(?s)<(pre|textarea|script|style)\b.*?</(pre|textarea|script|style)>`)
)

func tighten(text string) string {
	var kept []string
	text = preserved.ReplaceAllStringFunc(text, func(m string) string {
		kept = append(kept, m)
		return "\x00"
	})
	text = betweenTags.ReplaceAllStringFunc(text, func(m string) string { return "> <" })
	text = spaces.ReplaceAllString(text, " ")
	for _, tag := range []string{"p", "div", "ul", "ol", "li", "section", "article", "header", "footer", "main", "nav", "h1", "h2", "h3", "table", "tr", "td", "th", "thead", "tbody", "form", "fieldset", "body", "head", "meta", "link", "title", "dl", "dt", "dd"} {
		text = regexp.MustCompile(`\s*(</?`+tag+`(\s[^>]*)?>)\s*`).ReplaceAllString(text, "$1")
	}
	text = quoted.ReplaceAllStringFunc(text, func(m string) string { return strings.ReplaceAll(m, `"`, "") })
	for _, m := range kept {
		text = strings.Replace(text, "\x00", m, 1)
	}
	return text
}

func moveComponents(s *Site) {
	for _, root := range s.Pages {
		header, main := first(root, is(atom.Header)), first(root, is(atom.Main))
		if header == nil || main == nil {
			continue
		}
		if menu := first(header, func(n *html.Node) bool { return n.DataAtom == atom.Nav && attr(n, "id") != "" }); menu != nil {
			after(header, detach(menu))
		}
		for _, n := range elements(main) {
			if n.DataAtom == atom.Aside || hasClass("encadre")(n) {
				main.AppendChild(detach(n))
			}
		}
	}
}

func decorate(s *Site) {
	i := 0
	s.each(func(n *html.Node) {
		i++
		slices.Reverse(n.Attr)
		if n.DataAtom != atom.Html && n.DataAtom != atom.Head {
			setAttr(n, "data-v-"+hash(n.Data), "")
			setAttr(n, "data-reactid", hash(n.Data+string(rune('a'+i%26))))
		}
		if n.DataAtom == atom.Div || n.DataAtom == atom.Section {
			prepend(n, &html.Node{Type: html.CommentNode, Data: " block " + hash(n.Data) + " "})
		}
	})
}

func addNotice(s *Site) {
	for _, root := range s.Pages {
		main := first(root, is(atom.Main))
		if main == nil {
			continue
		}
		text := map[string]string{"nl": "Wij zijn vandaag open.", "de": "Wir haben heute offen."}[attr(first(root, is(atom.Html)), "lang")]
		if text == "" {
			text = "Nous sommes ouverts ce jour."
		}
		div := element(atom.Div, "", "class", "cadre")
		div.AppendChild(element(atom.P, text))
		prepend(main, div)
	}
}

func hashAssets(s *Site) {
	rename := make(map[string]string)
	for name, b := range s.Files {
		switch path.Ext(name) {
		case ".svg", ".png", ".css", ".js", ".wav":
			to := strings.TrimSuffix(name, path.Ext(name)) + "." + hash(string(b)+"2") + path.Ext(name)
			rename[name] = to
		}
	}
	for name, to := range rename {
		s.Files[to] = s.Files[name]
		delete(s.Files, name)
	}
	for page, root := range s.Pages {
		for _, n := range elements(root) {
			for _, key := range []string{"src", "href"} {
				if to, ok := rename[path.Join(path.Dir(page), attr(n, key))]; ok && attr(n, key) != "" {
					at := path.Dir(attr(n, key))
					setAttr(n, key, path.Join(at, path.Base(to)))
				}
			}
		}
	}
}

func spellRoles(s *Site) {
	s.each(func(n *html.Node) {
		if n.DataAtom == atom.Nav || n.DataAtom == atom.Main {
			setAttr(n, "role", map[atom.Atom]string{atom.Nav: "navigation", atom.Main: "main"}[n.DataAtom])
		}
		if n.Parent != nil && n.Parent.DataAtom == atom.Body {
			switch n.DataAtom {
			case atom.Header:
				setAttr(n, "role", "banner")
			case atom.Footer:
				setAttr(n, "role", "contentinfo")
			}
		}
		if n.DataAtom == atom.Nav {
			n.DataAtom, n.Data = atom.Div, "div"
		}
	})
}

func inlineStyle(s *Site) {
	for page, root := range s.Pages {
		for _, n := range elements(root) {
			if n.DataAtom == atom.Link && attr(n, "rel") == "stylesheet" {
				if css, ok := s.Files[path.Join(path.Dir(page), attr(n, "href"))]; ok {
					after(n, element(atom.Style, string(css)))
					detach(n)
					continue
				}
			}
			for _, key := range []string{"src", "href"} {
				v := attr(n, key)
				if v == "" || strings.ContainsAny(v, ":#?") || strings.HasPrefix(v, "/") {
					continue
				}
				setAttr(n, key, "/"+path.Join(path.Dir(page), v))
			}
		}
	}
}
