package crawler

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	_ "image/png" // the format of the pictures that are compared
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"golang.org/x/sync/errgroup"

	"github.com/usager/usager/page"
)

// Bounds of the walk with the Tab key on one page.
const (
	maxStops   = 150
	maxWalk    = 6 * time.Second
	maxLooking = 2 * time.Second        // for a closer look at some of the stops, after maxWalk
	maxUnseen  = 6                      // stops whose look is compared by pixels
	maxSamples = 4                      // kinds of change with the focus that are measured
	leadTime   = 150 * time.Millisecond // for a page that wants to go elsewhere
	maxListen  = 20                     // elements that listen to the focus and are known to
	slowTab    = 60 * time.Millisecond  // for handlers that move the focus later
	maxEscapes = 4                      // keys tried to leave a trap
)

// keyboard walks through the page with the Tab key and back, as people without
// a mouse do, and records the order of stops, how each stands in the window,
// whether and how it shows that it has the focus, and whether the focus can
// leave.
func (p *prober) keyboard(ctx context.Context) error {
	w := &walker{p: p, seen: new(page.Walk), stopOf: make(map[int]int), kinds: make(map[string]bool), focus: make(map[int]string), looks: make(map[int]*page.Look)}
	err := w.listeners(ctx)
	if err == nil {
		err = p.ask(ctx, "usager.unfocus()", &w.windows)
	}
	for _, part := range []func(context.Context) error{w.walk, w.back, w.judge, w.recheck, w.resolve} {
		if err == nil {
			err = part(ctx)
		}
	}
	if err != nil {
		return fmt.Errorf("walk with the keyboard: %w", err)
	}
	p.out.Observed.Walk = w.seen
	return p.ask(ctx, "usager.unfocus()", &w.windows)
}

// A walker numbers the elements that it meets by their places in the list that
// the script keeps.
type walker struct {
	p       *prober
	seen    *page.Walk
	stops   []stop
	stopOf  map[int]int // the number of the stop, from 1, by place
	kinds   map[string]bool
	begin   time.Time
	handled bool  // something of the page listens to the focus
	windows int   // that the page has wanted to open
	unseen  []int // places whose look did not change
	samples []sample
	trap    string
	inside  []int // places in the trap
	turned  []int // places on the way back
	focus   map[int]string
	looks   map[int]*page.Look
	shots   []shot
}

type stop struct {
	place, cover int // cover: in the list of covers, or -1
	frame        bool
}

// A sample is a stop that stands for those that show the focus alike.
type sample struct {
	place   int
	changed []string
}

type shot struct {
	place         int
	before, after image.Image
}

// step is what the script tells after a key.
type step struct {
	At      int // place; -1: nothing has the focus
	Fresh   bool
	Frame   bool
	Listens bool
	Wrapped bool // the browser brought the focus back from outside the page
	Taken   int  // place of what had the focus for a moment, or -1
	Windows int
	Stop    standing
	Left    struct { // the stop before, now that it has not the focus
		At            int
		Changed       []string
		Kind          string
		Caret, Native bool
	}
}

// standing is how a stop stands in the window.
type standing struct {
	Box                             page.Box
	Hidden, Outside, Covered, Stuck bool
	Cover                           int
}

