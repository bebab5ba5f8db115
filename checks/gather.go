package checks

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// Bounds of what Gather keeps of one page.
const (
	maxLinks    = 2000
	maxHeadings = 500
	maxForms    = 50
	maxFields   = 100
	maxPassages = 400
	maxPassage  = 300 // runes
	maxContext  = 200 // runes
	maxName     = 200 // runes
	maxMenus    = 20
)

//go:embed gather.yaml
var gatherYAML []byte

var gatherWords = func() (w struct {
	Menu         []string
	MenuClass    []string `yaml:"menu_class"`
	SearchField  []string `yaml:"search_field"`
	SearchAction []string `yaml:"search_action"`
	Contact      []string
	Documents    []string
	Languages    map[string][]string
}) {
	if err := yaml.Unmarshal(gatherYAML, &w); err != nil {
		panic(fmt.Sprintf("checks: gather.yaml: %v", err))
	}
	return w
}()

// Gather returns the facts of a page: everything in Facts but what only the
// crawl knows (Depth, Bytes) and what families add (Detected, Score, Channels,
// Signals).
//
// Links and headings stand in the reading order of the flat tree. The heading
// of a link is the nearest before it in the same region of the page. On a page
// that was not laid out once more in a narrow viewport, Link.Narrow is the
// ordinary box of a link that shows: what was not looked at stops nobody.
func Gather(p *page.Page) *Facts {
	f := &Facts{
		URL: p.URL, Final: p.Final, Status: p.Status, Height: p.ScrollHeight,
		Alternates: make(map[string]string), Outline: outline(p),
	}
	g := &gatherer{
		p: p, f: f, block: make(map[*html.Node]int), items: make(map[*html.Node]*html.Node),
		gone: make(map[nodeIn]bool), cards: make(map[*html.Node]card), images: make(map[string]*html.Node),
	}
	for _, img := range p.Find("img[usemap]") {
		name, _ := page.Attr(img, "usemap")
		g.images[strings.TrimPrefix(name, "#")] = img
	}
	if u, err := url.Parse(p.Final); err == nil {
		g.host = strings.TrimPrefix(u.Hostname(), "www.")
	}
	for c := p.Root.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Html {
			lang, _ := page.Attr(c, "lang")
			f.Lang = strings.TrimSpace(lang)
		}
	}
	for _, n := range p.Find("title") {
		if n.Namespace == "" && p.Scope(n) == p.Root {
			f.Title = cut(p.Text(n), maxName)
			break
		}
	}
	g.texts()
	g.alternates()
	g.openers()
	g.walk(p.Root)
	if len(f.Alternates) == 0 {
		f.Alternates = nil
	}
	return f
}

// name returns the accessible name of n; of what is hidden, the text that will
// name it when it is shown.
func (g *gatherer) name(n *html.Node) string {
	s := aria.Name(g.p, n)
	if s == "" && g.p.Hidden(n) {
		s = aria.TextOf(g.p, n)
	}
	return s
}

type gatherer struct {
	p       *page.Page
	f       *Facts
	host    string
	block   map[*html.Node]int // text node to its index in p.Blocks()
	region  []page.Region      // of each heading
	control map[*html.Node]*html.Node
	menus   []*html.Node // controls that open a menu, by their names
	gone    map[nodeIn]bool
	items   map[*html.Node]*html.Node
	cards   map[*html.Node]card
	images  map[string]*html.Node // by the name of their map
}

// nodeIn is a node in one of the layouts.
type nodeIn struct {
	node   *html.Node
	narrow bool
}

// A card is an element that holds a link and what is said of it.
type card struct {
	href    string
	several bool // it links to more than one address
	text    string
}

