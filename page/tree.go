package page

import (
	"fmt"
	"io"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func mustParse(selector string) cascadia.SelectorGroup {
	s, err := cascadia.ParseGroup(selector)
	if err != nil {
		panic(fmt.Sprintf("page: selector %q: %v", selector, err))
	}
	return s
}

// MaxDepth bounds how deeply nested a document may be; what is deeper is cut.
const MaxDepth = 512

// Parse returns the page whose source is r. It has a DOM and no other input;
// declarative shadow roots are attached, scripts have not run.
func Parse(rawURL string, r io.Reader) (*Page, error) {
	root, err := html.ParseWithOptions(r, html.ParseOptionEnableScripting(false))
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", rawURL, err)
	}
	prune(root, MaxDepth)
	info := map[*html.Node]*Info{root: {Tree: &TreeInfo{Kind: Document, URL: rawURL, Base: rawURL}}}
	p := New(Page{URL: rawURL, Root: root}, info)
	if base := p.Find("base[href]"); len(base) > 0 {
		href, _ := Attr(base[0], "href")
		if u := resolve(rawURL, href); u != "" {
			info[root].Tree.Base = u
		}
	}
	for _, t := range p.Find("template[shadowrootmode]") {
		host := t.Parent
		if host == nil || host.Type != html.ElementNode || p.Shadow(host) != nil {
			continue
		}
		shadow := &html.Node{Type: html.DocumentNode, Data: "#shadow-root"}
		for c := t.FirstChild; c != nil; c = t.FirstChild {
			t.RemoveChild(c)
			shadow.AppendChild(c)
		}
		host.RemoveChild(t)
		host.InsertBefore(shadow, host.FirstChild)
		info[shadow] = &Info{Tree: &TreeInfo{Kind: ShadowTree, URL: rawURL, Base: info[root].Tree.Base}}
	}
	return p, nil
}

// prune removes what lies deeper than depth below n.
func prune(n *html.Node, depth int) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if depth == 0 {
			n.RemoveChild(c)
		} else {
			prune(c, depth-1)
		}
		c = next
	}
}

func resolve(base, ref string) string {
	b, err := url.Parse(base)
	if err != nil {
		return ""
	}
	u, err := b.Parse(strings.TrimSpace(ref))
	if err != nil {
		return ""
	}
	return u.String()
}

// Resolve returns an URL that stands in an attribute of n, made absolute
// against the base of its document, or "" if it is malformed.
func (p *Page) Resolve(n *html.Node, ref string) string { return resolve(p.Tree(n).Base, ref) }

