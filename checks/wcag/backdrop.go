package wcag

import (
	"bytes"
	"cmp"
	"image"
	_ "image/jpeg" // the format of screenshots
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks/color"
	"github.com/usager/usager/page"
)

// A layer is what one element paints behind others: a colour, a gradient or an
// image.
type layer struct {
	node    *html.Node
	box     page.Box
	paint   int
	index   int          // position in document order
	inline  bool         // painted after the blocks of its stacking level
	pseudo  bool         // of a pseudo-element, whose place in the order is not known
	colours []color.RGBA // a solid colour, or the stops of a gradient
	row     int          // the first band it lies in
	image   bool         // holds pixels that no style tells
	groups  []group      // ancestors with an opacity, outermost first
}

type group struct {
	node    *html.Node
	opacity float64
}

// A backdrop knows what is painted where on a page.
type backdrop struct {
	p       *page.Page
	layers  []*layer
	rows    map[int][]*layer // by bands of bandHeight
	wide    []*layer         // over many bands
	places  map[*html.Node]place
	groups  map[*html.Node][]group // of elements that have any
	blended map[*html.Node]bool    // with a blend mode or a filter, or in one that has
	shot    func() image.Image     // the screenshot, nil if there is none
}

// A place is where a node begins and ends in document order.
type place struct{ first, last int }

// backdropKey is the key of what newBackdrop derives from a page.
type backdropKey struct{}

func backdropOf(p *page.Page) *backdrop {
	return page.Derive(p, backdropKey{}, func() *backdrop { return newBackdrop(p) })
}

// bandHeight is the height of the bands that layers are sorted into, in CSS
// pixels.
const bandHeight = 200

func newBackdrop(p *page.Page) *backdrop {
	b := &backdrop{
		p: p, rows: make(map[int][]*layer), places: make(map[*html.Node]place),
		groups: make(map[*html.Node][]group), blended: make(map[*html.Node]bool),
	}
	b.shot = sync.OnceValue(b.decode)
	canvas := b.canvas()
	count := 0
	var walk func(n *html.Node, groups []group, blended bool)
	walk = func(n *html.Node, groups []group, blended bool) {
		first := count
		count++
		b.places[n] = place{first, first}
		defer func() { b.places[n] = place{first, count} }()
		if n.Type == html.ElementNode {
			info := p.Info(n)
			if info.Style == nil {
				return
			}
			if blended = blended || b.blends(n); blended {
				b.blended[n] = true
			}
			if o, err := strconv.ParseFloat(p.Style(n, "opacity"), 64); err == nil && o < 1 {
				groups = append(groups[:len(groups):len(groups)], group{n, o})
			}
			if len(groups) > 0 {
				b.groups[n] = groups
			}
			if p.Style(n, "visibility") == "visible" || p.Style(n, "visibility") == "" {
				b.add(n, info, groups, n == canvas)
			}
		}
		for c := range p.Children(n) {
			walk(c, groups, blended)
		}
	}
	walk(p.Root, nil, false)
	return b
}

// canvas returns the element whose background covers the whole page: html, or
// body where html has none (CSS Backgrounds 3, §2.11.2).
func (b *backdrop) canvas() *html.Node {
	root := rootElement(b.p)
	if root == nil {
		return nil
	}
	if c, _ := color.Parse(b.p.Style(root, "background-color")); c.A == 0 && !paintsImage(b.p.Style(root, "background-image")) {
		for c := range elements(root) {
			if c.DataAtom == atom.Body {
				return c
			}
		}
	}
	return root
}

func paintsImage(value string) bool { return value != "" && value != "none" }

var everywhere = page.Box{X: -1e7, Y: -1e7, Width: 2e7, Height: 2e7}

func (b *backdrop) add(n *html.Node, info *page.Info, groups []group, canvas bool) {
	l := layer{
		node: n, box: info.Box, paint: info.Paint, index: b.places[n].first, groups: groups,
		inline: strings.HasPrefix(b.p.Style(n, "display"), "inline"),
	}
	if canvas {
		l.box, l.paint = everywhere, math.MinInt
	}
	if b.p.Style(n, "background-clip") != "text" {
		b.paintBackground(l, b.p.Style(n, "background-color"), b.p.Style(n, "background-image"))
	}
	switch n.DataAtom {
	case atom.Img, atom.Video, atom.Canvas, atom.Object, atom.Embed:
		if n.DataAtom != atom.Img || info.Natural.Width > 0 || info.Natural == (page.Box{}) {
			l.image = true
			b.push(&l)
		}
	case atom.Svg:
		if n.Parent == nil || n.Parent.Namespace != "svg" {
			l.image = true
			b.push(&l)
		}
	}
	for i := range info.Pseudos {
		ps := &info.Pseudos[i]
		if (ps.Type == "before" || ps.Type == "after") && !ps.Box.Empty() {
			l := l
			l.image, l.colours, l.box, l.pseudo = false, nil, ps.Box, true
			b.paintBackground(l, ps.Get("background-color"), ps.Get("background-image"))
		}
	}
}

