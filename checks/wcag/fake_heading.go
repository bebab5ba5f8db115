package wcag

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var fakeHeading = &checks.Check{
	ID:       "fake-heading",
	Criteria: []string{"1.3.1"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		blocks := p.Page.Blocks()
		usual := usualSize(p.Page, blocks)
		for i, b := range blocks {
			if b.Region != page.Content || b.Kind != "p" && b.Kind != "div" && b.Kind != "span" || i+1 >= len(blocks) {
				continue
			}
			t := b.Text
			if len(t) < 3 || len(t) > 80 || strings.ContainsAny(t[len(t)-1:], ".,;!") || strings.Contains(t, "\n") || !inWords(t) {
				continue
			}
			if p.Page.Closest(b.Node, "a, button, label, table, li, dl, figure, nav, header, footer, aside, form, [role], h1, h2, h3, h4, h5, h6, summary, legend, blockquote") != nil {
				continue
			}
			if len(p.Page.FindIn(b.Node, "a, button, input, img")) > 0 {
				continue
			}
			next := blocks[i+1]
			size, heavy := look(p.Page, b)
			nextSize, nextHeavy := look(p.Page, next)
			if next.Kind != "p" && next.Kind != "div" && next.Kind != "li" || len(next.Text) < 60 || nextHeavy || nextSize > usual*1.1 {
				continue
			}
			if heavy && size >= usual || size >= usual*1.3 {
				p.CantTell(b.Node, "looks", "text", short(t))
			}
		}
		for _, h := range headings(p.Page) {
			p.Passed(h)
		}
	},
}

// usualSize returns the font size of most of the page's words, in CSS pixels.
func usualSize(p *page.Page, blocks []page.Block) float64 {
	weights := make(map[float64]int)
	best := 16.0
	for _, b := range blocks {
		size, _ := look(p, b)
		weights[size] += len(b.Text)
		if weights[size] > weights[best] {
			best = size
		}
	}
	return best
}

// look returns the smallest font size of a block and whether all of it is bold.
func look(p *page.Page, b page.Block) (size float64, heavy bool) {
	heavy = len(b.Pieces) > 0
	for _, piece := range b.Pieces {
		e := p.Parent(piece.Node)
		if e == nil || e.Type != html.ElementNode || e.DataAtom == atom.Sup || e.DataAtom == atom.Sub {
			continue
		}
		if w, _ := strconv.Atoi(p.Style(e, "font-weight")); w < 600 {
			heavy = false
		}
		if s := pixels(p.Style(e, "font-size")); size == 0 || s < size {
			size = s
		}
	}
	return size, heavy
}