// Attr returns an attribute of n; ok is false if n has no such attribute.
// Names of HTML attributes are lower case.
func Attr(n *html.Node, name string) (value string, ok bool) {
	for _, a := range n.Attr {
		if a.Namespace == "" && a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// HasAttr reports whether n has an attribute, whatever its value.
func HasAttr(n *html.Node, name string) bool {
	_, ok := Attr(n, name)
	return ok
}

// Scope returns the root of the tree that n is in: the node of type
// html.DocumentNode of its document, frame or shadow tree.
func (p *Page) Scope(n *html.Node) *html.Node {
	for n.Parent != nil {
		n = n.Parent
		if n.Type == html.DocumentNode {
			return n
		}
	}
	return n
}

// Tree describes the document or shadow tree that n is in.
func (p *Page) Tree(n *html.Node) *TreeInfo {
	s := n
	if n.Type != html.DocumentNode {
		s = p.Scope(n)
	}
	if t := p.Info(s).Tree; t != nil {
		return t
	}
	return &TreeInfo{Kind: Document, URL: p.Final, Base: p.Final}
}

// DocumentOf returns the root of the document that n is in, whatever shadow
// trees lie between.
func (p *Page) DocumentOf(n *html.Node) *html.Node {
	for {
		s := p.Scope(n)
		if s.Parent == nil || p.Tree(s).Kind != ShadowTree {
			return s
		}
		n = s
	}
}

// Shadow returns the root of the shadow tree that n hosts, or nil.
func (p *Page) Shadow(n *html.Node) *html.Node {
	if c := n.FirstChild; c != nil && c.Type == html.DocumentNode && p.Info(c).Tree != nil && p.Info(c).Tree.Kind == ShadowTree {
		return c
	}
	return nil
}

// ByID returns the element with an id in the tree that n is in, or nil.
func (p *Page) ByID(n *html.Node, id string) *html.Node {
	if id == "" {
		return nil
	}
	scope := n
	if n.Type != html.DocumentNode {
		scope = p.Scope(n)
	}
	return p.ids()[scope][id]
}

// indexIDs finds the first element of each id in each tree.
func (p *Page) indexIDs() map[*html.Node]map[string]*html.Node {
	index := make(map[*html.Node]map[string]*html.Node)
	var walk func(n, scope *html.Node)
	walk = func(n, scope *html.Node) {
		if n.Type == html.DocumentNode {
			scope = n
			index[scope] = make(map[string]*html.Node)
		}
		if n.Type == html.ElementNode {
			if id, _ := Attr(n, "id"); id != "" && index[scope][id] == nil {
				index[scope][id] = n
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, scope)
		}
	}
	walk(p.Root, p.Root)
	return index
}

// IDRefs returns the elements that an attribute of n names by their ids, in
// the order of the attribute; ids without an element are left out.
func (p *Page) IDRefs(n *html.Node, attr string) []*html.Node {
	v, _ := Attr(n, attr)
	var refs []*html.Node
	for id := range strings.FieldsSeq(v) {
		if e := p.ByID(n, id); e != nil {
			refs = append(refs, e)
		}
	}
	return refs
}

// Children yields the children of n in the flat tree, as they are rendered and
// read: a host has those of its shadow tree, a slot those assigned to it, a
// frame the document in it.
func (p *Page) Children(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		if n.Type == html.ElementNode && n.Data == "slot" {
			if assigned := p.assigned(n); len(assigned) > 0 {
				for _, c := range assigned {
					if !yield(c) {
						return
					}
				}
				return
			}
		}
		if s := p.Shadow(n); s != nil {
			n = s
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !yield(c) {
				return
			}
		}
	}
}

// assigned returns the nodes of the light tree that are shown in a slot.
func (p *Page) assigned(slot *html.Node) []*html.Node {
	scope := p.Scope(slot)
	host := scope.Parent
	if host == nil || p.Tree(scope).Kind != ShadowTree {
		return nil
	}
	name, _ := Attr(slot, "name")
	var nodes []*html.Node
	for c := host.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.DocumentNode {
			continue
		}
		s := ""
		if c.Type == html.ElementNode {
			s, _ = Attr(c, "slot")
		}
		if s == name && (c.Type == html.ElementNode || c.Type == html.TextNode && name == "") {
			nodes = append(nodes, c)
		}
	}
	return nodes
}

// Parent returns the parent of n in the flat tree: for a node in a slot, the
// slot; for a child of a shadow root, the host; for the root of a frame's
// document, the frame. It is nil for the root of the page and for a child of
// a host that no slot shows.
func (p *Page) Parent(n *html.Node) *html.Node {
	up := n.Parent
	if up == nil {
		return nil
	}
	if s := p.Shadow(up); s != nil && n != s {
		want := ""
		if n.Type == html.ElementNode {
			want, _ = Attr(n, "slot")
		}
		var slot *html.Node
		var walk func(*html.Node)
		walk = func(m *html.Node) {
			for c := m.FirstChild; c != nil && slot == nil; c = c.NextSibling {
				if c.Type == html.DocumentNode {
					continue
				}
				if c.Type == html.ElementNode && c.Data == "slot" {
					if name, _ := Attr(c, "name"); name == want {
						slot = c
						return
					}
				}
				walk(c)
			}
		}
		walk(s)
		return slot
	}
	if up.Type == html.DocumentNode && p.Tree(up).Kind == ShadowTree {
		return up.Parent
	}
	return up
}

