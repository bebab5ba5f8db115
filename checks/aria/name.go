package aria

import (
	"runtime"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks/css"
	"github.com/usager/usager/page"
)

// maxText bounds how much text a name may gather, in bytes, and maxDepth how
// deep it looks.
const (
	maxText  = 10000
	maxDepth = 300
)

// Name returns the accessible name of an element, white space collapsed, ""
// if it has none; after Accessible Name and Description Computation 1.2 and
// HTML-AAM 1.0.
//
// It is computed here, from the DOM, styles and pseudo-elements of the
// snapshot, and not taken from the browser's tree: the answer is the same on a
// parsed page, and Chromium (156) departs from the specifications. It calls an
// image button without alternative "Submit", names elements whose role
// prohibits naming, gives no name to rows from their contents, names a video
// by its own error message and nothing that it ignores, and writes in capitals
// what text-transform shows so. On all other elements of the W3C's test pages
// both agree.
func Name(p *page.Page, n *html.Node) string {
	name, _ := NameFrom(p, n)
	return name
}

// Source says where a name comes from.
type Source string

// The sources of names.
const (
	FromNothing     Source = ""
	FromLabelledBy  Source = "aria-labelledby"
	FromLabel       Source = "aria-label"
	FromNative      Source = "native" // label, alt, legend, caption, value of a button …
	FromContents    Source = "contents"
	FromTitle       Source = "title"
	FromPlaceholder Source = "placeholder"
	FromDefault     Source = "default" // the browser's own words, as on a reset button
)

// NameFrom returns the accessible name of an element and where it comes from.
func NameFrom(p *page.Page, n *html.Node) (string, Source) {
	if n.Type != html.ElementNode {
		return "", FromNothing
	}
	x := indexOf(p)
	return x.name(n, func() (string, Source) { return nameFrom(p, n) })
}

func nameFrom(p *page.Page, n *html.Node) (string, Source) {
	if r := roles[Role(p, n)]; r != nil && r.Prohibited {
		// Naming is prohibited; what authors wrote nevertheless is for checks.
		return "", FromNothing
	}
	c := &naming{p: p, seen: make(map[*html.Node]bool)}
	name, from := c.compute(n, how{top: true})
	if name = page.Collapse(name); name == "" {
		return "", FromNothing
	}
	return name, from
}

// Description returns the accessible description of an element, or "".
func Description(p *page.Page, n *html.Node) string {
	if refs := p.IDRefs(n, "aria-describedby"); len(refs) > 0 {
		return TextOf(p, refs...)
	}
	if d := page.Collapse(attr(n, "aria-description")); d != "" {
		return d
	}
	if title := page.Collapse(attr(n, "title")); title != "" {
		if _, from := NameFrom(p, n); from != FromTitle {
			return title
		}
	}
	return ""
}

// TextOf returns the text alternative of elements as a reference to them reads
// it: hidden ones included, each computed as for aria-labelledby.
func TextOf(p *page.Page, refs ...*html.Node) string {
	c := &naming{p: p, seen: make(map[*html.Node]bool)}
	return page.Collapse(c.references(refs))
}

// ContentName returns the name that an element would have from its contents
// alone: the text that assistive technology reads in it.
func ContentName(p *page.Page, n *html.Node) string {
	c := &naming{p: p, seen: make(map[*html.Node]bool)}
	return page.Collapse(c.contents(n, how{}))
}

// how says in which part of the computation we are.
type how struct {
	top        bool // the element whose name is asked for
	referenced bool // following aria-labelledby: no second reference
	label      bool // in a label or other content: embedded controls give their values
	hidden     bool // below a hidden element that was referenced: hidden text counts
	depth      int
}

type naming struct {
	p    *page.Page
	seen map[*html.Node]bool
	size int
}

func (c *naming) references(refs []*html.Node) string {
	var parts []string
	for _, r := range refs {
		s, _ := c.compute(r, how{referenced: true, label: true, hidden: Hidden(c.p, r)})
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
		clear(c.seen)
	}
	return strings.Join(parts, " ")
}

