package crawler

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"math"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"

	"github.com/usager/usager/page"
)

// motion finds the animations that run by themselves, whether they stop where
// reduced motion is asked for, and what flashes.
func (p *prober) motion(ctx context.Context) error {
	type answer struct {
		Box          page.Box
		Properties   []string
		Seconds      float64 // -1: for ever
		Period       float64
		Text, Effect bool
	}
	type changed struct {
		Box   page.Box
		Times int
		Last  float64
	}
	var quick struct {
		Changes []changed
		Seconds float64
	}
	var restless bool
	if err := p.ask(ctx, "usager.restless()", &restless); err != nil {
		return err
	}
	if restless { // the changes until now were too few to tell how often they come
		if err := pause(ctx, 450*time.Millisecond); err != nil {
			return err
		}
	}
	if err := p.ask(ctx, "usager.watched()", &quick); err != nil {
		return err
	}
	var flashing []object
	var boxes []page.Box
	if len(quick.Changes) > 0 {
		objects, err := p.found(ctx, len(quick.Changes))
		if err != nil {
			return err
		}
		for i, c := range quick.Changes {
			if c.Times >= 3 && float64(c.Times) > 4*c.Last && c.Box.Width*c.Box.Height >= flashArea {
				flashing, boxes = append(flashing, objects[i]), append(boxes, c.Box)
			}
		}
	}
	var moves []answer
	if err := p.ask(ctx, "usager.motions()", &moves); err != nil {
		return err
	}
	objects, err := p.found(ctx, len(moves))
	if err != nil {
		return err
	}
	seen := &page.Motion{}
	if len(moves) > 0 {
		still, err := p.still(ctx)
		if err != nil {
			return err
		}
		for i, m := range moves {
			if m.Seconds < 0 {
				m.Seconds = math.Inf(1)
			}
			seen.Moves = append(seen.Moves, page.Move{Node: objects[i].ref, Box: m.Box, Properties: m.Properties, Seconds: m.Seconds, Text: m.Text && !m.Effect, Still: !still[objects[i].ref]})
			if m.Period > 0 && m.Period <= 0.5 && m.Box.Width*m.Box.Height >= flashArea {
				flashing, boxes = append(flashing, objects[i]), append(boxes, m.Box)
			}
		}
	}
	if err := p.frames(ctx, seen); err != nil {
		return err
	}
	for i, o := range flashing {
		if i == maxFlashing {
			break
		}
		rate, err := p.flashes(ctx, o, boxes[i])
		if err != nil {
			return err
		}
		seen.Flashes = append(seen.Flashes, page.Flash{Node: o.ref, Box: boxes[i], PerSecond: rate})
	}
	p.out.Observed.Motion = seen
	return nil
}

// flashArea is the least area that may flash as it likes, in CSS pixels: a
// quarter of 341 by 256 (WCAG 2.3.1, general flash thresholds).
const flashArea = 341 * 256 / 4

// maxFlashing is how many elements are filmed.
const maxFlashing = 2

// still returns the elements that go on moving where reduced motion is asked
// for.
func (p *prober) still(ctx context.Context) (moving map[page.Ref]bool, err error) {
	if err := p.media(ctx, "prefers-reduced-motion", "reduce"); err != nil {
		return nil, err
	}
	defer func() {
		if merr := p.media(ctx); err == nil {
			err = merr
		}
	}()
	if err := pause(ctx, frames); err != nil {
		return nil, err
	}
	var moves []struct{ Seconds float64 }
	if err := p.ask(ctx, "usager.motions()", &moves); err != nil {
		return nil, err
	}
	objects, err := p.found(ctx, len(moves))
	if err != nil {
		return nil, err
	}
	moving = make(map[page.Ref]bool)
	for _, o := range objects {
		moving[o.ref] = true
	}
	return moving, nil
}