// Ancestors yields the ancestor elements of n in the flat tree, the nearest
// first, through shadow hosts and frames.
func (p *Page) Ancestors(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) {
		for n = p.Parent(n); n != nil; n = p.Parent(n) {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

// Closest returns n or its nearest ancestor in the flat tree that matches a
// CSS selector, or nil.
func (p *Page) Closest(n *html.Node, selector string) *html.Node {
	s := compile(selector)
	if n.Type == html.ElementNode && s.Match(n) {
		return n
	}
	for a := range p.Ancestors(n) {
		if s.Match(a) {
			return a
		}
	}
	return nil
}

// Text returns the text of n and its descendants in the flat tree as it
// stands in the DOM, with white space collapsed; see Visible for what shows.
func (p *Page) Text(n *html.Node) string {
	var b strings.Builder
	p.text(n, &b, func(*html.Node) bool { return true })
	return Collapse(b.String())
}

// VisibleText returns the text of n and its descendants that is Visible, with
// white space collapsed.
func (p *Page) VisibleText(n *html.Node) string {
	var b strings.Builder
	p.text(n, &b, p.Visible)
	return Collapse(b.String())
}

func (p *Page) text(n *html.Node, b *strings.Builder, keep func(*html.Node) bool) {
	switch n.Type {
	case html.TextNode:
		if strings.TrimSpace(n.Data) == "" && n.Data != "" {
			b.WriteByte(' ')
		} else if keep(n) {
			b.WriteString(n.Data)
		}
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Frame:
			return
		case atom.Br:
			b.WriteByte('\n')
			return
		}
	}
	block := n.Type == html.ElementNode && p.IsBlock(n)
	if block {
		b.WriteByte(' ')
	}
	for c := range p.Children(n) {
		p.text(c, b, keep)
	}
	if block {
		b.WriteByte(' ')
	}
}

// Collapse trims s and replaces each run of white space by one space.
func Collapse(s string) string { return strings.Join(strings.Fields(s), " ") }

// Selector returns a CSS selector that matches n and no other element of its
// tree. Where n is in a shadow tree or a frame, the selector of its host or
// frame stands before it, separated by " >>> ".
func (p *Page) Selector(n *html.Node) string {
	if n.Type == html.TextNode && n.Parent != nil {
		n = n.Parent
	}
	if n.Type == html.DocumentNode {
		if n.Parent == nil {
			return "html"
		}
		return p.Selector(n.Parent)
	}
	var steps []string
	scope := p.Scope(n)
	for e := n; e != nil && e.Type == html.ElementNode; e = e.Parent {
		if id, _ := Attr(e, "id"); plainID(id) && p.ByID(e, id) == e {
			steps = append(steps, "#"+id)
			break
		}
		if e.Parent == nil || e.Parent == scope {
			steps = append(steps, e.Data)
			break
		}
		nth, same := 1, 0
		for s := e.Parent.FirstChild; s != nil; s = s.NextSibling {
			if s.Type == html.ElementNode && s.Data == e.Data {
				same++
				if s == e {
					nth = same
				}
			}
		}
		step := e.Data
		if same > 1 {
			step += ":nth-of-type(" + strconv.Itoa(nth) + ")"
		}
		steps = append(steps, step)
	}
	slices.Reverse(steps)
	s := strings.Join(steps, " > ")
	if scope != nil && scope.Parent != nil {
		return p.Selector(scope.Parent) + " >>> " + s
	}
	return s
}

// plainID reports whether an id can stand in a selector as it is.
func plainID(id string) bool {
	for i, r := range id {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '-')) {
			return false
		}
	}
	return id != ""
}

// Excerpt returns the HTML of n, at most limit bytes of it, cut with "…".
func (p *Page) Excerpt(n *html.Node, limit int) string {
	if n.Type == html.DocumentNode {
		return ""
	}
	w := &limitedWriter{limit: limit}
	_ = html.Render(w, n) // stops with an error when the limit is reached
	s := strings.ToValidUTF8(w.b.String(), "")
	if w.full {
		s += "…"
	}
	return s
}

type limitedWriter struct {
	b     strings.Builder
	limit int
	full  bool
}

func (w *limitedWriter) Write(b []byte) (int, error) {
	if w.b.Len()+len(b) > w.limit {
		w.b.Write(b[:max(0, w.limit-w.b.Len())])
		w.full = true
		return 0, io.ErrShortWrite
	}
	return w.b.Write(b)
}