func (g *gatherer) texts() {
	blocks := g.p.Blocks()
	content := 0
	for i, b := range blocks {
		for _, pc := range b.Pieces {
			g.block[pc.Node] = i
		}
		if b.Region == page.Content {
			g.f.Words += countWords(b.Text)
			content++
		}
	}
	content = min(content, maxPassages)
	others := maxPassages - content // what is around the content gives way to it
	for _, b := range blocks {
		room := &others
		if b.Region == page.Content {
			room = &content
		}
		if *room == 0 {
			continue
		}
		*room--
		t := Passage{Text: cut(b.Text, maxPassage), Region: b.Region}
		if len(b.Pieces) > 0 {
			if lines := g.p.Info(b.Pieces[0].Node).Texts; len(lines) > 0 {
				t.Y = lines[0].Box.Y
			}
		}
		g.f.Texts = append(g.f.Texts, t)
	}
}

// countWords counts what is written with a letter or digit.
func countWords(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// cut shortens s to at most n runes.
func cut(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func (g *gatherer) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Head:
			return
		case atom.A, atom.Area:
			if page.HasAttr(n, "href") {
				g.link(n)
			}
		case atom.Form:
			g.form(n)
		default:
			if l := headingLevel(n); l > 0 {
				g.heading(n, l)
			} else if href := svgHref(n); href != "" {
				g.link(n)
			}
		}
	}
	for c := range g.p.Children(n) {
		g.walk(c)
	}
}

// svgHref returns the target of an SVG link, "" for any other element.
func svgHref(n *html.Node) string {
	if n.Namespace != "svg" || n.Data != "a" {
		return ""
	}
	for _, a := range n.Attr {
		if a.Key == "href" || a.Key == "xlink:href" {
			return a.Val
		}
	}
	return ""
}

func headingLevel(n *html.Node) int {
	role, ok := page.Attr(n, "role")
	role = strings.ToLower(strings.TrimSpace(role))
	if ok && role != "" && role != "heading" {
		return 0
	}
	if role == "heading" {
		v, _ := page.Attr(n, "aria-level")
		if l, err := strconv.Atoi(v); err == nil && l > 0 {
			return l
		}
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(n.Data[1] - '0')
	}
	if role == "heading" {
		return 2 // ARIA: the level of a heading without aria-level
	}
	return 0
}

func (g *gatherer) heading(n *html.Node, level int) {
	if len(g.f.Headings) == maxHeadings || !aria.Exposed(g.p, n) && !g.p.Visible(n) {
		return
	}
	text := g.name(n)
	if text == "" {
		return
	}
	g.f.Headings = append(g.f.Headings, Heading{Level: level, Text: cut(text, maxName)})
	g.region = append(g.region, g.p.Region(n))
}

func (g *gatherer) link(n *html.Node) {
	if len(g.f.Links) == maxLinks {
		return
	}
	p := g.p
	href, ok := page.Attr(n, "href")
	if !ok {
		href = svgHref(n)
	}
	u, err := url.Parse(p.Resolve(n, href))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return
	}
	u.Fragment, u.RawFragment = "", ""
	l := Link{
		URL: u.String(), Name: cut(g.name(n), maxName), Heading: -1, Region: p.Region(n),
		Visible: g.visible(n), Exposed: aria.Exposed(g.p, n), Focus: aria.Tabbable(g.p, n),
		External: strings.TrimPrefix(u.Hostname(), "www.") != g.host,
	}
	l.Box, l.Narrow = g.box(n), g.narrow(n)
	if text := cut(p.VisibleText(n), maxName); text != l.Name {
		l.Text = text
	}
	if c := cut(g.context(n), maxContext); c != l.Name && c != l.Text {
		l.Context = c
	}
	if k := len(g.region) - 1; k >= 0 && g.region[k] == l.Region {
		l.Heading = k
	}
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(u.Path), "."))
	l.Download = page.HasAttr(n, "download") || slices.Contains(gatherWords.Documents, ext)
	l.Lang = g.linkLang(n, &l)
	if !l.Visible || l.Narrow == nil {
		l.Behind = g.behind(n, !l.Visible, l.Narrow == nil)
	}
	if l.Lang != "" && g.switches(&l) && g.f.Alternates[l.Lang] == "" {
		g.f.Alternates[l.Lang] = l.URL
	}
	g.f.Links = append(g.f.Links, l)
}