// paintBackground adds the layers of a background: its colour, below its image.
func (b *backdrop) paintBackground(l layer, colour, img string) {
	if c, ok := color.Parse(colour); ok && c.A > 0 {
		solid := l
		solid.colours = []color.RGBA{c}
		b.push(&solid)
	}
	if !paintsImage(img) {
		return
	}
	if strings.Contains(img, "url(") || strings.Contains(img, "image-set(") || strings.Contains(img, "cross-fade(") {
		l.image = true
	} else if l.colours = color.In(img); len(l.colours) == 0 {
		return
	}
	b.push(&l)
}

func (b *backdrop) push(l *layer) {
	if l.box.Empty() {
		return
	}
	b.layers = append(b.layers, l)
	first, last := int(math.Floor(l.box.Y/bandHeight)), int(math.Floor((l.box.Y+l.box.Height)/bandHeight))
	l.row = first
	if last-first > 50 {
		b.wide = append(b.wide, l)
		return
	}
	for r := first; r <= last; r++ {
		b.rows[r] = append(b.rows[r], l)
	}
}

// crowd returns how many layers below looks at for a box.
func (b *backdrop) crowd(box page.Box) int {
	n := len(b.wide)
	first, last := int(math.Floor(box.Y/bandHeight)), int(math.Floor((box.Y+box.Height)/bandHeight))
	for r := first; r <= min(last, first+1000); r++ {
		n += len(b.rows[r])
	}
	return n
}

// below returns the layers under a rectangle of n's text, the lowest first;
// hidden says that something opaque lies above it.
func (b *backdrop) below(n *html.Node, box page.Box) (stack []*layer, hidden bool) {
	paint, index := b.p.Info(n).Paint, b.places[n].first
	visit := func(l *layer) {
		if l.box.Intersect(box).Empty() {
			return
		}
		ancestor := b.contains(l.node, n)
		switch {
		case l.paint < paint || ancestor, l.paint == paint && (!l.inline || l.index < index):
			stack = append(stack, l)
		case l.paint > paint && !l.pseudo && covers(l.box, box, 1) && len(l.groups) == 0:
			if l.image || len(l.colours) == 1 && l.colours[0].A == 1 {
				hidden = true
			}
		}
	}
	for _, l := range b.wide {
		visit(l)
	}
	first, last := int(math.Floor(box.Y/bandHeight)), int(math.Floor((box.Y+box.Height)/bandHeight))
	for r := first; r <= min(last, first+1000); r++ {
		for _, l := range b.rows[r] {
			if r == max(first, l.row) { // once
				visit(l)
			}
		}
	}
	slices.SortStableFunc(stack, func(x, y *layer) int {
		switch {
		case x.paint != y.paint && !b.contains(x.node, y.node) && !b.contains(y.node, x.node):
			if x.paint < y.paint {
				return -1
			}
			return 1
		case x.paint == y.paint && x.inline != y.inline && !b.contains(x.node, y.node) && !b.contains(y.node, x.node):
			if x.inline {
				return 1
			}
			return -1
		}
		return x.index - y.index
	})
	return stack, hidden
}

// contains reports whether n is a or below it in the flat tree.
func (b *backdrop) contains(a, n *html.Node) bool {
	outer, inner := b.places[a], b.places[n]
	return outer.first <= inner.first && inner.first < outer.last
}

// covers reports whether a covers b but for slack pixels at each side.
func covers(a, b page.Box, slack float64) bool {
	return a.X <= b.X+slack && a.Y <= b.Y+slack && a.X+a.Width >= b.X+b.Width-slack && a.Y+a.Height >= b.Y+b.Height-slack
}

// blends reports whether an element is painted in a way that its colours do
// not tell: with a blend mode or a filter.
func (b *backdrop) blends(n *html.Node) bool {
	mode, filter := b.p.Style(n, "mix-blend-mode"), b.p.Style(n, "filter")
	return mode != "" && mode != "normal" || filter != "" && filter != "none" && !strings.HasPrefix(filter, "drop-shadow(")
}

// A mixture is a pair of colours that text may have over what is behind it.
type mixture struct{ text, back color.RGBA }

// maxMixtures bounds the combinations of gradients and of partial layers.
const maxMixtures = 64