// flashes looks at an element for a second and returns how many times its
// luminance goes up and down again by a tenth or more, the darker of the two
// being below 0.8 (WCAG 2.2, definition of general flash): as its colour and
// opacity say, since pictures come too slowly, or as pictures do where those
// do not change.
func (p *prober) flashes(ctx context.Context, o object, box page.Box) (perSecond float64, err error) {
	box = box.Intersect(page.Box{Width: float64(p.t.cfg.Viewport.Width), Height: float64(p.t.cfg.Viewport.Height)})
	if box.Width <= 0 || box.Height <= 0 || box.Width*box.Height < flashArea {
		return 0, nil
	}
	var lums []float64
	if err := p.call(ctx, o, "usager.film", &lums); err != nil {
		return 0, err
	}
	if n := opposing(lums); n > 1 {
		return float64(n) / 2, nil
	}
	// The middle is enough, and faster.
	w, h := min(box.Width, 64), min(box.Height, 64)
	box = page.Box{X: box.X + (box.Width-w)/2, Y: box.Y + (box.Height-h)/2, Width: w, Height: h}
	begin := time.Now()
	lums = nil
	for time.Since(begin) < time.Second {
		data, err := p.screenshot(ctx, box)
		if err != nil {
			return 0, err
		}
		img, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			return 0, err
		}
		lums = append(lums, luminance(img))
	}
	return float64(opposing(lums)) / 2 / time.Since(begin).Seconds(), nil
}

// opposing counts the changes of a series, each in the direction opposite to
// that of the one before, by a tenth or more.
func opposing(lums []float64) int {
	if len(lums) == 0 {
		return 0
	}
	n, direction := 0, 0
	extreme := lums[0]
	for _, l := range lums {
		d := l - extreme
		switch {
		case math.Abs(d) >= 0.1 && min(l, extreme) < 0.8 && (direction == 0 || d > 0 != (direction > 0)):
			n++
			direction = 1
			if d < 0 {
				direction = -1
			}
			extreme = l
		case direction > 0 && l > extreme, direction < 0 && l < extreme:
			extreme = l
		}
	}
	return n
}

// relative returns the relative luminance of a colour, 0 to 1 (WCAG 2.2).
func relative(c color.Color) float64 {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return 0.2126*linear(n.R) + 0.7152*linear(n.G) + 0.0722*linear(n.B)
}

func linear(v uint8) float64 {
	c := float64(v) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

// luminance returns the mean relative luminance of a picture (WCAG 2.2).
func luminance(img image.Image) float64 {
	r, sum, n := img.Bounds(), 0.0, 0
	for y := r.Min.Y; y < r.Max.Y; y += 4 {
		for x := r.Min.X; x < r.Max.X; x += 4 {
			sum += relative(img.At(x, y))
			n++
		}
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// patience is for how long changes are counted, in seconds of the page's own
// time: what lasts longer than five must be stoppable (WCAG 2.2.2), and
// carousels wait for up to ten.
const patience = 24.0

// changes lets the page's own time run fast and counts what changes meanwhile,
// while nobody does anything. Its time stands still afterwards.
func (p *prober) changes(ctx context.Context) error {
	var n float64
	attempts, _ := p.t.attempted(0)
	if err := p.mouse(ctx, 0, 0); err != nil {
		return err
	}
	if err := p.ask(ctx, "usager.unfocus()", &n); err != nil {
		return err
	}
	if err := p.ask(ctx, "usager.watch()", &n); err != nil {
		return err
	}
	var begin, now float64
	if err := p.ask(ctx, "usager.clock()", &begin); err != nil {
		return err
	}
	_, err := cdp.Call(ctx, p.t.target, emulation.SetVirtualTimePolicy, emulation.SetVirtualTimePolicyParams{
		Policy: emulation.VirtualTimePolicyAdvance, Budget: new(patience * 1000), MaxVirtualTimeTaskStarvationCount: 10_000,
	})
	if err != nil {
		return err
	}
	for limit := time.Now().Add(1500 * time.Millisecond); time.Now().Before(limit); {
		if err := p.ask(ctx, "usager.clock()", &now); err != nil {
			return err
		}
		if now-begin >= patience-0.5 {
			break
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	var a struct {
		Changes []struct {
			Box   page.Box
			Times int
			Last  float64
			Live  bool
			Kind  string
		}
		Seconds float64
	}
	if err := p.ask(ctx, "usager.watched()", &a); err != nil {
		return err
	}
	objects, err := p.found(ctx, len(a.Changes))
	if err != nil {
		return err
	}
	seen := &page.Changes{Seconds: a.Seconds}
	_, led := p.t.attempted(attempts)
	seen.Leads = urls(led)
	for i, c := range a.Changes {
		seen.Elements = append(seen.Elements, page.Change{Node: objects[i].ref, Box: c.Box, Times: c.Times, Last: c.Last, Live: c.Live, Kind: c.Kind})
	}
	p.out.Observed.Changes = seen
	return nil
}