func (g *gatherer) visible(n *html.Node) bool {
	if n.DataAtom == atom.Area { // shown as a part of its image
		m := g.p.Closest(n, "map")
		if m == nil {
			return false
		}
		name, _ := page.Attr(m, "name")
		img := g.images[name]
		return img != nil && g.p.Visible(img)
	}
	return g.p.Visible(n)
}

// box returns the box of n, or that of what it contains if it has no area of
// its own.
func (g *gatherer) box(n *html.Node) page.Box {
	b, _ := g.p.Box(n)
	if b.Empty() {
		for c := range g.p.Children(n) {
			if b := g.box(c); !b.Empty() {
				return b
			}
		}
	}
	return b
}

func (g *gatherer) narrow(n *html.Node) *page.Box {
	if !g.p.Inputs.Has(page.Narrow) || n.DataAtom == atom.Area {
		if !g.visible(n) {
			return nil
		}
		b := g.box(n)
		return &b
	}
	b := g.narrowBox(n)
	if b.Empty() || b.X+b.Width <= 0 || b.Y+b.Height <= 0 {
		return nil
	}
	for a := range g.p.Ancestors(n) {
		i := g.p.Info(a)
		o := g.p.Style(a, "overflow-y")
		if i.NarrowSeen && (o == "hidden" || o == "clip") && (i.NarrowBox.Width <= 1 || i.NarrowBox.Height <= 1) &&
			a.DataAtom != atom.Body && a.DataAtom != atom.Html {
			return nil
		}
	}
	return &b
}

func (g *gatherer) narrowBox(n *html.Node) page.Box {
	i := g.p.Info(n)
	switch {
	case i.NarrowSeen && !i.NarrowBox.Empty():
		return i.NarrowBox
	case n.Type == html.ElementNode && !i.NarrowSeen && g.p.Style(n, "display") != "contents":
		return page.Box{} // nor does anything in it show
	}
	for c := range g.p.Children(n) {
		if b := g.narrowBox(c); !b.Empty() {
			return b
		}
	}
	return page.Box{}
}

// context returns the text that a link is read in: its block or, where the
// link is the whole block, the list item, cell, card or paragraph around it.
// Text that is nothing but other links is no context.
func (g *gatherer) context(n *html.Node) string {
	if t := g.firstText(n); t != nil {
		b := g.p.Blocks()[g.block[t]]
		for _, pc := range b.Pieces {
			if countWords(b.Text[pc.Start:pc.End]) > 0 && g.p.Closest(pc.Node.Parent, "a") == nil {
				return page.Collapse(b.Text)
			}
		}
	}
	a := g.p.Closest(g.parent(n), "li, article, td, dd, figure, p, [role=listitem], [role=article]")
	if a == nil {
		return ""
	}
	return g.card(a).text
}

// card reads an element around links. It has no text if it leads to several
// places, or is a page rather than a card.
func (g *gatherer) card(n *html.Node) card {
	c, ok := g.cards[n]
	if ok {
		return c
	}
	for _, l := range g.p.FindIn(n, "a[href]") {
		href, _ := page.Attr(l, "href")
		c.several = c.several || c.href != "" && c.href != href
		c.href = href
	}
	const words = 60
	if !c.several {
		if text := g.p.VisibleText(n); countWords(text) <= words {
			c.text = text
		}
	}
	g.cards[n] = c
	return c
}

func (g *gatherer) parent(n *html.Node) *html.Node {
	if up := g.p.Parent(n); up != nil {
		return up
	}
	return n
}

func (g *gatherer) firstText(n *html.Node) *html.Node {
	if n.Type == html.TextNode {
		if _, ok := g.block[n]; ok {
			return n
		}
		return nil
	}
	for c := range g.p.Children(n) {
		if t := g.firstText(c); t != nil {
			return t
		}
	}
	return nil
}

