package channels

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// maxFolded bounds how many folded parts of a page are read.
const maxFolded = 200

// openers are controls that show another part of the page.
const openers = `details:not([open]) > summary, [aria-controls][aria-expanded="false"], [role="tab"][aria-controls], [data-bs-target], [data-target], [data-bs-toggle][href^="#"], [data-toggle][href^="#"]`

// blocks returns the text of the page with that of accordions and tabs which
// are closed, each after the control that opens it: people open them.
func (r *reader) blocks() []page.Block {
	p := r.p
	blocks := p.Blocks()
	r.folded = make(map[*html.Node]*html.Node)
	after := make(map[int][]page.Block)
	for _, control := range p.Find(openers) {
		if len(r.folded) == maxFolded {
			break
		}
		if !p.Visible(control) || p.Region(control) == page.Navigation {
			continue
		}
		for _, part := range r.opens(control) {
			if r.folded[part] != nil || p.Visible(part) && part.DataAtom != atom.Details || contains(part, control) && part.DataAtom != atom.Details {
				continue
			}
			text := p.Unfolded(part)
			if len(text) == 0 {
				continue
			}
			r.folded[part] = control
			at := len(blocks) - 1
			for i, b := range blocks {
				if slices.ContainsFunc(b.Pieces, func(pc page.Piece) bool { return contains(control, pc.Node) }) || contains(control, b.Node) {
					at = i
				}
			}
			after[at] = append(after[at], text...)
		}
	}
	if len(after) == 0 {
		return blocks
	}
	var all []page.Block
	for i, b := range blocks {
		all = append(append(all, b), after[i]...)
	}
	return append(all, after[-1]...)
}

// opens returns the parts of the page that a control shows.
func (r *reader) opens(control *html.Node) []*html.Node {
	if control.DataAtom == atom.Summary {
		return []*html.Node{control.Parent}
	}
	parts := r.p.IDRefs(control, "aria-controls")
	for _, name := range []string{"data-bs-target", "data-target", "href"} {
		v, _ := page.Attr(control, name)
		if id, ok := strings.CutPrefix(v, "#"); ok && id != "" {
			if n := r.p.ByID(control, id); n != nil && !slices.Contains(parts, n) {
				parts = append(parts, n)
			}
		}
	}
	return parts
}

func contains(outer, n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// openerOf returns the control that shows n, or nil if n shows by itself.
func (r *reader) openerOf(n *html.Node) *html.Node {
	if len(r.folded) == 0 {
		return nil
	}
	for a := n; a != nil; a = r.p.Parent(a) {
		if c := r.folded[a]; c != nil && !contains(c, n) {
			return c
		}
	}
	return nil
}
