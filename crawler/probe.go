package crawler

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"golang.org/x/sync/errgroup"

	"github.com/usager/usager/page"
)

// Probes says which pages are driven after their snapshot is taken: with keys,
// a pointer, other media and time.
type Probes string

// The choices of pages to probe.
const (
	ProbesNone      Probes = "none"
	ProbesTemplates Probes = "templates" // the first pages of each template
	ProbesAll       Probes = "all"
)

// maxProbing is how long all probes of one page may take.
const maxProbing = 30 * time.Second

// A probe drives a page and leaves its observations in the snapshot.
type probe struct {
	input page.Input
	limit time.Duration
	run   func(*prober, context.Context) error
}

// probes in the order in which they are made: those that change the page least
// come first, since it is not loaded again.
var probes = []probe{
	{page.Zoom, 3 * time.Second, (*prober).zoom},
	{page.TextSpacing, 4 * time.Second, (*prober).spacing},
	{page.Reflow, 4 * time.Second, (*prober).reflow},
	{page.Turning, 3 * time.Second, (*prober).turn},
	{page.ForcedColours, 3 * time.Second, (*prober).forceColours},
	{page.Moving, 6 * time.Second, (*prober).motion},
	{page.Keyboard, maxWalk + 4*time.Second, (*prober).keyboard}, // before anything else gives something the focus
	{page.Hovering, 6 * time.Second, (*prober).hover},
	{page.Operating, 6 * time.Second, (*prober).operate},
	{page.Filling, 4 * time.Second, (*prober).fill},
	{page.Changing, 3 * time.Second, (*prober).changes},
}

//go:embed data/probe.js
var probeScript string

//go:embed data/unsafe.txt
var unsafeWords string

var unsafeList = sync.OnceValue(func() string {
	var words []string
	for line := range strings.Lines(unsafeWords) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			words = append(words, line)
		}
	}
	list, err := json.Marshal(words)
	if err != nil {
		panic(err) // strings can always be marshalled
	}
	return string(list)
})

const probeGroup = "usager-probe"

// A prober drives one page.
type prober struct {
	t     *tab
	b     *builder
	out   *page.Page
	world runtime.ExecutionContextID
	// scripted: the page has scripts. Its time is stopped in the end, which
	// nothing but closing the tab can undo.
	scripted bool
}

// probe drives the page that the tab shows. What it cannot find out is missing
// from out; it reports whether the tab is as before.
func (t *tab) probe(ctx context.Context, b *builder, out *page.Page) (clean bool) {
	ctx, cancel := context.WithTimeout(ctx, maxProbing)
	defer cancel()
	t.guard(guardWrites)
	defer t.guard(guardNone)
	p := &prober{t: t, b: b, out: out}
	if err := p.begin(ctx); err != nil {
		for _, pr := range probes {
			p.lacks(pr.input, "the page could not be driven: "+err.Error())
		}
		return false
	}
	defer p.end()
	for i, pr := range probes {
		if out.Inputs.Has(pr.input) {
			continue
		}
		if pr.input == page.Changing && !p.scripted {
			p.out.Observed.Changes = new(page.Changes)
			out.Inputs |= pr.input
			continue
		}
		pctx, stop := context.WithTimeout(ctx, pr.limit)
		err := pr.run(p, pctx)
		slow := pctx.Err() != nil
		stop()
		switch {
		case err == nil:
			out.Inputs |= pr.input
		case slow, t.crashed(), ctx.Err() != nil:
			p.lacks(pr.input, "the page did not answer within "+pr.limit.String())
			if ctx.Err() == nil && !t.crashed() && p.restore(ctx) == nil {
				continue // it was slow, but is alive
			}
			for _, rest := range probes[i+1:] {
				p.lacks(rest.input, "the page had stopped answering before")
			}
			return false
		default:
			p.lacks(pr.input, err.Error())
		}
	}
	return ctx.Err() == nil && !p.scripted
}

// restore puts things back as they were before a probe that was broken off. It
// fails if the page does not answer any more.
func (p *prober) restore(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	p.t.guard(guardWrites)
	var done bool
	return errors.Join(p.t.setViewport(ctx, p.t.cfg.Viewport), p.media(ctx), p.ask(ctx, "usager.unwear()", &done), p.ask(ctx, "usager.steady(false)", &done))
}