// walk presses Tab until the focus leaves the page or comes back to where it
// was.
func (w *walker) walk(ctx context.Context) error {
	w.begin = time.Now()
	for len(w.stops) < maxStops && time.Since(w.begin) < maxWalk {
		attempts, _ := w.p.t.attempted(0)
		var s step
		if err := w.press(ctx, "Tab", 0, "usager.step()", &s); err != nil {
			return err
		}
		w.compare(s)
		if s.At < 0 && s.Taken < 0 { // the end; but a handler may still take the focus back
			if err := pause(ctx, slowTab); err != nil {
				return err
			}
			if err := w.p.ask(ctx, "usager.step()", &s); err != nil {
				return err
			}
			if s.At < 0 && s.Taken < 0 {
				w.seen.Ended = true
				return nil
			}
		}
		if s.Wrapped && w.stopOf[s.At] == 1 {
			w.seen.Ended = true
			return nil
		}
		o := page.Stop{Opens: s.Windows - w.windows}
		w.windows = s.Windows
		if s.At < 0 { // the page took it away
			if w.stopOf[s.Taken] > 0 {
				return nil
			}
			o.Taken = true
			w.add(stop{s.Taken, -1, false}, o)
			continue
		}
		if w.stopOf[s.At] > 0 {
			if !s.Frame {
				return w.trapped(ctx)
			}
			if w.stopOf[s.At] < len(w.stops) || len(w.stops) >= maxStops {
				return nil
			}
			w.stops = append(w.stops, stop{s.At, -1, true}) // its own stops count as one place
			w.seen.Stops = append(w.seen.Stops, page.Stop{})
			continue
		}
		tried, err := w.led(ctx, attempts, s.Listens)
		if err != nil {
			return err
		}
		o.Leads = urls(tried)
		st := stop{s.At, -1, s.Frame}
		if !s.Frame {
			s.Stop.into(&o)
			st.cover = s.Stop.Cover
		}
		w.add(st, o)
	}
	return nil
}

