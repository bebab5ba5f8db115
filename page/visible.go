package page

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Visible reports whether n can be seen: it is rendered, has an area that is
// not clipped away or placed outside the page, and neither it nor an ancestor
// is hidden or fully transparent. Colours are not looked at. On a page without
// layout it judges by markup alone: the hidden attribute, inline style,
// elements that are never rendered.
func (p *Page) Visible(n *html.Node) bool {
	if v, ok := p.seen()[n]; ok {
		return v
	}
	return p.isVisible(n)
}

// readVisible answers for every node at once: checks ask again and again.
func (p *Page) readVisible() map[*html.Node]bool {
	seen := make(map[*html.Node]bool)
	for n := range p.Root.Descendants() {
		if n.Type == html.TextNode || n.Type == html.ElementNode {
			seen[n] = p.isVisible(n)
		}
	}
	return seen
}

func (p *Page) isVisible(n *html.Node) bool {
	if !p.Inputs.Has(Layout | Style) {
		return p.visibleByMarkup(n)
	}
	e := n
	if n.Type == html.TextNode {
		if i := p.Info(n); !i.Rendered || strings.TrimSpace(n.Data) == "" {
			return false
		}
		e = p.Parent(n)
	}
	if e == nil || e.Type != html.ElementNode || !p.Info(e).Rendered && p.Style(e, "display") != "contents" {
		return false
	}
	if v := p.Style(e, "visibility"); v != "" && v != "visible" {
		return false
	}
	box := p.Info(n).Box
	if n.Type == html.ElementNode && box.Empty() {
		// A box without area shows nothing, but what overflows it may.
		if p.Style(n, "overflow-x") == "hidden" || p.Style(n, "overflow-x") == "clip" {
			return false
		}
		for c := range p.Children(n) {
			if p.isVisible(c) {
				return true
			}
		}
		return false
	}
	if box.X+box.Width <= 0 || box.Y+box.Height <= 0 {
		return false // out of reach: one cannot scroll there
	}
	fixed := false
	for a := e; a != nil; a = p.Parent(a) {
		if a.Type != html.ElementNode {
			continue
		}
		if o, err := strconv.ParseFloat(p.Style(a, "opacity"), 64); err == nil && o == 0 {
			return false
		}
		if clipsAll(p.Style(a, "clip"), p.Style(a, "clip-path"), p.Style(a, "position")) {
			return false
		}
		if a != n && !fixed {
			ox, oy := p.Style(a, "overflow-x"), p.Style(a, "overflow-y")
			ab := p.Info(a).Box
			if (ox == "hidden" || ox == "clip") && (ab.Width <= 1 || box.Intersect(ab).Width <= 0) ||
				(oy == "hidden" || oy == "clip") && (ab.Height <= 1 || box.Intersect(ab).Height <= 0) {
				if a.DataAtom != atom.Body && a.DataAtom != atom.Html {
					return false
				}
			}
		}
		if p.Style(a, "position") == "fixed" {
			fixed = true
		}
	}
	return true
}

var clipRect = regexp.MustCompile(`^rect\(([-\d.]+)(?:px)?,\s*([-\d.]+)(?:px)?,\s*([-\d.]+)(?:px)?,\s*([-\d.]+)(?:px)?\)$`)
var clipInset = regexp.MustCompile(`^inset\((?:50|100)%`)

// clipsAll recognises the ways in which pages hide text from sight only.
func clipsAll(clip, path, position string) bool {
	if m := clipRect.FindStringSubmatch(clip); m != nil && (position == "absolute" || position == "fixed") {
		f := func(i int) float64 { v, _ := strconv.ParseFloat(m[i], 64); return v }
		if f(3)-f(1) <= 1 || f(2)-f(4) <= 1 {
			return true
		}
	}
	return clipInset.MatchString(path) || path == "circle(0px)" || path == "circle(0px at 50% 50%)"
}

func (p *Page) visibleByMarkup(n *html.Node) bool {
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
		return false
	}
	return !p.hiddenByMarkup(n)
}

func (p *Page) hiddenByMarkup(n *html.Node) bool { return p.hiddenWithin(n, nil) }

// hiddenWithin is hiddenByMarkup, but looks no higher than the children of root.
func (p *Page) hiddenWithin(n, root *html.Node) bool {
	var from *html.Node // the child we came from
	for a := n; a != nil && a != root; a = p.Parent(a) {
		if a.Type != html.ElementNode {
			continue
		}
		switch a.DataAtom {
		case atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Title, atom.Meta, atom.Link, atom.Base, atom.Area, atom.Param, atom.Datalist:
			if a.DataAtom != atom.Noscript || p.Inputs != 0 {
				return true
			}
		case atom.Input:
			if t, _ := Attr(a, "type"); strings.EqualFold(t, "hidden") {
				return true
			}
		case atom.Details:
			if !HasAttr(a, "open") && from != nil && from.DataAtom != atom.Summary {
				return true
			}
		case atom.Dialog:
			if !HasAttr(a, "open") {
				return true
			}
		}
		if HasAttr(a, "hidden") {
			return true
		}
		if style, ok := Attr(a, "style"); ok {
			style = strings.ToLower(strings.ReplaceAll(style, " ", ""))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "visibility:collapse") {
				return true
			}
		}
		from = a
	}
	return false
}

// Hidden reports whether n is not rendered at all, or is made invisible with
// the visibility property: what is hidden from everybody, assistive technology
// included. It is false for what is merely clipped, transparent or off-screen.
func (p *Page) Hidden(n *html.Node) bool {
	if !p.Inputs.Has(Style) {
		return p.hiddenByMarkup(n)
	}
	e := n
	if n.Type == html.TextNode {
		e = p.Parent(n)
	}
	if e == nil || e.Type != html.ElementNode {
		return e == nil || e.Type != html.DocumentNode
	}
	if e.DataAtom == atom.Area { // never rendered itself; exposed with its image
		return false
	}
	i := p.Info(e)
	if i.Style == nil {
		return true
	}
	if v := p.Style(e, "visibility"); v == "hidden" || v == "collapse" {
		return true
	}
	return !i.Rendered && p.Style(e, "display") != "contents"
}
