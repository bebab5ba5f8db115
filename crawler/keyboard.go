package crawler

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"image"
	_ "image/png" // the format of the pictures that are compared
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// Bounds of the walk with the Tab key on one page.
const (
	maxStops   = 150
	maxWalk    = 6 * time.Second
	maxLooking = 2 * time.Second       // for a closer look at some of the stops, after maxWalk
	maxUnseen  = 6                     // stops whose look is compared by pixels
	slowTab    = 60 * time.Millisecond // for handlers that move the focus later
	maxEscapes = 4                     // keys tried to leave a trap
)

// A stop is an element that has the focus.
type stop struct {
	id     cdp.BackendNodeID // 0: the document
	object runtime.RemoteObjectID
}

// keyboard walks through the page with the Tab key, as people without a mouse
// do, and records the order of stops, how each stands in the window, whether it
// shows that it has the focus, and whether the focus can leave.
func (p *prober) keyboard(ctx context.Context) error {
	w := &walker{
		t: p.t, p: p, b: p.b, seen: new(page.Walk),
		looks: make(map[cdp.BackendNodeID]string), order: make(map[cdp.BackendNodeID]int), hidden: make(map[cdp.BackendNodeID]bool),
	}
	err := p.ask(ctx, "usager.unfocus()", &w.windows)
	if err == nil {
		err = w.walk(ctx)
	}
	if err == nil {
		err = w.judge(ctx)
	}
	if err == nil {
		err = w.recheck(ctx)
	}
	if err != nil {
		return fmt.Errorf("walk with the keyboard: %w", err)
	}
	p.out.Observed.Walk = w.seen
	return nil
}

type walker struct {
	t       *tab
	p       *prober
	b       *builder
	seen    *page.Walk
	stops   []stop
	order   map[cdp.BackendNodeID]int    // from 1
	looks   map[cdp.BackendNodeID]string // with the focus
	hidden  map[cdp.BackendNodeID]bool   // with the focus
	begin   time.Time
	unseen  []stop
	windows int // that the page has wanted to open
}

// observe records how a new stop stands in the window, and what the page did
// since it had made a number of attempts to lead elsewhere.
func (w *walker) observe(ctx context.Context, s stop, attempts int) error {
	o := page.Stop{}
	if w.b.nodes[s.id] != nil {
		o.Node = page.Ref(s.id)
	}
	if !w.isFrame(s) {
		if err := w.place(ctx, s, &o); err != nil {
			return err
		}
		w.hidden[s.id] = o.Hidden
	}
	_, tried := w.t.attempted(attempts)
	o.Leads = urls(tried)
	w.seen.Stops = append(w.seen.Stops, o)
	return nil
}

// place asks how a stop stands in the window.
func (w *walker) place(ctx context.Context, s stop, o *page.Stop) error {
	var a struct {
		Box                             page.Box
		Hidden, Outside, Covered, Stuck bool
		Windows                         int // opened since the page is driven
	}
	if err := w.p.call(ctx, object{id: s.object}, "usager.stop", &a); err != nil {
		return err
	}
	o.Box, o.Hidden, o.Outside, o.Stuck, o.Cover = a.Box, a.Hidden, a.Outside, a.Stuck, 0
	o.Opens, w.windows = a.Windows-w.windows, a.Windows
	if a.Covered {
		cover, err := w.p.object(ctx, "usager.found[0]")
		if err != nil {
			return err
		}
		o.Cover = cover.ref
	}
	return nil
}

// recheck looks once more at the stops that were out of sight, when scrolling
// and transitions have had their time.
func (w *walker) recheck(ctx context.Context) error {
	left := maxUnseen
	for i, s := range w.stops {
		if i >= len(w.seen.Stops) || left == 0 || time.Since(w.begin) > maxWalk+maxLooking {
			return nil
		}
		o := &w.seen.Stops[i]
		if o.Cover == 0 && !o.Outside {
			continue
		}
		left--
		if err := w.p.call(ctx, object{id: s.object}, "(e => { e.focus(); return 1 })", nil); err != nil {
			return err
		}
		if err := pause(ctx, 300*time.Millisecond); err != nil {
			return err
		}
		again := *o
		if err := w.place(ctx, s, &again); err != nil {
			return err
		}
		if again.Cover == 0 || !again.Outside && o.Outside {
			again.Leads, again.Opens = o.Leads, o.Opens
			*o = again
		}
	}
	return nil
}

