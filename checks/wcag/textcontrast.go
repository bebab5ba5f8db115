package wcag

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/checks/color"
	"github.com/usager/usager/page"
)

// largeText is the size from which text is large in WCAG 2.2, in CSS pixels:
// 18 points, or 14 points if bold.
const (
	largeText     = 24.0
	largeBoldText = 18.66
	bold          = 700
)

// seen is the contrast ratio below which nobody sees a text at all: perhaps
// nobody is meant to.
const seen = 1.02

// ratios are the contrast ratios that a criterion asks for.
type ratios struct{ normal, large float64 }

// A measured is what is known of the contrast of an element's own text.
type measured struct {
	least, most float64 // over what may lie behind the text
	text, back  color.RGBA
	need        float64
	reason      string // why the ratio cannot be told: a key of messages, or ""
}

// contrastOf makes the Run function of a check of WCAG 1.4.3 and 1.4.6.
func contrastOf(want ratios) func(*checks.Pass) {
	return func(p *checks.Pass) {
		m := &meter{p: p.Page, backdrop: backdropOf(p.Page), inactive: inactive(p.Page)}
		done := make(map[*html.Node]int) // to the index in results
		type result struct {
			node *html.Node
			measured
		}
		var results []result
		add := func(e *html.Node, v measured) {
			i, known := done[e]
			switch {
			case !known:
				done[e] = len(results)
				results = append(results, result{e, v})
			case v.reason == "" && (results[i].reason != "" || v.most < results[i].most):
				results[i].measured = v
			}
		}
		textNodes(p.Page, p.Page.Root, func(n *html.Node) {
			e := p.Page.Parent(n)
			if e == nil || !isHTML(e) || m.inactive[e] || !inWords(n.Data) || !p.Page.Visible(n) {
				return
			}
			v, ok := m.text(n, e, want)
			if !ok {
				return
			}
			if v.reason == "" && v.most < seen {
				v.reason = "same"
			}
			add(e, v)
		})
		for e := range p.Page.Root.Descendants() {
			info := p.Page.Info(e)
			if len(info.Pseudos) == 0 || e.Type != html.ElementNode || !isHTML(e) || m.inactive[e] || aria.Disabled(p.Page, e) || !p.Page.Visible(e) {
				continue
			}
			for i := range info.Pseudos {
				if v, ok := m.generated(e, &info.Pseudos[i], want); ok {
					add(e, v)
				}
			}
		}
		for _, n := range p.Page.Find("input, select, textarea") {
			if v, ok := m.field(n, want); ok && !m.inactive[n] {
				results = append(results, result{n, v})
			}
		}
		for _, r := range results {
			report(p, r.node, r.measured)
		}
	}
}

// of returns the ratio that the text of an element needs.
func (r ratios) of(p *page.Page, e *html.Node) float64 {
	return r.at(p.Style(e, "font-size"), p.Style(e, "font-weight"))
}

// at returns the ratio that text of a computed size and weight needs.
func (r ratios) at(fontSize, fontWeight string) float64 {
	size := pixels(fontSize)
	weight, _ := strconv.Atoi(fontWeight)
	if size >= largeText || size >= largeBoldText && weight >= bold {
		return r.large
	}
	return r.normal
}

func report(p *checks.Pass, e *html.Node, m measured) {
	need := m.need
	args := []string{"need", decimal(need), "text", m.text.String(), "back", m.back.String()}
	switch {
	case m.reason != "":
		p.CantTell(e, m.reason, args...)
	case m.least >= need:
		p.Passed(e)
	case m.most < need:
		// Rounded down, so that 4.499 is not shown as 4.5.
		p.Failed(e, "low", append(args, "ratio", decimal(float64(int(m.most*100))/100))...)
	default:
		p.CantTell(e, "varies", args...)
	}
}

// maxVisits bounds how many layers are looked at on one page; text beyond is
// not judged.
const maxVisits = 30_000_000

type meter struct {
	visits   int
	p        *page.Page
	backdrop *backdrop
	inactive map[*html.Node]bool
}

