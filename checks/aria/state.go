package aria

import (
	"runtime"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// hiding are the reasons for which the browser hides a node from assistive
// technology, beside styles.
var hiding = []string{
	"activeModalDialog", "activeFullscreenElement", "ariaHiddenElement", "ariaHiddenSubtree",
	"inertElement", "inertSubtree", "notRendered", "notVisible",
}

// Hidden reports whether a node is programmatically hidden: assistive
// technology does not meet it, because it is not rendered, is made invisible
// with the visibility property, is inert, or it or an ancestor has
// aria-hidden="true".
func Hidden(p *page.Page, n *html.Node) bool {
	return indexOf(p).hidden(n, func() bool { return hidden(p, n) })
}

func hidden(p *page.Page, n *html.Node) bool {
	if n.DataAtom == atom.Area { // never rendered itself: met with its image
		img := mapImage(p, n)
		return img == nil || Hidden(p, img) || AriaHidden(p, n)
	}
	if list := optionList(p, n); list != nil { // a closed list renders no options
		return Hidden(p, list) || AriaHidden(p, n)
	}
	if p.Hidden(n) || AriaHidden(p, n) {
		return true
	}
	if ax := p.AX(n); ax != nil && ax.Ignored {
		for _, r := range ax.Reasons {
			if slices.Contains(hiding, r) {
				return true
			}
		}
	}
	return Inert(p, n)
}

// invisible reports whether an element is hidden by the visibility property
// alone, which what is in it may undo.
func invisible(p *page.Page, n *html.Node) bool {
	switch p.Style(n, "visibility") {
	case "hidden", "collapse":
		return !AriaHidden(p, n) && !Inert(p, n)
	}
	return false
}

// optionList returns the select that n is an option, a group of options or the
// text of one in; nil for other nodes and for options that are hidden on their
// own.
func optionList(p *page.Page, n *html.Node) *html.Node {
	if n.Type == html.TextNode {
		n = p.Parent(n)
	}
	if n == nil || n.DataAtom != atom.Option && n.DataAtom != atom.Optgroup || page.HasAttr(n, "hidden") {
		return nil
	}
	return p.Closest(n, "select")
}

// AriaHidden reports whether n or an ancestor has aria-hidden="true". It does
// not look at the elements html and body, on which browsers ignore it.
func AriaHidden(p *page.Page, n *html.Node) bool {
	for a := n; a != nil; a = p.Parent(a) {
		if a.Type == html.ElementNode && a.DataAtom != atom.Body && a.DataAtom != atom.Html &&
			strings.EqualFold(strings.TrimSpace(attr(a, "aria-hidden")), "true") {
			return true
		}
	}
	return false
}

// Inert reports whether n or an ancestor is inert: it has the attribute, or
// lies behind a modal dialog.
func Inert(p *page.Page, n *html.Node) bool {
	for a := n; a != nil; a = p.Parent(a) {
		if a.Type == html.ElementNode && page.HasAttr(a, "inert") {
			return true
		}
	}
	modal := indexOf(p).modal()
	runtime.KeepAlive(p) // the index knows it weakly
	return modal != nil && p.AX(n) == nil && !contains(p, modal, n) && !contains(p, n, modal)
}

// findModal returns the dialog that a script opened as modal, or nil: the
// browser then exposes nothing else. A role with aria-modal does not do that.
func findModal(p *page.Page) *html.Node {
	if !p.Inputs.Has(page.Accessibility) {
		return nil
	}
	var modal *html.Node
	for _, d := range p.Find("dialog[open]:not([aria-modal])") {
		if p.AX(d).Prop("modal") == "true" && p.Scope(d) == p.Root {
			modal = d // the last is on top, as a rule
		}
	}
	return modal
}

// contains reports whether n is a or in a, in the flat tree.
func contains(p *page.Page, a, n *html.Node) bool {
	for ; n != nil; n = p.Parent(n) {
		if n == a {
			return true
		}
	}
	return false
}

// Exposed reports whether an element is in the accessibility tree with a
// meaning of its own: it is not programmatically hidden, not presentational
// and not a child of a role whose children are presentational.
func Exposed(p *page.Page, n *html.Node) bool {
	return Included(p, n) && LeafAncestor(p, n) == nil
}

// Included reports whether an element is neither programmatically hidden nor
// presentational, wherever it stands.
func Included(p *page.Page, n *html.Node) bool {
	return n.Type == html.ElementNode && !Hidden(p, n) && Role(p, n) != "none"
}

// LeafAncestor returns the nearest ancestor whose role makes its children
// presentational, or nil.
func LeafAncestor(p *page.Page, n *html.Node) *html.Node {
	for a := range p.Ancestors(n) {
		if r := roles[Role(p, a)]; r != nil && r.Leaf {
			return a
		}
	}
	return nil
}

// Disabled reports whether an element is disabled by its own attribute or that
// of a fieldset, optgroup or select around it (HTML, "actually disabled").
func Disabled(p *page.Page, n *html.Node) bool {
	switch n.DataAtom {
	case atom.Button, atom.Input, atom.Select, atom.Textarea, atom.Option, atom.Optgroup, atom.Fieldset:
	default:
		return false
	}
	if page.HasAttr(n, "disabled") {
		return true
	}
	below := n
	for a := range p.Ancestors(n) {
		switch a.DataAtom {
		case atom.Fieldset:
			if page.HasAttr(a, "disabled") && !(below.DataAtom == atom.Legend && firstLegend(a) == below) {
				return true
			}
		case atom.Optgroup, atom.Select:
			if n.DataAtom == atom.Option && page.HasAttr(a, "disabled") {
				return true
			}
		}
		below = a
	}
	return false
}

// AriaDisabled reports whether n or an ancestor has aria-disabled="true".
func AriaDisabled(p *page.Page, n *html.Node) bool {
	for a := n; a != nil; a = p.Parent(a) {
		if a.Type == html.ElementNode && strings.EqualFold(strings.TrimSpace(attr(a, "aria-disabled")), "true") {
			return true
		}
	}
	return false
}

func firstLegend(fieldset *html.Node) *html.Node {
	for c := fieldset.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Legend {
			return c
		}
	}
	return nil
}