// listeners tells the script which elements listen to the focus.
func (w *walker) listeners(ctx context.Context) error {
	nodes := w.p.listening("focus", "focusin", "blur", "focusout")
	w.handled = len(nodes) > 0
	for i, n := range nodes {
		if i == maxListen {
			break
		}
		o, err := w.p.resolve(ctx, page.Ref(w.p.b.info[n].Backend))
		if err != nil {
			return err
		}
		if o.id != "" {
			if err := w.p.call(ctx, o, "usager.listens", nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// led returns where the page wanted to go since it had made a number of
// attempts. What listens to the focus is given some time.
func (w *walker) led(ctx context.Context, attempts int, listens bool) ([]attempt, error) {
	begin := time.Now()
	for {
		_, tried := w.p.t.attempted(attempts)
		if !listens || len(tried) > 0 || time.Since(begin) > leadTime {
			return tried, nil
		}
		if err := pause(ctx, leadTime/10); err != nil {
			return nil, err
		}
	}
}

func (w *walker) add(s stop, o page.Stop) {
	w.stops = append(w.stops, s)
	w.seen.Stops = append(w.seen.Stops, o)
	w.stopOf[s.place] = len(w.stops)
}

func (a standing) into(o *page.Stop) {
	o.Box, o.Hidden, o.Outside, o.Stuck = a.Box, a.Hidden, a.Outside, a.Stuck
}

// compare takes note of how the look of a stop changed when the focus left it.
func (w *walker) compare(s step) {
	n := w.stopOf[s.Left.At]
	if s.Left.At < 0 || n == 0 {
		return
	}
	hidden := w.seen.Stops[n-1].Hidden
	switch {
	case (len(s.Left.Changed) > 0 || s.Left.Caret) && !hidden:
		w.focus[s.Left.At] = page.FocusShown
		if s.Left.Native {
			w.looks[s.Left.At] = &page.Look{Default: true}
		}
		if len(s.Left.Changed) > 0 && !s.Left.Native && !w.kinds[s.Left.Kind] && len(w.samples) < maxSamples {
			w.kinds[s.Left.Kind] = true
			w.samples = append(w.samples, sample{s.Left.At, s.Left.Changed})
		}
	case len(w.unseen) < maxUnseen:
		w.unseen = append(w.unseen, s.Left.At)
	}
}

// back presses Shift and Tab often enough to walk back through the page.
func (w *walker) back(ctx context.Context) error {
	if !w.seen.Ended || slices.ContainsFunc(w.stops, func(s stop) bool { return s.frame }) {
		return nil // the stops inside a frame are not known
	}
	var none []int
	if err := w.p.ask(ctx, "usager.back()", &none); err != nil {
		return err
	}
	for range len(w.stops) + 2 { // the browser may have gone on to the first already
		if time.Since(w.begin) > maxWalk {
			return nil
		}
		if err := w.p.key(ctx, "Tab", shift); err != nil {
			return err
		}
	}
	if err := w.p.ask(ctx, "usager.back()", &w.turned); err != nil {
		return err
	}
	return nil
}

// shift is the modifier bit of the shift key.
const shift = 8

// judge compares pictures of the window with and without the focus: of the
// whole window for elements whose look did not change, of their surroundings
// for one of each kind of change.
func (w *walker) judge(ctx context.Context) (err error) {
	if len(w.unseen)+len(w.samples) == 0 {
		return nil
	}
	var ok bool
	if err := w.p.ask(ctx, "usager.steady(true)", &ok); err != nil {
		return err
	}
	defer func() {
		if rerr := w.p.ask(ctx, "usager.steady(false)", &ok); err == nil {
			err = rerr
		}
	}()
	for _, place := range w.unseen {
		if err := w.look(ctx, place); err != nil {
			return err
		}
	}
	for _, s := range w.samples {
		if err := w.measure(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// look finds out whether any pixel of the window changes with the focus.
func (w *walker) look(ctx context.Context, place int) error {
	if time.Since(w.begin) > maxWalk+maxLooking {
		return nil
	}
	var part page.Box
	with, box, err := w.picture(ctx, place, true, &part, 0)
	if err != nil || with == nil {
		return err
	}
	without, _, err := w.picture(ctx, place, false, &part, 0)
	if err != nil || without == nil {
		return err
	}
	if samePixels(with, without) && w.handled { // handlers may need their time
		if with, box, err = w.picture(ctx, place, true, &part, 250*time.Millisecond); err != nil || with == nil {
			return err
		}
	}
	if !samePixels(with, without) {
		w.focus[place] = page.FocusShown
		return nil
	}
	w.focus[place] = page.FocusUnseen
	at := around(box, with.Bounds())
	w.shots = append(w.shots, shot{place, crop(without, at), crop(with, at)})
	return nil
}

// measure finds out how much and how strongly the surroundings of an element
// change with the focus.
func (w *walker) measure(ctx context.Context, s sample) error {
	if time.Since(w.begin) > maxWalk+maxLooking {
		return nil
	}
	part := page.Box{Width: surroundings}
	with, _, err := w.picture(ctx, s.place, true, &part, 0)
	if err != nil || with == nil {
		return err
	}
	without, box, err := w.picture(ctx, s.place, false, &part, 0)
	if err != nil || without == nil || with.Bounds() != without.Bounds() {
		return err
	}
	clip := image.Rect(0, 0, maxShotWidth, maxShotHeight)
	w.shots = append(w.shots, shot{s.place, crop(without, clip.Intersect(without.Bounds())), crop(with, clip.Intersect(with.Bounds()))})
	if box.Width > part.Width || box.Height > part.Height {
		return nil // it is larger than the window
	}
	look := changed(without, with, w.p.t.cfg.Viewport.Scale)
	look.Least = max(0, 4*(box.Width+box.Height)-16)
	w.looks[s.place] = &look
	if !slices.ContainsFunc(s.changed, func(p string) bool { return !forcedAway[p] }) {
		if err := w.p.media(ctx, "forced-colors", "active"); err != nil {
			return err
		}
		defer w.p.media(ctx)
		with, _, err := w.picture(ctx, s.place, true, &part, frames)
		if err != nil || with == nil {
			return err
		}
		without, _, err := w.picture(ctx, s.place, false, &part, frames)
		if err != nil || without == nil {
			return err
		}
		look.Unforced = samePixels(with, without)
	}
	return nil
}

// forcedAway are the properties that the reader's own colours replace.
var forcedAway = map[string]bool{
	"boxShadow": true, "backgroundColor": true, "color": true, "textDecorationColor": true, "textShadow": true, "fill": true, "stroke": true,
	"borderTopColor": true, "borderRightColor": true, "borderBottomColor": true, "borderLeftColor": true,
}

// picture gives an element the focus, or takes it away, and returns a picture
// of a part of the page, and where the element stands in the window. The
// picture is nil if the element did not take the focus. A part without height
// is set: to the window, or to the element and as much around it as the part is
// wide.
func (w *walker) picture(ctx context.Context, place int, on bool, part *page.Box, wait time.Duration) (image.Image, page.Box, error) {
	var a struct {
		OK          bool
		Box, Window page.Box
	}
	if err := w.p.ask(ctx, fmt.Sprintf("usager.show(%d, %t)", place, on), &a); err != nil {
		return nil, page.Box{}, err
	}
	if !a.OK {
		return nil, page.Box{}, nil
	}
	if err := pause(ctx, wait); err != nil {
		return nil, page.Box{}, err
	}
	switch m := part.Width; {
	case part.Height > 0:
	case m > 0:
		*part = page.Box{X: a.Box.X - m, Y: a.Box.Y - m, Width: a.Box.Width + 2*m, Height: a.Box.Height + 2*m}.Intersect(a.Window)
	default:
		*part = a.Window
	}
	if part.Width < 1 || part.Height < 1 {
		return nil, page.Box{}, nil
	}
	data, err := w.p.screenshot(ctx, *part)
	if err != nil {
		return nil, page.Box{}, err
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	a.Box.X, a.Box.Y = a.Box.X-a.Window.X, a.Box.Y-a.Window.Y
	return img, a.Box, err
}

// surroundings is how far around an element a picture shows, in CSS pixels.
const surroundings = 16

// recheck looks once more at the stops that were out of sight, when scrolling
// and transitions have had their time.
func (w *walker) recheck(ctx context.Context) error {
	left := maxUnseen
	for i, s := range w.stops {
		o := &w.seen.Stops[i]
		if left == 0 || time.Since(w.begin) > maxWalk+maxLooking {
			return nil
		}
		if s.cover < 0 && !o.Outside {
			continue
		}
		left--
		var ok struct{ OK bool }
		if err := w.p.ask(ctx, fmt.Sprintf("usager.show(%d, true)", s.place), &ok); err != nil {
			return err
		}
		if err := pause(ctx, 300*time.Millisecond); err != nil {
			return err
		}
		var again standing
		if err := w.p.ask(ctx, fmt.Sprintf("usager.restand(%d)", s.place), &again); err != nil {
			return err
		}
		if !again.Covered || !again.Outside && o.Outside {
			again.into(o)
			w.stops[i].cover = again.Cover
		}
		if again.Covered {
			var part page.Box
			with, box, err := w.picture(ctx, s.place, true, &part, 0)
			if err != nil {
				return err
			}
			if with != nil {
				part := around(box, with.Bounds())
				w.shots = append(w.shots, shot{s.place, nil, crop(with, part)})
			}
		}
	}
	return nil
}

// resolve tells which nodes of the snapshot the places are.
func (w *walker) resolve(ctx context.Context) error {
	var n struct{ Met, Covers int }
	if err := w.p.ask(ctx, "usager.met()", &n); err != nil {
		return err
	}
	objects, err := w.p.found(ctx, n.Met+n.Covers)
	if err != nil {
		return err
	}
	ref := func(place int) page.Ref {
		if place < 0 || place >= len(objects) {
			return 0
		}
		return objects[place].ref
	}
	info := func(place int) *page.Info {
		if i := w.p.info(ref(place)); i != nil {
			return i
		}
		return new(page.Info) // not in the snapshot
	}
	for i, s := range w.stops {
		o := &w.seen.Stops[i]
		o.Node, o.Look = ref(s.place), w.looks[s.place]
		if s.cover >= 0 {
			o.Cover = ref(n.Met + s.cover)
		}
	}
	for place, number := range w.stopOf {
		info(place).Stop = number
	}
	for place, f := range w.focus {
		info(place).Focus = f
	}
	for _, place := range w.inside {
		info(place).Trap = w.trap
	}
	for _, place := range w.turned {
		w.seen.Back = append(w.seen.Back, ref(place))
	}
	for _, s := range w.shots {
		if err := w.p.addShot(ref(s.place), page.Keyboard, s.before, s.after); err != nil {
			return err
		}
	}
	return nil
}

// press presses a key and asks the script a question then.
func (w *walker) press(ctx context.Context, key string, modifiers int64, question string, v any) error {
	down, up := keyEvents(key, modifiers)
	if _, err := cdp.Call(ctx, w.p.t.target, input.DispatchKeyEvent, down); err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		_, err := cdp.Call(gctx, w.p.t.target, input.DispatchKeyEvent, up)
		return err
	})
	g.Go(func() error { return w.p.ask(gctx, question, v) })
	return g.Wait()
}

// keyCode returns the Windows virtual key code of a key.
func keyCode(key string) int64 {
	switch {
	case key == "Tab":
		return 9
	case key == "Escape":
		return 27
	case key == "Enter":
		return 13
	case key == " ":
		return 32
	case key == "ArrowLeft":
		return 37
	case key == "ArrowUp":
		return 38
	case key == "ArrowRight":
		return 39
	case key == "ArrowDown":
		return 40
	case len(key) == 1:
		return int64(strings.ToUpper(key)[0])
	case len(key) <= 3 && key[0] == 'F':
		var n int64
		if _, err := fmt.Sscanf(key[1:], "%d", &n); err == nil {
			return 111 + n
		}
	}
	return 0
}

// trapped finds out whether the focus, which came back to where it was without
// leaving the page, can leave it at all: slowly, for handlers that move the
// focus late, with Tab, with Shift and Tab, with Escape, and with the keys that
// the page names.
func (w *walker) trapped(ctx context.Context) error {
	inside, free, err := w.circle(ctx, 0)
	if err != nil || free {
		return err
	}
	if back, free, err := w.circle(ctx, shift); err != nil || free {
		return err
	} else {
		inside = append(inside, back...)
	}
	state := page.TrapClosed
	keys := w.namedKeys(ctx)
	for _, k := range append(keys, keys...) { // twice, for handlers that need their time
		if err := w.p.key(ctx, k.key, k.modifiers); err != nil {
			return err
		}
		if err := pause(ctx, slowTab); err != nil {
			return err
		}
		_, free, err := w.circle(ctx, 0)
		if err != nil {
			return err
		}
		if free {
			state = k.name
			break
		}
	}
	w.trap, w.inside = state, inside
	return nil
}

// circle presses Tab, with modifiers, until the focus leaves the page or has
// been at the same element three times. It is free, too, if it comes to every
// element that the walk came to before the circle began.
func (w *walker) circle(ctx context.Context, modifiers int64) (inside []int, free bool, err error) {
	times := make(map[int]int)
	for range 2*maxStops + 10 {
		if err := w.p.key(ctx, "Tab", modifiers); err != nil {
			return nil, false, err
		}
		if err = pause(ctx, slowTab/2); err != nil {
			return nil, false, err
		}
		var s struct {
			At             int
			Frame, Wrapped bool
		}
		if err := w.p.ask(ctx, "usager.at()", &s); err != nil {
			return nil, false, err
		}
		if s.At < 0 || s.Frame || s.Wrapped {
			return nil, true, nil
		}
		if times[s.At]++; times[s.At] == 2 { // once may be on its way back
			inside = append(inside, s.At)
		}
		if times[s.At] == 3 {
			return inside, false, nil
		}
	}
	return nil, true, nil
}

type namedKey struct {
	name, key string
	modifiers int64
}

var keyName = regexp.MustCompile(`(?i)\b(?:(ctrl|control|strg|alt|shift|maj)\s*\+\s*)(?:(alt|shift|maj)\s*\+\s*)?([a-z])\b|\b(f[1-9]|f1[0-2])\b`)

var modifierBits = map[string]int64{"alt": 1, "ctrl": 2, "control": 2, "strg": 2, "shift": 8, "maj": 8}

// namedKeys returns the keys that may open a trap: Escape, and those that the
// page's words name.
func (w *walker) namedKeys(ctx context.Context) []namedKey {
	keys := []namedKey{{"Escape", "Escape", 0}}
	r, err := cdp.Call(ctx, w.p.t.target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: `document.body ? document.body.innerText.slice(0, 20000) : ''`, ReturnByValue: new(true), Silent: new(true),
	})
	var words string
	if err != nil || r.Result == nil || json.Unmarshal(r.Result.Value, &words) != nil {
		return keys
	}
	for _, m := range keyName.FindAllStringSubmatch(words, -1) {
		k := namedKey{name: m[0], key: strings.ToLower(m[3]), modifiers: modifierBits[strings.ToLower(m[1])] | modifierBits[strings.ToLower(m[2])]}
		if m[4] != "" {
			k.key = strings.ToUpper(m[4])
		}
		if len(keys) < maxEscapes && !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	return keys
}

func pause(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return ctx.Err()
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