// text measures a text node of element e; ok is false if there is nothing to
// measure.
func (m *meter) text(n, e *html.Node, want ratios) (measured, bool) {
	if e.DataAtom == atom.Option || e.DataAtom == atom.Optgroup {
		return measured{}, false // drawn by the system
	}
	fore, ok := color.Parse(m.p.Style(e, "-webkit-text-fill-color"))
	if !ok {
		fore, ok = color.Parse(m.p.Style(e, "color"))
	}
	if !ok {
		return measured{}, false
	}
	clipped := false
	if fore.A < 1 {
		for a := e; a != nil && a.Type == html.ElementNode; a = m.p.Parent(a) {
			clipped = clipped || m.p.Style(a, "background-clip") == "text"
		}
	}
	if clipped {
		return measured{reason: "clipped", text: fore, need: want.of(m.p, e)}, true
	}
	if fore.A == 0 {
		return measured{}, false // shows nothing
	}
	var boxes []page.Box
	for _, t := range m.p.Info(n).Texts {
		if !t.Box.Empty() {
			boxes = append(boxes, t.Box)
		}
	}
	if len(boxes) == 0 {
		boxes = []page.Box{m.p.Info(n).Box}
	}
	return m.over(n, e, fore, boxes, want.of(m.p, e))
}

// generated measures the words of a pseudo-element of e.
func (m *meter) generated(e *html.Node, ps *page.Pseudo, want ratios) (measured, bool) {
	if ps.Type != "before" && ps.Type != "after" || ps.Box.Empty() || !inWords(ps.Text) || ps.Get("visibility") == "hidden" || ps.Get("opacity") == "0" || iconFont(ps.Get("font-family")) {
		return measured{}, false
	}
	fore, ok := color.Parse(ps.Get("color"))
	if !ok || fore.A == 0 {
		return measured{}, false
	}
	if o := number(ps.Get("opacity"), 1); o < 1 {
		fore = fore.Fade(o)
	}
	need := want.at(ps.Get("font-size"), ps.Get("font-weight"))
	v, ok := m.over(e, e, fore, []page.Box{ps.Box}, need)
	return v, ok && (v.reason != "" || v.most >= seen)
}

// over measures text of a colour in some boxes.
func (m *meter) over(n, e *html.Node, fore color.RGBA, boxes []page.Box, need float64) (measured, bool) {
	if len(boxes) > 40 {
		boxes = boxes[:40]
	}
	worst, found := measured{}, false
	for _, box := range boxes {
		if box.Empty() {
			continue
		}
		if m.visits += m.backdrop.crowd(box); m.visits > maxVisits {
			return measured{}, false
		}
		stack, hidden := m.backdrop.below(n, box)
		if hidden {
			continue
		}
		v := m.judge(n, e, fore, box, stack, need)
		if !found || v.reason == "" && (worst.reason != "" || v.most < worst.most) {
			worst, found = v, true
		}
	}
	return worst, found
}

func (m *meter) judge(n, e *html.Node, fore color.RGBA, box page.Box, stack []*layer, need float64) measured {
	v := measured{text: fore, need: need}
	ms, ok := m.backdrop.mixtures(n, fore, box, stack)
	if ok {
		for i, x := range ms {
			c := color.Contrast(x.text, x.back)
			if i == 0 || c < v.least {
				v.least = c
			}
			if i == 0 || c > v.most {
				v.most, v.text, v.back = c, x.text, x.back
			}
		}
	}
	if !ok || v.least < need && v.most >= need {
		if fore.A == 1 && m.bySight(&v, fore, box, need) {
			return v
		}
		if !ok {
			v.reason = "image"
		}
	}
	if v.reason != "" {
		return v
	}
	if m.backdrop.blended[e] {
		v.reason = "blended"
		return v
	}
	if shadow, all := surrounded(m.p.Style(e, "text-shadow")); all {
		c := color.Contrast(v.text, shadow.Over(v.back))
		switch {
		case v.most >= need && c < need*0.75 && shadow.A >= 0.8:
			v.least, v.most, v.back = c, c, shadow
		case v.most < need && c >= need, v.most >= need && c < need:
			v.reason = "shadow"
		}
		return v
	} else if v.most < need && shadow.A > 0 && color.Contrast(v.text, shadow.Over(v.back)) >= need {
		v.reason = "shadow"
		return v
	}
	if v.most < need && pixels(m.p.Style(e, "-webkit-text-stroke-width")) > 0 {
		v.reason = "shadow"
	}
	return v
}

// bySight judges text over an image by the pixels of the screenshot: it fails
// if even the pixels that differ most from the text are too near, and passes
// if those around the text are far enough.
func (m *meter) bySight(v *measured, fore color.RGBA, box page.Box, need float64) bool {
	inside, around := m.backdrop.pixels(fore, box)
	if len(inside) < 50 || len(around) < 10 {
		return false
	}
	// Pictures are compressed: the extremes and a twentieth are left aside.
	if best := inside[len(inside)*98/100]; best.ratio*1.05 < need {
		v.least, v.most, v.back = best.ratio, best.ratio, best.colour
		return true
	}
	if worst := around[len(around)*5/100]; worst.ratio >= need*1.05 {
		v.least, v.most, v.back = worst.ratio, around[len(around)-1].ratio, worst.colour
		return true
	}
	return false
}

