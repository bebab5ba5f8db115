package wcag

import (
	"fmt"
	"math"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// A target is what a pointer can act on, with the area that reacts.
type target struct {
	node *html.Node
	box  page.Box
}

// maxTargets bounds how many targets of a page are judged: each is compared
// with all.
const maxTargets = 4000

// targets returns the links, buttons and fields that can be seen and used.
func targets(p *page.Page) []target {
	var ts []target
	for _, n := range p.Find("a[href], button, input, select, textarea, summary, [role=button], [role=link], [role=checkbox], [role=radio], [role=switch], [role=tab], [role=menuitem], [role=option], [role=slider]") {
		if !isHTML(n) || aria.Disabled(p, n) || aria.AriaDisabled(p, n) || aria.Inert(p, n) || !p.Visible(n) || p.Style(n, "pointer-events") == "none" {
			continue
		}
		if n.DataAtom == atom.Summary && !aria.IsDisclosure(n) || number(p.Style(n, "opacity"), 1) == 0 {
			continue
		}
		ts = append(ts, target{n, area(p, n)})
	}
	return ts
}

// area returns the box of an element with those of what is in it and of the
// labels that act for it.
func area(p *page.Page, n *html.Node) page.Box {
	box := p.Info(n).Box
	var walk func(*html.Node)
	walk = func(m *html.Node) {
		for c := range p.Children(m) {
			if i := p.Info(c); i.Rendered && !i.Box.Empty() && p.Style(c, "visibility") != "hidden" {
				box = union(box, i.Box)
			}
			if c.Type == html.ElementNode && p.Style(m, "overflow-x") != "hidden" {
				walk(c)
			}
		}
	}
	if n.DataAtom != atom.Select {
		walk(n)
	}
	for _, l := range aria.Labels(p, n) {
		// A label is part of the target where it touches it.
		if b := p.Info(l).Box; p.Visible(l) && !grow(b, 6).Intersect(box).Empty() {
			box = union(box, b)
		}
	}
	return box
}

func union(a, b page.Box) page.Box {
	switch {
	case a.Empty():
		return b
	case b.Empty():
		return a
	}
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return page.Box{X: x, Y: y, Width: max(a.X+a.Width, b.X+b.Width) - x, Height: max(a.Y+a.Height, b.Y+b.Height) - y}
}

func grow(b page.Box, by float64) page.Box {
	return page.Box{X: b.X - by, Y: b.Y - by, Width: b.Width + 2*by, Height: b.Height + 2*by}
}

// sizeOf makes the Run function of a check of WCAG 2.5.5 and 2.5.8: targets are
// at least least CSS pixels in width and height, or one of the exceptions
// holds. With spacing, small targets may lie that far from others.
func sizeOf(least float64, spacing bool) func(*checks.Pass) {
	return func(p *checks.Pass) {
		ts := targets(p.Page)
		ts = ts[:min(len(ts), maxTargets)]
		other := make(map[*html.Node]int) // words beside the targets of a block
		small := func(t target) bool { return t.box.Width < least-0.5 || t.box.Height < least-0.5 }
		large := make(map[string]bool) // addresses that a large enough target leads to
		for _, t := range ts {
			if !small(t) {
				large[address(p.Page, t.node)] = true
			}
		}
		for i, t := range ts {
			switch {
			case !small(t), systemSized(p.Page, t.node), inSentence(p.Page, t.node, other):
				p.Passed(t.node)
			case t.node.DataAtom == atom.A && large[address(p.Page, t.node)]:
				p.Passed(t.node) // an equivalent is large enough
			default:
				if spacing {
					near := crowded(p.Page, ts, i, least, small)
					if near == nil {
						p.Passed(t.node)
						continue
					}
					p.Failed(t.node, "crowded", "size", size(t.box), "other", size(near.box))
					continue
				}
				p.Failed(t.node, "small", "size", size(t.box))
			}
		}
	}
}

func size(b page.Box) string {
	return fmt.Sprintf("%d × %d px", int(b.Width), int(b.Height))
}

func address(p *page.Page, n *html.Node) string {
	if href := attr(n, "href"); href != "" {
		return p.Resolve(n, href)
	}
	return ""
}

// systemSized reports whether the size of a control is the browser's own: a
// tick box of 13 pixels, a button or a field with the borders of the system.
func systemSized(p *page.Page, n *html.Node) bool {
	switch n.DataAtom {
	case atom.Button, atom.Select, atom.Input:
		style, size, height := p.Style(n, "border-top-style"), p.Style(n, "font-size"), p.Info(n).Box.Height
		if size == "13.3333px" && height >= 18 && height <= 23 && (style == "outset" || style == "inset" || n.DataAtom == atom.Select && style == "solid") {
			return true
		}
	}
	if n.DataAtom != atom.Input {
		return false
	}
	switch aria.InputType(n) {
	case "checkbox", "radio":
		b := p.Info(n).Box
		return math.Abs(b.Width-13) < 1 && math.Abs(b.Height-13) < 1
	case "hidden", "range", "color":
		return true
	}
	return false
}

// inSentence reports whether a target stands in a line of other text, whose
// height limits it. The words of each block are counted once.
func inSentence(p *page.Page, n *html.Node, counted map[*html.Node]int) bool {
	if p.Style(n, "display") != "inline" {
		return false
	}
	block := p.Parent(n)
	for block != nil && block.Type == html.ElementNode && !p.IsBlock(block) {
		block = p.Parent(block)
	}
	if block == nil {
		return false
	}
	words, ok := counted[block]
	if ok {
		return words > 0
	}
	var walk func(*html.Node)
	walk = func(m *html.Node) {
		for c := range p.Children(m) {
			switch {
			case c.Type == html.TextNode:
				if p.Visible(c) {
					words += len(strings.FieldsFunc(c.Data, func(r rune) bool { return !isWordRune(r) }))
				}
			case c.Type == html.ElementNode && !p.IsBlock(c) && c.DataAtom != atom.A && c.DataAtom != atom.Button:
				walk(c)
			}
		}
	}
	walk(block)
	counted[block] = words
	return words > 0
}

func isWordRune(r rune) bool { return inWords(string(r)) }

// crowded returns the first target that is too near to the small target i: the
// circle of diameter least at its middle touches the other, or the circle of
// the other if that is small too.
func crowded(p *page.Page, ts []target, i int, least float64, small func(target) bool) *target {
	t := ts[i]
	cx, cy := t.box.X+t.box.Width/2, t.box.Y+t.box.Height/2
	for j := range ts {
		o := &ts[j]
		if j == i || within(p, t.node, o.node) || within(p, o.node, t.node) || sameAction(p, t.node, o.node) {
			continue
		}
		if o.box.Intersect(t.box).Width > 1 && o.box.Intersect(t.box).Height > 1 {
			continue // one lies on the other: which part reacts is not known
		}
		if small(*o) {
			ox, oy := o.box.X+o.box.Width/2, o.box.Y+o.box.Height/2
			if math.Hypot(cx-ox, cy-oy) < least-0.5 {
				return o
			}
		}
		dx := max(o.box.X-cx, 0, cx-o.box.X-o.box.Width)
		dy := max(o.box.Y-cy, 0, cy-o.box.Y-o.box.Height)
		if math.Hypot(dx, dy) < least/2-0.5 {
			return o
		}
	}
	return nil
}

func within(p *page.Page, n, ancestor *html.Node) bool {
	for a := range p.Ancestors(n) {
		if a == ancestor {
			return true
		}
	}
	return false
}

// sameAction reports whether two links lead to the same place: to hit the one
// for the other does no harm.
func sameAction(p *page.Page, a, b *html.Node) bool {
	x := address(p, a)
	return x != "" && x == address(p, b)
}