// lacks takes note of why an input is missing.
func (p *prober) lacks(input page.Input, reason string) {
	if p.out.Inputs.Has(input) {
		return
	}
	if p.out.Observed.Lacks == nil {
		p.out.Observed.Lacks = make(map[string]string)
	}
	p.out.Observed.Lacks[input.String()] = reason
}

// begin makes the world of the probes and sees to it that nothing leaves.
func (p *prober) begin(ctx context.Context) error {
	pattern := fetch.RequestPattern{URLPattern: "*", RequestStage: fetch.RequestStageRequest}
	if _, err := cdp.Call(ctx, p.t.target, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{&pattern}}); err != nil {
		return err
	}
	if _, err := cdp.Call(ctx, p.t.target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		return err
	}
	var err error
	if p.world, err = p.t.world(ctx); err != nil {
		return err
	}
	// Windows are counted, not opened: what they ask for is beyond our reach.
	// Moving the focus by script is told apart from what the browser does.
	const windows = `window.open = function () { document.dispatchEvent(new CustomEvent('usager-window')); return null };
		for (const c of [HTMLElement, SVGElement]) { const focus = c.prototype.focus; c.prototype.focus = function (o) { document.dispatchEvent(new CustomEvent('usager-focus')); return focus.call(this, o) } } 0`
	if _, err := cdp.Call(ctx, p.t.target, runtime.Evaluate, runtime.EvaluateParams{Expression: windows, Silent: new(true)}); err != nil {
		return err
	}
	var ok bool
	if err := p.ask(ctx, probeScript+"("+unsafeList()+")", &ok); err != nil || !ok {
		return errors.Join(errors.New("the world of the probes was not made"), err)
	}
	var n int
	return errors.Join(p.ask(ctx, "usager.scripted()", &p.scripted), p.ask(ctx, "usager.watch()", &n))
}

// end gives the tab back as it was.
func (p *prober) end() {
	ctx, cancel := context.WithTimeout(p.t.ctx, 2*time.Second)
	defer cancel()
	_, _ = cdp.Call(ctx, p.t.target, runtime.ReleaseObjectGroup, runtime.ReleaseObjectGroupParams{ObjectGroup: probeGroup})
	_ = p.t.intercept(ctx)
}

// ask evaluates a script in the world of the probes and decodes its answer.
func (p *prober) ask(ctx context.Context, script string, v any) error {
	return p.t.ask(ctx, p.world, script, v)
}

// An object is an element of the page as a script of ours holds it.
type object struct {
	id  runtime.RemoteObjectID
	ref page.Ref // 0 if it is not in the snapshot
}

// found returns the elements that the last answer spoke of, in its order.
func (p *prober) found(ctx context.Context, n int) ([]object, error) {
	objects := make([]object, n)
	if n == 0 {
		return objects, nil
	}
	list, err := cdp.Call(ctx, p.t.target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: "usager.found", ContextID: p.world, ObjectGroup: probeGroup, Silent: new(true),
	})
	if err != nil {
		return nil, err
	}
	if list.Result == nil || list.Result.ObjectID == "" {
		return objects, nil
	}
	items, err := cdp.Call(ctx, p.t.target, runtime.GetProperties, runtime.GetPropertiesParams{ObjectID: list.Result.ObjectID, OwnProperties: new(true)})
	if err != nil {
		return nil, err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(16)
	for _, item := range items.Result {
		i, err := strconv.Atoi(item.Name)
		if err != nil || i >= n || item.Value == nil || item.Value.ObjectID == "" {
			continue
		}
		g.Go(func() (err error) {
			objects[i], err = p.describe(gctx, item.Value.ObjectID)
			return err
		})
	}
	return objects, g.Wait()
}

// describe tells which node of the snapshot an element is.
func (p *prober) describe(ctx context.Context, id runtime.RemoteObjectID) (object, error) {
	d, err := cdp.Call(ctx, p.t.target, dom.DescribeNode, dom.DescribeNodeParams{ObjectID: id})
	if err != nil {
		return object{}, err
	}
	o := object{id: id}
	if d.Node != nil && p.b.nodes[d.Node.BackendNodeID] != nil {
		o.ref = page.Ref(d.Node.BackendNodeID)
	}
	return o, nil
}

// object evaluates an expression to an element.
func (p *prober) object(ctx context.Context, expression string) (object, error) {
	r, err := cdp.Call(ctx, p.t.target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: expression, ContextID: p.world, ObjectGroup: probeGroup, Silent: new(true),
	})
	if err != nil {
		return object{}, err
	}
	if r.Result == nil || r.Result.ObjectID == "" {
		return object{}, nil
	}
	return p.describe(ctx, r.Result.ObjectID)
}

