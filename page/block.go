package page

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Region is the part of a page that a block of text stands in.
type Region string

// The regions, after the landmarks of HTML and ARIA. Content is what stands in
// the main landmark; where a page has none, what stands in no other region.
const (
	Content    Region = "content"
	Navigation Region = "navigation"
	Banner     Region = "banner"
	Footer     Region = "footer"
	Aside      Region = "aside"
)

// A Block is a run of visible text that is read as one: a paragraph, a
// heading, a list item, a cell, a label.
type Block struct {
	Kind   string     // element name of Node: "p", "h2", "li", "td", "label", "button", "figcaption", "div" …
	Text   string     // white space collapsed; line breaks (br) kept as "\n"
	Node   *html.Node // the element that forms the block
	Region Region
	Lang   string // nearest lang attribute, as written, or ""
	Pieces []Piece
}

// A Piece is the part of a block's text that comes from one text node.
type Piece struct {
	Node       *html.Node
	Start, End int // bytes of Block.Text
}

// Blocks returns the visible text of the page, frames included, in reading
// order. The result is computed once and must not be changed.
func (p *Page) Blocks() []Block { return p.blocks() }

var blockElements = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true,
	atom.Button: true, atom.Caption: true, atom.Center: true, atom.Dd: true, atom.Details: true,
	atom.Dialog: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true,
	atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true,
	atom.Hr: true, atom.Html: true, atom.Label: true, atom.Legend: true, atom.Li: true, atom.Main: true,
	atom.Nav: true, atom.Ol: true, atom.Option: true, atom.P: true, atom.Pre: true, atom.Search: true,
	atom.Section: true, atom.Select: true, atom.Summary: true, atom.Table: true, atom.Tbody: true,
	atom.Td: true, atom.Tfoot: true, atom.Th: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
	atom.Iframe: true, atom.Textarea: true,
}

// IsBlock reports whether n begins a new block of text, by its computed
// display or, without style, by what the element is.
func (p *Page) IsBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Button, atom.Label, atom.Option, atom.Select, atom.Textarea, atom.Legend, atom.Summary:
		return true
	}
	if d := p.Style(n, "display"); d != "" {
		return !strings.HasPrefix(d, "inline") && d != "contents" && d != "none" &&
			!strings.HasPrefix(d, "ruby") || d == "inline-flex" || d == "inline-grid" || d == "inline-table"
	}
	return blockElements[n.DataAtom]
}

func (p *Page) region(n *html.Node) Region {
	for a := n; a != nil; a = p.Parent(a) {
		if a.Type != html.ElementNode {
			continue
		}
		role, _ := Attr(a, "role")
		switch {
		case role == "main" || a.DataAtom == atom.Main:
			return Content
		case role == "navigation" || a.DataAtom == atom.Nav && role == "":
			return Navigation
		case role == "banner" || a.DataAtom == atom.Header && role == "" && p.pageLevel(a):
			return Banner
		case role == "contentinfo" || a.DataAtom == atom.Footer && role == "" && p.pageLevel(a):
			return Footer
		case role == "complementary" || a.DataAtom == atom.Aside && role == "":
			return Aside
		}
	}
	return Content
}

// pageLevel reports whether a header or footer belongs to the page rather than
// to an article or section (HTML-AAM).
func (p *Page) pageLevel(n *html.Node) bool {
	for a := range p.Ancestors(n) {
		switch a.DataAtom {
		case atom.Article, atom.Aside, atom.Main, atom.Nav, atom.Section:
			return false
		}
	}
	return true
}

// Region returns the part of the page that n stands in.
func (p *Page) Region(n *html.Node) Region { return p.region(n) }

// Lang returns the value of the nearest lang attribute on n or an ancestor in
// the flat tree, trimmed, or "".
func (p *Page) Lang(n *html.Node) string {
	for a := n; a != nil; a = p.Parent(a) {
		if a.Type == html.ElementNode {
			if v, ok := Attr(a, "lang"); ok {
				return strings.TrimSpace(v)
			}
		}
	}
	return ""
}

// Unfolded returns the text of n, which is not shown, as it reads once a
// control shows it. What would still be hidden by its own markup is left out.
func (p *Page) Unfolded(n *html.Node) []Block {
	r := &blockReader{p: p, root: n}
	for c := range p.Children(n) {
		if n.DataAtom != atom.Details || c.DataAtom != atom.Summary {
			r.walk(c)
		}
	}
	r.flush()
	return r.blocks
}

type blockReader struct {
	p      *Page
	root   *html.Node // of what is unfolded, or nil
	blocks []Block
	open   []*html.Node // blocks that are open, outermost first
	text   strings.Builder
	pieces []Piece
	space  bool // white space is due before the next word
}

func (p *Page) readBlocks() []Block {
	r := &blockReader{p: p}
	r.walk(p.Root)
	r.flush()
	return r.blocks
}

// shows reports whether a text node can be seen, or could once unfolded.
func (r *blockReader) shows(n *html.Node) bool {
	if r.root == nil {
		return r.p.Visible(n)
	}
	return strings.TrimSpace(n.Data) != "" && !r.p.hiddenWithin(n, r.root)
}

func (r *blockReader) flush() {
	text := strings.TrimRight(r.text.String(), " \n")
	if n := r.root; text != "" && (len(r.open) > 0 || n != nil) {
		if len(r.open) > 0 {
			n = r.open[len(r.open)-1]
		}
		var pieces []Piece
		for _, pc := range r.pieces {
			if pc.End = min(pc.End, len(text)); pc.Start < pc.End {
				pieces = append(pieces, pc)
			}
		}
		r.blocks = append(r.blocks, Block{
			Kind: n.Data, Text: text, Node: n, Region: r.p.region(n), Lang: r.p.Lang(n), Pieces: pieces,
		})
	}
	r.text.Reset()
	r.pieces = nil
	r.space = false
}

func (r *blockReader) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		if r.shows(n) {
			r.write(n)
		} else if strings.TrimSpace(n.Data) == "" && n.Data != "" {
			r.space = true
		}
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Textarea, atom.Svg, atom.Math, atom.Object, atom.Datalist:
			return
		case atom.Noscript:
			if r.p.Inputs != 0 {
				return
			}
		case atom.Br:
			if r.text.Len() > 0 {
				r.text.WriteByte('\n')
				r.space = false
			}
			return
		}
	case html.CommentNode, html.DoctypeNode:
		return
	}
	block := n.Type == html.ElementNode && r.p.IsBlock(n)
	if block {
		r.flush()
		r.open = append(r.open, n)
	}
	for c := range r.p.Children(n) {
		r.walk(c)
	}
	if block {
		r.flush()
		r.open = r.open[:len(r.open)-1]
	} else if n.Type == html.ElementNode && r.p.Style(n, "display") == "inline-block" {
		r.space = true
	}
}

func (r *blockReader) write(n *html.Node) {
	s := n.Data
	if strings.TrimLeftFunc(s, unicode.IsSpace) != s {
		r.space = true
	}
	words := Collapse(s)
	if words == "" {
		return
	}
	if t := r.text.String(); r.space && t != "" && !strings.HasSuffix(t, "\n") {
		r.text.WriteByte(' ')
	}
	start := r.text.Len()
	r.text.WriteString(words)
	r.pieces = append(r.pieces, Piece{n, start, r.text.Len()})
	r.space = strings.TrimRightFunc(s, unicode.IsSpace) != s
}