// mixtures returns the colours that text of a colour has and lies on; ok is
// false if an image is behind it, or too many layers are.
func (b *backdrop) mixtures(n *html.Node, fore color.RGBA, box page.Box, stack []*layer) (ms []mixture, ok bool) {
	// What lies under an opaque layer does not count.
	for i := len(stack) - 1; i >= 0; i-- {
		l := stack[i]
		if !l.image && !l.pseudo && opaque(l.colours) && len(l.groups) == 0 && covers(l.box, box, 1) {
			stack = stack[i:]
			break
		}
	}
	choices := 1
	for _, l := range stack {
		if l.image {
			return nil, false
		}
		k := len(l.colours)
		if optional(l, box) {
			k++
		}
		if choices *= k; choices > maxMixtures {
			return nil, false
		}
	}
	e := n
	if n.Type == html.TextNode {
		e = b.p.Parent(n)
	}
	text := &layer{node: n, groups: b.groups[e]}
	for c := range choices {
		var picked []painted
		for _, l := range stack {
			k := len(l.colours)
			if optional(l, box) {
				k++
			}
			pick := c % k
			c /= k
			if pick < len(l.colours) {
				picked = append(picked, painted{l, l.colours[pick]})
			}
		}
		ms = append(ms, mixture{
			text: composite(append(picked[:len(picked):len(picked)], painted{text, fore})),
			back: composite(append(picked[:len(picked):len(picked)], painted{text, color.Transparent})),
		})
	}
	return ms, true
}

func optional(l *layer, box page.Box) bool { return l.pseudo || !covers(l.box, box, 2) }

func opaque(cs []color.RGBA) bool {
	for _, c := range cs {
		if c.A < 1 {
			return false
		}
	}
	return len(cs) > 0
}

type painted struct {
	layer  *layer
	colour color.RGBA
}

// composite paints layers over each other on a white page, each group of
// elements with its opacity as a whole (CSS Color 4, §12).
func composite(ps []painted) color.RGBA {
	type open struct {
		group
		colour color.RGBA
	}
	stack := []open{{colour: color.White}}
	closeTo := func(depth int) {
		for len(stack) > depth {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			below := &stack[len(stack)-1]
			below.colour = top.colour.Fade(top.opacity).Over(below.colour)
		}
	}
	for _, p := range ps {
		depth := 1
		for depth < len(stack) && depth-1 < len(p.layer.groups) && stack[depth].node == p.layer.groups[depth-1].node {
			depth++
		}
		closeTo(depth)
		for _, g := range p.layer.groups[depth-1:] {
			stack = append(stack, open{group: g})
		}
		top := &stack[len(stack)-1]
		top.colour = p.colour.Over(top.colour)
	}
	closeTo(1)
	return stack[0].colour
}

// A pixel is a colour of the screenshot and its contrast ratio with a text.
type pixel struct {
	ratio  float64
	colour color.RGBA
}

// pixels returns the pixels of the screenshot in a box and around it, those
// nearest to a colour first; nil if there is no picture of it. The text's own
// pixels are among them.
func (b *backdrop) pixels(fore color.RGBA, box page.Box) (inside, around []pixel) {
	shot := b.shot()
	if shot == nil {
		return nil, nil
	}
	r := image.Rect(int(box.X), int(box.Y), int(math.Ceil(box.X+box.Width)), int(math.Ceil(box.Y+box.Height)))
	if r.Empty() || !r.In(shot.Bounds()) {
		return nil, nil
	}
	step := max(1, r.Dx()*r.Dy()/5_000)
	known := make(map[[3]uint8]pixel) // most pixels share few colours
	at := 0
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			edge := y == r.Min.Y || y == r.Max.Y-1
			if at++; at%step != 0 && !edge {
				continue
			}
			pr, pg, pb, _ := shot.At(x, y).RGBA()
			rgb := [3]uint8{uint8(pr >> 8), uint8(pg >> 8), uint8(pb >> 8)}
			px, ok := known[rgb]
			if !ok {
				c := color.RGBA{R: float64(rgb[0]) / 255, G: float64(rgb[1]) / 255, B: float64(rgb[2]) / 255, A: 1}
				px = pixel{color.Contrast(fore, c), c}
				known[rgb] = px
			}
			inside = append(inside, px)
			if edge {
				around = append(around, px)
			}
		}
	}
	for _, list := range [][]pixel{inside, around} {
		slices.SortFunc(list, func(x, y pixel) int { return cmp.Compare(x.ratio, y.ratio) })
	}
	return inside, around
}

// maxShot bounds the screenshot that is decoded, in pixels.
const maxShot = 40_000_000

func (b *backdrop) decode() image.Image {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(b.p.Screenshot))
	if err != nil || cfg.Width*cfg.Height > maxShot {
		return nil
	}
	img, _, err := image.Decode(bytes.NewReader(b.p.Screenshot))
	if err != nil {
		return nil
	}
	return img
}