// linkLang returns the primary language of what a link leads to, as far as its
// hreflang, its own lang or its name in a language switch tells; "" if not.
func (g *gatherer) linkLang(n *html.Node, l *Link) string {
	for _, name := range []string{"hreflang", "lang"} {
		if v, _ := page.Attr(n, name); v != "" {
			return primary(v)
		}
	}
	return languageNamed(l.Name, l.Region)
}

// languageNamed returns the language that a link of a language switch names.
// Bare codes count only outside the content.
func languageNamed(name string, r page.Region) string {
	name = strings.ToLower(strings.TrimSpace(name))
	for lang, names := range gatherWords.Languages {
		if slices.Contains(names, name) && (len(name) > 3 || r != page.Content) {
			return lang
		}
	}
	return ""
}

// switches reports whether a link leads to another language version of the
// page rather than to any page in that language.
func (g *gatherer) switches(l *Link) bool {
	if l.External {
		return false
	}
	return languageNamed(l.Name, page.Navigation) == l.Lang || languageNamed(l.Text, page.Navigation) == l.Lang
}

func primary(lang string) string {
	lang, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(lang)), "-")
	return lang
}

func (g *gatherer) alternates() {
	for _, n := range g.p.Find("link[rel~=alternate][hreflang][href]") {
		lang, _ := page.Attr(n, "hreflang")
		href, _ := page.Attr(n, "href")
		lang = primary(lang)
		if lang == "" || lang == "x" || g.f.Alternates[lang] != "" || len(g.f.Alternates) > 50 {
			continue
		}
		if u := g.p.Resolve(n, href); strings.HasPrefix(u, "http") {
			u, _, _ = strings.Cut(u, "#")
			g.f.Alternates[lang] = u
		}
	}
}

// openers finds the controls that show what is hidden, by what they show.
func (g *gatherer) openers() {
	g.control = make(map[*html.Node]*html.Node)
	for _, n := range g.p.Find("[aria-controls], [data-target], [data-bs-target], [popovertarget], [commandfor]") {
		for _, attr := range []string{"aria-controls", "popovertarget", "commandfor"} {
			for _, e := range g.p.IDRefs(n, attr) {
				g.control[e] = n
			}
		}
		for _, attr := range []string{"data-target", "data-bs-target"} {
			if v, _ := page.Attr(n, attr); strings.HasPrefix(v, "#") {
				if e := g.p.ByID(n, v[1:]); e != nil {
					g.control[e] = n
				}
			}
		}
	}
	for _, n := range g.p.Find("details > summary") {
		g.control[n.Parent] = n
	}
	const candidates = "button, [role=button], summary, label[for], a[href^='#'], input[type=button], [class*=burger], [class*=toggle], [id*=burger]"
	for _, n := range g.p.Find(candidates) {
		if len(g.menus) < maxMenus && (slices.Contains(gatherWords.Menu, strings.ToLower(g.name(n))) || menuClass(n)) {
			g.menus = append(g.menus, n)
		}
	}
}

func menuClass(n *html.Node) bool {
	class, _ := page.Attr(n, "class")
	id, _ := page.Attr(n, "id")
	s := strings.ToLower(class + " " + id)
	return slices.ContainsFunc(gatherWords.MenuClass, func(w string) bool { return strings.Contains(s, w) })
}

// missing reports whether n does not show in the ordinary layout or, if narrow,
// in the narrow one.
func (g *gatherer) missing(n *html.Node, narrow bool) bool {
	key := nodeIn{n, narrow}
	m, ok := g.gone[key]
	if !ok {
		if narrow {
			m = g.narrow(n) == nil
		} else {
			m = !g.p.Visible(n)
		}
		g.gone[key] = m
	}
	return m
}

