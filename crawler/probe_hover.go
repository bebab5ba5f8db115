package crawler

import (
	"context"
	"math"
	"slices"
	"time"

	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

// Bounds of the probe of what appears at the pointer.
const (
	maxHovered = 15
	maxPopups  = 5
	maxHover   = 3 * time.Second        // no other element is tried after that
	hoverTime  = 130 * time.Millisecond // for what appears, or goes
	// lingerTime is how long content must stay while the pointer does.
	lingerTime = 1200 * time.Millisecond
)

// hover moves the pointer to what may show more and finds out what appears,
// whether Escape takes it away, and whether the pointer can move onto it.
func (p *prober) hover(ctx context.Context) error {
	var n int
	if err := p.ask(ctx, "usager.hoverables()", &n); err != nil {
		return err
	}
	triggers, err := p.found(ctx, min(n, 2*maxHovered))
	if err != nil {
		return err
	}
	for _, node := range p.listening("mouseenter", "mouseover", "pointerenter", "pointerover") {
		if len(triggers) >= 2*maxHovered {
			break
		}
		if node.Data == "html" || node.Data == "body" || !p.b.info[node].Rendered {
			continue
		}
		ref := page.Ref(p.b.info[node].Backend)
		if slices.ContainsFunc(triggers, func(o object) bool { return o.ref == ref }) {
			continue
		}
		o, err := p.resolve(ctx, ref)
		if err != nil {
			return err
		}
		if o.id != "" {
			triggers = append(triggers, o)
		}
	}
	seen := &page.Hover{}
	begin := time.Now()
	for _, o := range triggers {
		if seen.Tried == maxHovered || len(seen.Popups) == maxPopups || time.Since(begin) > maxHover {
			break
		}
		seen.Tried++
		popup, err := p.hoverAt(ctx, o, len(seen.Popups) == 0)
		if err != nil {
			return err
		}
		if popup != nil {
			if err := p.focusAt(ctx, o, popup); err != nil {
				return err
			}
		}
		if popup != nil && !slices.ContainsFunc(seen.Popups, func(q page.Popup) bool { return q.Content != 0 && q.Content == popup.Content }) {
			seen.Popups = append(seen.Popups, *popup)
		}
	}
	p.out.Observed.Hover = seen
	return p.mouse(ctx, 0, 0)
}

// listening returns the elements that listen to one of some events themselves.
func (p *prober) listening(events ...string) []*html.Node {
	var nodes []*html.Node
	for n := range p.b.root.Descendants() {
		info := p.b.info[n]
		if n.Type != html.ElementNode || info == nil {
			continue
		}
		if slices.ContainsFunc(events, func(e string) bool { return slices.Contains(info.Listeners, e) || page.HasAttr(n, "on"+e) }) {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

type hoverAnswer struct {
	Text, Covers        string
	Gap                 float64
	Inside              bool
	Interactive, Clicks bool
	Box                 page.Box // of what can be seen of it, in the window
	From                page.Box // of the element
}

// hoverAt moves the pointer to an element; nil if nothing appears.
func (p *prober) hoverAt(ctx context.Context, o object, linger bool) (*page.Popup, error) {
	var at struct {
		X, Y float64
		OK   bool
	}
	if err := p.mouse(ctx, 0, 0); err != nil {
		return nil, err
	}
	if err := p.call(ctx, o, "usager.point", &at); err != nil {
		return nil, err
	}
	if !at.OK {
		return nil, nil
	}
	var n int
	if err := p.ask(ctx, "usager.remember()", &n); err != nil {
		return nil, err
	}
	a, err := p.enter(ctx, o, at.X, at.Y)
	if err != nil || a == nil {
		return nil, err
	}
	content, err := p.object(ctx, "usager.found[0]")
	if err != nil {
		return nil, err
	}
	popup := &page.Popup{Trigger: o.ref, Content: content.ref, Text: a.Text, Covers: a.Covers, Gap: a.Gap, Interactive: a.Interactive, Clicks: a.Clicks, Persistent: true}
	if info := p.info(o.ref); info != nil {
		for _, e := range []string{"click", "mousedown", "pointerdown", "keydown", "keyup"} {
			popup.Clicks = popup.Clicks || slices.Contains(info.Listeners, e)
		}
	}
	var still bool
	if linger {
		if err := pause(ctx, lingerTime); err != nil {
			return nil, err
		}
		if err := p.ask(ctx, "usager.still()", &popup.Persistent); err != nil {
			return nil, err
		}
	}
	if popup.Persistent {
		// On the element as near to the content as can be, and over to it.
		nx, ny := within(at.X, a.From.X, a.From.Width, a.Box.X, a.Box.Width), within(at.Y, a.From.Y, a.From.Height, a.Box.Y, a.Box.Height)
		if err := p.glide(ctx, at.X, at.Y, nx, ny); err != nil {
			return nil, err
		}
		if err := p.glide(ctx, nx, ny, clamp(nx, a.Box.X+3, a.Box.X+a.Box.Width-3), clamp(ny, a.Box.Y+3, a.Box.Y+a.Box.Height-3)); err != nil {
			return nil, err
		}
		if err := pause(ctx, 2*hoverTime); err != nil {
			return nil, err
		}
		if err := p.ask(ctx, "usager.still()", &popup.Hoverable); err != nil {
			return nil, err
		}
	}
	// Back to the element, and away with Escape.
	if still = popup.Hoverable; !still {
		again, err := p.again(ctx, o, at.X, at.Y)
		if err != nil {
			return nil, err
		}
		still = again
	}
	if !still {
		popup.Dismissed = true // it cannot be told
		return popup, nil
	}
	if err := p.key(ctx, "Escape", 0); err != nil {
		return nil, err
	}
	if err := pause(ctx, hoverTime); err != nil {
		return nil, err
	}
	if err := p.ask(ctx, "usager.still()", &still); err != nil {
		return nil, err
	}
	popup.Dismissed = !still
	return popup, nil
}

// focusAt gives the focus to what shows more at the pointer, or to the first in
// it that can have it, and finds out whether that shows it, too.
func (p *prober) focusAt(ctx context.Context, o object, popup *page.Popup) error {
	if err := p.mouse(ctx, 0, 0); err != nil {
		return err
	}
	if err := pause(ctx, hoverTime); err != nil {
		return err
	}
	var n int
	if err := p.ask(ctx, "usager.unfocus()", &n); err != nil {
		return err
	}
	if err := p.ask(ctx, "usager.remember()", &n); err != nil {
		return err
	}
	var focused bool
	if err := p.call(ctx, o, "usager.attend", &focused); err != nil || !focused {
		return err
	}
	if err := pause(ctx, hoverTime); err != nil {
		return err
	}
	var a *hoverAnswer
	if err := p.call(ctx, o, "usager.appeared", &a); err != nil {
		return err
	}
	if a == nil {
		popup.Focus = "absent"
		return nil
	}
	popup.Focus = "shown"
	if err := p.key(ctx, "Escape", 0); err != nil {
		return err
	}
	if err := pause(ctx, hoverTime); err != nil {
		return err
	}
	var still bool
	if err := p.ask(ctx, "usager.still()", &still); err != nil {
		return err
	}
	popup.FocusStays = still && a.Covers != ""
	return p.ask(ctx, "usager.unfocus()", &n)
}

// enter moves the pointer onto an element; nil if nothing appears.
func (p *prober) enter(ctx context.Context, o object, x, y float64) (*hoverAnswer, error) {
	if err := p.mouse(ctx, x, y); err != nil {
		return nil, err
	}
	if err := p.mouse(ctx, x+1, y); err != nil {
		return nil, err
	}
	for range 2 {
		if err := pause(ctx, hoverTime); err != nil {
			return nil, err
		}
		var a *hoverAnswer
		if err := p.call(ctx, o, "usager.appeared", &a); err != nil || a != nil {
			return a, err
		}
		if info := p.info(o.ref); info == nil || len(info.Listeners) == 0 {
			return nil, nil // style alone does not wait, but for transitions
		}
	}
	return nil, nil
}

func (p *prober) again(ctx context.Context, o object, x, y float64) (bool, error) {
	if err := p.mouse(ctx, 0, 0); err != nil {
		return false, err
	}
	if err := pause(ctx, hoverTime); err != nil {
		return false, err
	}
	a, err := p.enter(ctx, o, x, y)
	return a != nil, err
}

// glide moves the pointer in steps as a hand makes them.
func (p *prober) glide(ctx context.Context, x0, y0, x1, y1 float64) error {
	steps := min(max(1, int(math.Hypot(x1-x0, y1-y0)/8)), 12)
	for i := 1; i <= steps; i++ {
		f := float64(i) / float64(steps)
		if err := p.mouse(ctx, x0+(x1-x0)*f, y0+(y1-y0)*f); err != nil {
			return err
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// within returns the coordinate in an element, at v, that is nearest to another.
func within(v, from, length, to, size float64) float64 {
	v = clamp(v, to+3, to+size-3)
	return clamp(v, from+2, from+length-2)
}

func clamp(v, least, most float64) float64 { return min(max(v, least), max(least, most)) }

// info returns what the snapshot says of an element, or nil.
func (p *prober) info(ref page.Ref) *page.Info {
	if n := p.b.nodes[backend(ref)]; n != nil {
		return p.b.info[n]
	}
	return nil
}