// TabIndex returns the value of the tabindex attribute; ok is false if it is
// missing or not an integer.
func TabIndex(n *html.Node) (i int, ok bool) {
	v, ok := page.Attr(n, "tabindex")
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(strings.TrimSpace(v))
	return i, err == nil
}

// Focusable reports whether an element can have the focus: by its nature or by
// tabindex, and it is rendered, visible and neither disabled nor inert.
func Focusable(p *page.Page, n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	_, tab := TabIndex(n)
	if !tab && !focusableByNature(p, n) {
		return false
	}
	if n.DataAtom == atom.Area {
		img := mapImage(p, n)
		return img != nil && !p.Hidden(img) && !Inert(p, n)
	}
	return !p.Hidden(n) && !Disabled(p, n) && !Inert(p, n)
}

// Tabbable reports whether an element is in the sequential focus order: the
// Tab key comes to it. It does not come to what stands in a frame that is
// itself taken out of the order.
func Tabbable(p *page.Page, n *html.Node) bool {
	if i, ok := TabIndex(n); ok && i < 0 || !Focusable(p, n) {
		return false
	}
	for a := range p.Ancestors(n) {
		if a.DataAtom != atom.Iframe && a.DataAtom != atom.Frame {
			continue
		}
		if i, ok := TabIndex(a); ok && i < 0 {
			return false
		}
	}
	return true
}

func focusableByNature(p *page.Page, n *html.Node) bool {
	if n.Namespace == "svg" {
		return svgRole(p, n) == "link"
	}
	switch n.DataAtom {
	case atom.A, atom.Area:
		return page.HasAttr(n, "href")
	case atom.Button, atom.Select, atom.Textarea, atom.Iframe:
		return true
	case atom.Input:
		return InputType(n) != "hidden"
	case atom.Audio, atom.Video:
		return page.HasAttr(n, "controls")
	case atom.Summary:
		return IsDisclosure(n)
	}
	if v, ok := page.Attr(n, "contenteditable"); ok {
		v = strings.ToLower(strings.TrimSpace(v))
		return v == "" || v == "true" || v == "plaintext-only"
	}
	return false
}

// IsDisclosure reports whether n is the summary that opens and closes its
// parent details element.
func IsDisclosure(n *html.Node) bool {
	if n.DataAtom != atom.Summary || n.Parent == nil || n.Parent.DataAtom != atom.Details {
		return false
	}
	for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Summary {
			return c == n
		}
	}
	return false
}

// mapImage returns the image that uses the map an area stands in, or nil.
func mapImage(p *page.Page, area *html.Node) *html.Node {
	for a := range p.Ancestors(area) {
		if a.DataAtom != atom.Map {
			continue
		}
		name := attr(a, "name")
		if name == "" {
			return nil
		}
		for _, img := range p.FindIn(p.Scope(a), "[usemap]") {
			if strings.EqualFold(strings.TrimPrefix(attr(img, "usemap"), "#"), name) {
				return img
			}
		}
	}
	return nil
}