// behind returns the control that shows a link which does not show at once in
// the ordinary layout (wide) or in the narrow one, nil if none was found.
func (g *gatherer) behind(n *html.Node, wide, narrow bool) *Control {
	var found *html.Node
	if narrow {
		found = g.opener(n, true)
	}
	if found == nil && wide {
		found = g.opener(n, false)
	}
	if found == nil {
		return nil
	}
	c := &Control{Name: cut(g.name(found), maxName), Exposed: aria.Exposed(g.p, found), Focus: aria.Tabbable(g.p, found), Box: g.box(found)}
	if id, _ := page.Attr(found, "for"); found.DataAtom == atom.Label && id != "" {
		if box := g.p.ByID(found, id); box != nil { // a check box whose label is pressed
			c.Focus, c.Exposed = aria.Tabbable(g.p, box), aria.Exposed(g.p, box)
		}
	}
	c.Narrow = g.narrow(found)
	return c
}

// opener returns the control that shows a link missing from one layout: one
// that names what it controls, the item before a hidden list, or the button of
// the menu that the link is in. A link that is missing alone, from a menu that
// shows, has none.
func (g *gatherer) opener(n *html.Node, narrow bool) *html.Node {
	useful := func(c *html.Node) bool { return c != nil && !g.missing(c, narrow) }
	if c := g.control[n]; useful(c) {
		return c
	}
	top := n // the outermost box that is missing
	for a := range g.p.Ancestors(n) {
		gone := g.missing(a, narrow)
		closed := a.DataAtom == atom.Details && !page.HasAttr(a, "open")
		if !gone && !closed {
			break
		}
		if gone {
			top = a
		}
		if c := g.control[a]; useful(c) {
			return c
		}
		item, ok := g.items[a]
		if !ok {
			if g.p.Matches(a, "ul, ol, div, nav") {
				item = g.itemBefore(a)
			}
			g.items[a] = item
		}
		if useful(item) {
			return item
		}
	}
	const menu = "nav, header, [role=navigation], [role=banner], [class*=menu], [class*=nav], [id*=menu], [id*=nav]"
	if g.p.Closest(n, menu) == nil || top == n || top.DataAtom == atom.Li {
		return nil
	}
	for _, c := range g.menus {
		if useful(c) {
			return c
		}
	}
	return nil
}

// itemBefore returns the control or link just before a hidden list, which
// names it: a menu that opens on hovering, pressing or focusing the item.
func (g *gatherer) itemBefore(list *html.Node) *html.Node {
	for s := list.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type != html.ElementNode {
			continue
		}
		const controls = "button, summary, label, [role=button], [aria-expanded], [aria-haspopup]"
		if g.p.Matches(s, controls) {
			return s
		}
		if g.p.Matches(s, "ul, ol, nav") {
			return nil
		}
		if in := g.p.FindIn(s, controls); len(in) > 0 {
			return in[0]
		}
		if item := list.Parent; item != nil && item.DataAtom == atom.Li {
			if s.DataAtom == atom.A {
				return s
			}
			if in := g.p.FindIn(s, "a"); len(in) == 1 {
				return in[0]
			}
		}
		return nil
	}
	return nil
}

func (g *gatherer) form(n *html.Node) {
	p := g.p
	if len(g.f.Forms) == maxForms || p.Hidden(n) {
		return
	}
	attr := func(name string) string { v, _ := page.Attr(n, name); return v }
	f := Form{Name: cut(g.name(n), maxName), Action: p.Resolve(n, attr("action")), Method: strings.ToLower(attr("method"))}
	if f.Method == "" {
		f.Method = "get"
	}
	var names []string
	fields := p.FindIn(n, "input, select, textarea")
	if id := attr("id"); id != "" {
		for _, e := range p.Find("input[form], select[form], textarea[form]") {
			if v, _ := page.Attr(e, "form"); v == id && !slices.Contains(fields, e) {
				fields = append(fields, e)
			}
		}
	}
	for _, e := range fields {
		typ := e.Data
		if e.DataAtom == atom.Input {
			typ, _ = page.Attr(e, "type")
			if typ = strings.ToLower(typ); typ == "" {
				typ = "text"
			}
		}
		switch typ {
		case "hidden", "submit", "button", "reset", "image":
			continue
		}
		if len(f.Fields) == maxFields {
			break
		}
		name, _ := page.Attr(e, "name")
		names = append(names, strings.ToLower(name))
		auto, _ := page.Attr(e, "autocomplete")
		required, _ := page.Attr(e, "aria-required")
		f.Fields = append(f.Fields, Field{
			Type: typ, Label: cut(g.name(e), maxName), Autocomplete: strings.ToLower(auto),
			Required: page.HasAttr(e, "required") || required == "true",
		})
	}
	f.Kind = formKind(p, n, &f, names)
	g.f.Forms = append(g.f.Forms, f)
}