// resolve returns the element that an observation names as the world of the
// probes sees it.
func (p *prober) resolve(ctx context.Context, ref page.Ref) (object, error) {
	r, err := cdp.Call(ctx, p.t.target, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: backend(ref), ObjectGroup: probeGroup, ExecutionContextID: p.world})
	if err != nil || r.Object == nil {
		if ctx.Err() != nil {
			return object{}, ctx.Err()
		}
		return object{}, nil // it is gone, or in a frame
	}
	return object{r.Object.ObjectID, ref}, nil
}

func backend(ref page.Ref) cdp.BackendNodeID { return cdp.BackendNodeID(ref) }

// call calls a function of the world of the probes, such as "usager.after", on
// an element and decodes its answer; v may be nil.
func (p *prober) call(ctx context.Context, o object, function string, v any) error {
	r, err := cdp.Call(ctx, p.t.target, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: "function () { return " + function + "(this) }", ObjectID: o.id, ReturnByValue: new(true), AwaitPromise: new(true), Silent: new(true),
	})
	if err != nil {
		return err
	}
	if r.ExceptionDetails != nil || r.Result == nil {
		return fmt.Errorf("%s failed", function)
	}
	if v == nil {
		return nil
	}
	return json.Unmarshal(r.Result.Value, v)
}

// key presses a key and lets it go.
func (p *prober) key(ctx context.Context, key string, modifiers int64) error {
	return p.t.key(ctx, key, modifiers)
}

// key presses a key and lets it go.
func (t *tab) key(ctx context.Context, key string, modifiers int64) error {
	down, up := keyEvents(key, modifiers)
	if _, err := cdp.Call(ctx, t.target, input.DispatchKeyEvent, down); err != nil {
		return err
	}
	_, err := cdp.Call(ctx, t.target, input.DispatchKeyEvent, up)
	return err
}

// keyEvents returns what a keyboard sends when a key is pressed and let go.
func keyEvents(key string, modifiers int64) (down, up input.DispatchKeyEventParams) {
	down = input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Modifiers: modifiers, Key: key, Code: key, WindowsVirtualKeyCode: keyCode(key)}
	switch {
	case key == "Enter":
		down.Type, down.Text = input.DispatchKeyEventTypeKeyDown, "\r"
	case key == " ":
		down.Type, down.Text, down.Code = input.DispatchKeyEventTypeKeyDown, " ", "Space"
	case len(key) == 1:
		down.Code = "Key" + strings.ToUpper(key)
	}
	up = down
	up.Type, up.Text = input.DispatchKeyEventTypeKeyUp, ""
	return down, up
}

// mouse moves the pointer to a point of the window.
func (p *prober) mouse(ctx context.Context, x, y float64) error {
	_, err := cdp.Call(ctx, p.t.target, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y})
	return err
}

// click presses the main button of the mouse at a point of the window.
func (p *prober) click(ctx context.Context, x, y float64) error { return p.t.press(ctx, x, y) }

// A guard says what a page may ask for while it is driven.
type guard int

const (
	guardNone   guard = iota // not driven
	guardWrites              // whatever cannot change anything
	guardAll                 // nothing
)

// guard sets what the page may ask for from now on.
func (t *tab) guard(g guard) {
	t.mu.Lock()
	t.guarded = g
	t.attempts = nil
	t.mu.Unlock()
}

// forbids reports whether a request must not leave while the page is driven.
// t.mu is held.
func (t *tab) forbids(ev *fetch.EventRequestPaused) bool {
	switch t.guarded {
	case guardNone:
		return false
	case guardAll:
		return true
	}
	return ev.Request.Method != http.MethodGet && ev.Request.Method != http.MethodHead && ev.Request.Method != http.MethodOptions ||
		ev.ResourceType == network.ResourceTypePing
}

// An attempt is a request for another document that the page made while it was
// driven, and that was refused.
type attempt struct {
	url  string
	post bool
}

// attempted returns how many documents the page has asked for since it is
// driven, and those after the first n.
func (t *tab) attempted(n int) (int, []attempt) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.attempts), append([]attempt(nil), t.attempts[min(n, len(t.attempts)):]...)
}

func urls(as []attempt) []string {
	var out []string
	for _, a := range as {
		out = append(out, a.url)
	}
	return out
}