// walk presses Tab until the focus leaves the page or comes back to where it
// was.
func (w *walker) walk(ctx context.Context) error {
	w.begin = time.Now()
	var last stop
	for len(w.stops) < maxStops && time.Since(w.begin) < maxWalk {
		attempts, _ := w.t.attempted(0)
		now, err := w.press(ctx, "Tab", 0)
		if err != nil {
			return err
		}
		if err := w.compare(ctx, last); err != nil {
			return err
		}
		if now.id == 0 { // the end; but a handler may still take the focus back
			if err := pause(ctx, slowTab); err != nil {
				return err
			}
			if now, err = w.active(ctx); err != nil {
				return err
			}
			if now.id == 0 {
				w.seen.Ended = true
				return nil
			}
		}
		if w.order[now.id] > 0 {
			if w.isFrame(now) {
				last = now
				if w.order[now.id] < len(w.stops) || len(w.stops) >= maxStops {
					return nil
				}
				w.stops = append(w.stops, now) // its own stops count as one place
				w.seen.Stops = append(w.seen.Stops, page.Stop{Node: page.Ref(now.id)})
				continue
			}
			return w.trapped(ctx)
		}
		w.stops = append(w.stops, now)
		w.order[now.id] = len(w.stops)
		if n := w.b.nodes[now.id]; n != nil && w.b.info[n] != nil {
			w.b.info[n].Stop = len(w.stops)
		}
		if w.looks[now.id], err = w.look(ctx, now); err != nil {
			return err
		}
		if err := w.observe(ctx, now, attempts); err != nil {
			return err
		}
		last = now
	}
	return nil
}

// press presses a key and returns what has the focus then.
func (w *walker) press(ctx context.Context, key string, modifiers int64) (stop, error) {
	if err := w.t.key(ctx, key, modifiers); err != nil {
		return stop{}, err
	}
	return w.active(ctx)
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

const activeElement = `(() => {
	let e = document.activeElement;
	while (e && e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
	return e && e !== document.body && e !== document.documentElement ? e : null;
})()`

// active returns what has the focus.
func (w *walker) active(ctx context.Context) (stop, error) {
	r, err := cdp.Call(ctx, w.t.target, runtime.Evaluate, runtime.EvaluateParams{Expression: activeElement, ContextID: w.p.world, ObjectGroup: probeGroup, Silent: new(true)})
	if err != nil {
		return stop{}, err
	}
	if r.Result == nil || r.Result.ObjectID == "" {
		return stop{}, nil
	}
	d, err := cdp.Call(ctx, w.t.target, dom.DescribeNode, dom.DescribeNodeParams{ObjectID: r.Result.ObjectID})
	if err != nil || d.Node == nil {
		return stop{}, err
	}
	return stop{d.Node.BackendNodeID, r.Result.ObjectID}, nil
}

//go:embed data/focus.js
var focusScript string

// look returns how an element and what is around it look now.
func (w *walker) look(ctx context.Context, s stop) (string, error) {
	r, err := cdp.Call(ctx, w.t.target, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: focusScript, ObjectID: s.object, ReturnByValue: new(true), Silent: new(true),
	})
	if err != nil || r.Result == nil {
		return "", err
	}
	var v string
	_ = json.Unmarshal(r.Result.Value, &v) // a script of the page may have broken it: then nothing is known
	return v, nil
}

// compare looks at an element again, now that the focus has left it.
func (w *walker) compare(ctx context.Context, s stop) error {
	n := w.b.nodes[s.id]
	if s.id == 0 || n == nil || w.b.info[n] == nil || w.b.info[n].Focus != "" {
		return nil
	}
	now, err := w.look(ctx, s)
	if err != nil {
		return err
	}
	switch {
	case now == "" || w.isFrame(s):
	case (differ(now, w.looks[s.id]) || isText(n)) && !w.hidden[s.id]:
		w.b.info[n].Focus = page.FocusShown
	case len(w.unseen) < maxUnseen:
		w.unseen = append(w.unseen, s)
	}
	return nil
}