func formKind(p *page.Page, n *html.Node, f *Form, names []string) string {
	count := func(typ string) (k int) {
		for _, e := range f.Fields {
			if e.Type == typ {
				k++
			}
		}
		return k
	}
	id, _ := page.Attr(n, "id")
	name, _ := page.Attr(n, "name")
	action := ""
	if u, err := url.Parse(f.Action); err == nil {
		action = strings.ToLower(u.Path)
	}
	called := func(words []string, s string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
	}
	texts := count("text") + count("search")
	switch {
	case count("password") == 1 && count("textarea") == 0 && len(f.Fields) <= 4:
		return "login"
	case count("password") > 0:
		return "" // to register, or to change a password
	case p.Closest(n, "search, [role=search]") != nil, count("search") > 0:
		return "search"
	case texts == 1 && count("textarea") == 0 && count("email") == 0 && count("tel") == 0 &&
		(called(gatherWords.SearchAction, action) || slices.ContainsFunc(names, func(s string) bool { return slices.Contains(gatherWords.SearchField, s) })):
		return "search"
	case count("textarea") > 0 && (count("email")+count("tel") > 0 || called(gatherWords.Contact, strings.ToLower(id+" "+name+" "+action))):
		return "contact"
	}
	return ""
}

// prose are elements that an editor puts into a page, and those inside text:
// pages of one template differ in them.
var prose = map[atom.Atom]bool{
	atom.P: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true,
	atom.Ul: true, atom.Ol: true, atom.Dl: true, atom.Table: true, atom.Blockquote: true, atom.Figure: true,
	atom.Pre: true, atom.Hr: true, atom.Address: true, atom.Img: true, atom.Picture: true, atom.Svg: true,
	atom.Video: true, atom.Audio: true, atom.Iframe: true, atom.Details: true, atom.A: true, atom.Span: true,
	atom.B: true, atom.Strong: true, atom.I: true, atom.Em: true, atom.Small: true, atom.Br: true, atom.Abbr: true,
	atom.Time: true, atom.Code: true, atom.Sup: true, atom.Sub: true, atom.Label: true, atom.Button: true,
	atom.Input: true, atom.Script: true, atom.Style: true, atom.Link: true, atom.Meta: true, atom.Noscript: true,
	atom.Template: true,
}

// outline returns a hash of the structure of a page: the paths of its
// containers to a depth of six below the body, each counted once, without
// text, attributes or what an editor writes. Pages of one template share it.
func outline(p *page.Page) string {
	const depth = 6
	paths := make(map[string]bool)
	var walk func(n *html.Node, path string, left int)
	walk = func(n *html.Node, path string, left int) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || prose[c.DataAtom] {
				continue
			}
			step := path + "/" + c.Data
			if role, _ := page.Attr(c, "role"); role != "" {
				step += "=" + role
			}
			paths[step] = true
			if left > 1 {
				walk(c, step, left-1)
			}
		}
	}
	for _, body := range p.Find("body") {
		if p.Scope(body) == p.Root {
			walk(body, "", depth)
			break
		}
	}
	list := make([]string, 0, len(paths))
	for s := range paths {
		list = append(list, s)
	}
	slices.Sort(list)
	sum := sha256.Sum256([]byte(strings.Join(list, "\n")))
	return hex.EncodeToString(sum[:6])
}