// surrounded returns the strongest shadow of a text, and whether shadows lie
// on all sides of it.
func surrounded(value string) (strongest color.RGBA, all bool) {
	if value == "" || value == "none" || len(value) > 5000 {
		return color.RGBA{}, false
	}
	var left, right, up, down bool
	for part := range strings.SplitSeq(splitShadows(value), "\n") {
		cs := color.In(part)
		if len(cs) == 0 {
			continue
		}
		var lengths []float64
		for f := range strings.FieldsSeq(part) {
			if px, ok := strings.CutSuffix(f, "px"); ok {
				if v, err := strconv.ParseFloat(px, 64); err == nil {
					lengths = append(lengths, v)
				}
			}
		}
		if len(lengths) < 2 {
			continue
		}
		x, y := lengths[0], lengths[1]
		if x > 8 || x < -8 || y > 8 || y < -8 {
			continue
		}
		blur := 0.0
		if len(lengths) > 2 {
			blur = lengths[2]
		}
		left, right = left || x-blur/2 < 0, right || x+blur/2 > 0
		up, down = up || y-blur/2 < 0, down || y+blur/2 > 0
		if cs[0].A > strongest.A {
			strongest = cs[0]
		}
	}
	return strongest, left && right && up && down
}

// splitShadows puts each shadow of a list on a line of its own.
func splitShadows(value string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == ',' && depth == 0:
			return '\n'
		}
		return r
	}, value)
}

// field measures the value that shows in a field or on a button made of an
// input element.
func (m *meter) field(n *html.Node, want ratios) (measured, bool) {
	if !isHTML(n) || !m.p.Visible(n) {
		return measured{}, false
	}
	if n.DataAtom == atom.Input {
		switch aria.InputType(n) {
		case "hidden", "checkbox", "radio", "range", "color", "file", "image":
			return measured{}, false
		}
		value := m.p.Info(n).Value
		if value == "" {
			value, _ = page.Attr(n, "value")
		}
		if !inWords(value) {
			return measured{}, false
		}
	} else if n.DataAtom == atom.Textarea {
		if !inWords(m.p.Info(n).Value) {
			return measured{}, false
		}
	} else if m.p.Style(n, "background-image") != "none" {
		return measured{}, false // the arrow of a select stands beside its words
	}
	fore, ok := color.Parse(m.p.Style(n, "color"))
	if !ok || fore.A == 0 {
		return measured{}, false
	}
	box := m.p.Info(n).Box
	inner := page.Box{X: box.X + box.Width*0.1, Y: box.Y + box.Height*0.3, Width: box.Width * 0.8, Height: box.Height * 0.4}
	return m.over(n, n, fore, []page.Box{inner}, want.of(m.p, n))
}

// inWords reports whether a text says something in letters or digits. Symbols
// and the private characters of icon fonts do not.
func inWords(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return (unicode.IsLetter(r) || unicode.IsDigit(r)) && r != utf8.RuneError
	})
}

// inactive returns the elements whose text needs no contrast: those in
// disabled controls, and what labels them.
func inactive(p *page.Page) map[*html.Node]bool {
	out := make(map[*html.Node]bool)
	var mark func(n *html.Node)
	mark = func(n *html.Node) {
		out[n] = true
		for c := range p.Children(n) {
			mark(c)
		}
	}
	for _, n := range p.Find("[disabled], [aria-disabled], fieldset[disabled] input, fieldset[disabled] select, fieldset[disabled] textarea, fieldset[disabled] button, [inert]") {
		disabled := aria.Disabled(p, n)
		v, _ := page.Attr(n, "aria-disabled")
		if !disabled && v != "true" && !page.HasAttr(n, "inert") || n.DataAtom == atom.Fieldset {
			continue
		}
		mark(n)
		for _, l := range aria.Labels(p, n) {
			mark(l)
		}
		for _, attr := range []string{"aria-labelledby", "aria-describedby"} {
			for _, l := range p.IDRefs(n, attr) {
				mark(l)
			}
		}
	}
	// A letter that stands for an icon, on a control that has another name.
	for _, n := range p.Find("[aria-label]") {
		if t := p.Text(n); utf8.RuneCountInString(t) == 1 && !strings.EqualFold(t, aria.Name(p, n)) {
			mark(n)
		}
	}
	return out
}