// differ compares two looks line by line; a line of "@" is not known.
func differ(a, b string) bool {
	as, bs := strings.Split(a, "\n"), strings.Split(b, "\n")
	if len(as) != len(bs) {
		return true
	}
	for i := range as {
		if as[i] != bs[i] && as[i] != "@" && bs[i] != "@" {
			return true
		}
	}
	return false
}

// isText reports whether an element shows a caret when it has the focus.
func isText(n *html.Node) bool {
	if n.DataAtom == atom.Textarea || page.HasAttr(n, "contenteditable") {
		return true
	}
	if n.DataAtom != atom.Input {
		return false
	}
	typ, _ := page.Attr(n, "type")
	switch strings.ToLower(typ) {
	case "checkbox", "radio", "range", "color", "file", "image", "submit", "button", "reset", "hidden":
		return false
	}
	return true
}

func (w *walker) isFrame(s stop) bool {
	n := w.b.nodes[s.id]
	return n != nil && (n.DataAtom == atom.Iframe || n.DataAtom == atom.Frame || n.DataAtom == atom.Object || n.DataAtom == atom.Embed)
}

// judge compares pictures of the window with and without the focus, for the
// elements whose look did not change.
func (w *walker) judge(ctx context.Context) error {
	for _, s := range w.unseen {
		if time.Since(w.begin) > maxWalk+maxLooking {
			return nil
		}
		with, err := w.picture(ctx, s, "function () { this.focus(); return document.hasFocus() && this.matches(':focus-visible') }")
		if err != nil {
			return err
		}
		without, err := w.picture(ctx, s, "function () { this.blur(); return true }")
		if err != nil {
			return err
		}
		if with == nil || without == nil {
			continue
		}
		info := w.b.info[w.b.nodes[s.id]]
		if samePixels(with, without) {
			info.Focus = page.FocusUnseen
		} else {
			info.Focus = page.FocusShown
		}
	}
	return nil
}

// picture returns a picture of the window after a function was called on an
// element; nil if the function did not answer true.
func (w *walker) picture(ctx context.Context, s stop, function string) (image.Image, error) {
	r, err := cdp.Call(ctx, w.t.target, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: function, ObjectID: s.object, ReturnByValue: new(true), Silent: new(true),
	})
	if err != nil {
		return nil, err
	}
	if r.Result == nil || string(r.Result.Value) != "true" {
		return nil, nil
	}
	if err := pause(ctx, 250*time.Millisecond); err != nil { // for transitions
		return nil, err
	}
	shot, err := cdp.Call(ctx, w.t.target, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{
		Format: cdppage.CaptureScreenshotFormatPng, OptimizeForSpeed: new(true),
	})
	if err != nil {
		return nil, err
	}
	img, _, err := image.Decode(bytes.NewReader(shot.Data))
	return img, err
}

func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	r := a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
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
	if back, free, err := w.circle(ctx, 8); err != nil || free {
		return err
	} else {
		inside = append(inside, back...)
	}
	state := page.TrapClosed
	keys := w.namedKeys(ctx)
	for _, k := range append(keys, keys...) { // twice, for handlers that need their time
		if _, err := w.press(ctx, k.key, k.modifiers); err != nil {
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
	for _, id := range inside {
		if n := w.b.nodes[id]; n != nil && w.b.info[n] != nil {
			w.b.info[n].Trap = state
		}
	}
	return nil
}

// circle presses Tab, with modifiers, until the focus leaves the page or has
// been at the same element three times. It is free, too, if it comes to every
// element that the walk came to before the circle began.
func (w *walker) circle(ctx context.Context, modifiers int64) (inside []cdp.BackendNodeID, free bool, err error) {
	times := make(map[cdp.BackendNodeID]int)
	for range 2*maxStops + 10 {
		if _, err = w.press(ctx, "Tab", modifiers); err != nil {
			return nil, false, err
		}
		if err = pause(ctx, slowTab/2); err != nil {
			return nil, false, err
		}
		s, err := w.active(ctx)
		if err != nil {
			return nil, false, err
		}
		if s.id == 0 || w.isFrame(s) {
			return nil, true, nil
		}
		if times[s.id]++; times[s.id] == 2 { // once may be on its way back
			inside = append(inside, s.id)
		}
		if times[s.id] == 3 {
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
	r, err := cdp.Call(ctx, w.t.target, runtime.Evaluate, runtime.EvaluateParams{
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
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