func (c *naming) compute(n *html.Node, h how) (string, Source) {
	if h.depth++; h.depth > maxDepth || c.size > maxText {
		return "", FromNothing
	}
	if n.Type == html.TextNode {
		if h.hidden || !Hidden(c.p, n) {
			c.size += len(n.Data)
			return n.Data, FromContents
		}
		return "", FromNothing
	}
	if n.Type != html.ElementNode || c.seen[n] {
		return "", FromNothing
	}
	c.seen[n] = true
	if !h.top && !h.hidden && Hidden(c.p, n) {
		if invisible(c.p, n) {
			return c.contents(n, h), FromContents // something in it may be visible again
		}
		return "", FromNothing
	}
	if !h.referenced {
		if refs := c.p.IDRefs(n, "aria-labelledby"); len(refs) > 0 {
			inner := &naming{p: c.p, seen: make(map[*html.Node]bool)}
			if s := inner.references(refs); s != "" {
				return s, FromLabelledBy
			}
		}
	}
	role := Role(c.p, n)
	if !h.top && h.label {
		if v, ok := c.embedded(n, role, h); ok {
			return v, FromContents
		}
	}
	if s := attr(n, "aria-label"); strings.TrimSpace(s) != "" {
		return s, FromLabel
	}
	if s, from := c.native(n, role, h); strings.TrimSpace(s) != "" {
		return s, from
	}
	r := roles[role]
	if IsDisclosure(n) && ExplicitRole(n) == "" || r != nil && r.Contents || !h.top && c.reads(n) {
		if s := c.contents(n, h); strings.TrimSpace(s) != "" {
			return s, FromContents
		}
	}
	if s := attr(n, "title"); strings.TrimSpace(s) != "" && n.DataAtom != atom.Iframe || strings.TrimSpace(s) != "" && h.top {
		return s, FromTitle
	}
	if h.top {
		if s := c.placeholder(n, role); s != "" {
			return s, FromPlaceholder
		}
	}
	return "", FromNothing
}

// reads reports whether the contents of an element are part of the name of
// what it is in.
func (c *naming) reads(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Iframe, atom.Frame, atom.Object, atom.Embed, atom.Video,
		atom.Audio, atom.Canvas, atom.Datalist, atom.Head:
		return false
	case atom.Noscript:
		return c.p.Inputs == 0
	}
	return n.Namespace != "svg" || n.Data == "text" || n.Data == "tspan" || n.Data == "textPath" || n.Data == "g" || n.Data == "a" || n.Data == "svg" || n.Data == "foreignObject"
}

// embedded returns the value of a control that stands inside the label of
// another.
func (c *naming) embedded(n *html.Node, role string, h how) (string, bool) {
	switch role {
	case "textbox", "searchbox":
		switch n.DataAtom {
		case atom.Input, atom.Textarea:
			return c.value(n), true
		}
		return c.contents(n, h), true
	case "combobox", "listbox":
		if n.DataAtom == atom.Select {
			var parts []string
			for _, o := range selected(c.p, n) {
				parts = append(parts, c.p.Text(o))
			}
			return strings.Join(parts, " "), true
		}
		if n.DataAtom == atom.Input {
			return c.value(n), true
		}
		if role == "listbox" {
			for _, o := range c.p.FindIn(n, `[aria-selected="true"]`) {
				return c.p.Text(o), true
			}
			return "", true
		}
		return c.contents(n, h), true
	case "slider", "spinbutton", "progressbar", "meter", "scrollbar":
		if v := attr(n, "aria-valuetext"); v != "" {
			return v, true
		}
		if v := attr(n, "aria-valuenow"); v != "" {
			return v, true
		}
		return c.value(n), true
	}
	return "", false
}

func (c *naming) value(n *html.Node) string {
	if v := c.p.Info(n).Value; v != "" {
		return v
	}
	if n.DataAtom == atom.Textarea {
		return c.p.Text(n)
	}
	return attr(n, "value")
}

func selected(p *page.Page, n *html.Node) []*html.Node {
	options := p.FindIn(n, "option")
	var on []*html.Node
	for _, o := range options {
		if p.Info(o).Selected || p.Inputs == 0 && page.HasAttr(o, "selected") {
			on = append(on, o)
		}
	}
	if len(on) == 0 && len(options) > 0 && !page.HasAttr(n, "multiple") {
		on = options[:1]
	}
	return on
}

// native returns the name that the element's own markup gives.
func (c *naming) native(n *html.Node, role string, h how) (string, Source) {
	if n.Namespace == "svg" {
		if t := svgTitle(n); t != nil {
			return c.p.Text(t), FromNative
		}
		for _, a := range n.Attr {
			if n.Data == "a" && a.Namespace == "xlink" && a.Key == "title" {
				return a.Val, FromTitle
			}
		}
		return "", FromNothing
	}
	switch n.DataAtom {
	case atom.Input:
		switch InputType(n) {
		case "hidden":
			return "", FromNothing
		case "button", "submit", "reset":
			if s, from := c.labels(n, h); s != "" {
				return s, from
			}
			if v, ok := page.Attr(n, "value"); ok {
				return v, FromNative
			}
			switch InputType(n) {
			case "submit":
				return "Submit", FromDefault
			case "reset":
				return "Reset", FromDefault
			}
			return "", FromNothing
		case "image":
			if s, from := c.labels(n, h); s != "" {
				return s, from
			}
			return attr(n, "alt"), FromNative
		}
		return c.labels(n, h)
	case atom.Button, atom.Meter, atom.Output, atom.Progress, atom.Select, atom.Textarea:
		return c.labels(n, h)
	case atom.Img, atom.Area:
		if role == "none" {
			return "", FromNothing
		}
		return attr(n, "alt"), FromNative
	case atom.Fieldset:
		return c.child(n, atom.Legend, h)
	case atom.Table:
		return c.child(n, atom.Caption, h)
	case atom.Figure:
		return c.child(n, atom.Figcaption, h)
	case atom.Optgroup:
		return attr(n, "label"), FromNative
	case atom.Option:
		return attr(n, "label"), FromNative
	}
	if strings.Contains(n.Data, "-") { // a form-associated custom element may be labelled
		return c.labels(n, h)
	}
	return "", FromNothing
}

func (c *naming) child(n *html.Node, what atom.Atom, h how) (string, Source) {
	for e := n.FirstChild; e != nil; e = e.NextSibling {
		if e.DataAtom == what {
			s, _ := c.compute(e, how{referenced: h.referenced, label: true, hidden: h.hidden, depth: h.depth})
			return s, FromNative
		}
	}
	return "", FromNothing
}

func (c *naming) labels(n *html.Node, h how) (string, Source) {
	if !h.top { // inside another's contents only attributes name a control
		return "", FromNothing
	}
	var parts []string
	for _, l := range Labels(c.p, n) {
		if Hidden(c.p, l) {
			continue
		}
		s, _ := c.compute(l, how{label: true, depth: h.depth})
		if s = strings.TrimSpace(s); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " "), FromNative
}

// Labelable reports whether label elements can be tied to n.
func Labelable(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Button, atom.Meter, atom.Output, atom.Progress, atom.Select, atom.Textarea:
		return true
	case atom.Input:
		return InputType(n) != "hidden"
	}
	return strings.Contains(n.Data, "-") && n.Namespace == ""
}

// Labels returns the label elements of a control, in document order.
func Labels(p *page.Page, n *html.Node) []*html.Node {
	if !Labelable(n) {
		return nil
	}
	ls := indexOf(p).labels()[n]
	runtime.KeepAlive(p) // the index knows it weakly
	return ls
}

// Labelled returns the control that a label element is for, or nil.
func Labelled(p *page.Page, label *html.Node) *html.Node {
	if id, ok := page.Attr(label, "for"); ok {
		if t := p.ByID(label, id); t != nil && Labelable(t) {
			return t
		}
		return nil
	}
	for _, d := range p.FindIn(label, "*") {
		if Labelable(d) && p.Scope(d) == p.Scope(label) && !strings.Contains(d.Data, "-") {
			return d
		}
	}
	return nil
}

func (c *naming) placeholder(n *html.Node, role string) string {
	if n.DataAtom == atom.Input || n.DataAtom == atom.Textarea {
		if s := attr(n, "placeholder"); strings.TrimSpace(s) != "" {
			return s
		}
	}
	if s := attr(n, "aria-placeholder"); Is(role, "textbox") || role == "combobox" {
		return s
	}
	return ""
}

// contents gathers the names of the children.
func (c *naming) contents(n *html.Node, h how) string {
	var b strings.Builder
	h.top, h.label = false, true
	b.WriteString(c.pseudo(n, "before"))
	for child := range c.p.Children(n) {
		c.append(&b, child, h)
	}
	for _, owned := range c.p.IDRefs(n, "aria-owns") {
		b.WriteByte(' ')
		c.append(&b, owned, h)
	}
	b.WriteString(c.pseudo(n, "after"))
	return b.String()
}

func (c *naming) append(b *strings.Builder, child *html.Node, h how) {
	if child.Type == html.ElementNode && child.DataAtom == atom.Br {
		b.WriteByte(' ')
		return
	}
	if child.Type == html.DocumentNode {
		return // the document of a frame
	}
	s, _ := c.compute(child, h)
	if s == "" {
		return
	}
	apart := child.Type == html.ElementNode && (c.p.IsBlock(child) || c.p.Style(child, "display") == "inline-block" ||
		child.DataAtom == atom.Img || child.Namespace == "svg" || child.DataAtom == atom.Td || child.DataAtom == atom.Th)
	if apart {
		b.WriteByte(' ')
	}
	b.WriteString(s)
	if apart {
		b.WriteByte(' ')
	}
}

// pseudo returns the text that a pseudo-element generates.
func (c *naming) pseudo(n *html.Node, kind string) string {
	for _, ps := range c.p.Info(n).Pseudos {
		if ps.Type != kind || ps.Get("display") == "none" || ps.Get("visibility") == "hidden" {
			continue
		}
		text, ok := css.ContentAlternative(ps.Get("content"))
		if !ok {
			text = ps.Text
		}
		if privateUse(text) {
			continue
		}
		if d := ps.Get("display"); d != "" && d != "inline" {
			return " " + text + " "
		}
		return text
	}
	return ""
}

// privateUse reports whether a text is made of characters without meaning, as
// icon fonts use them.
func privateUse(s string) bool {
	for _, r := range s {
		if !(r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000) && r != ' ' {
			return false
		}
	}
	return true
}
