package crawler

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/inspector"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/usager/usager/page"
)

// A hiker walks one trail in a tab with a browser context of its own. Its
// listener keeps the state that the walk waits for.
type hiker struct {
	cfg    Config
	trail  Trail
	proc   *process
	ctx    context.Context
	cancel context.CancelFunc
	target *chromedp.Target
	frame  cdp.FrameID
	world  runtime.ExecutionContextID
	legs   []*Leg
	sight  sight // of the link that is about to be activated

	mu       sync.Mutex
	wake     chan struct{} // closed and replaced when the state changes
	now      arrival
	loader   cdp.LoaderID // of what the navigation led to; "" until it is there
	events   map[cdp.LoaderID]map[string]bool
	inflight map[network.RequestID]string // requests in flight, URL
	known    map[string]bool              // URLs that were loaded before
	bytes    int                          // since weight was asked
	dead     bool
}

func newHiker(ctx context.Context, proc *process, cfg Config, t Trail) (*hiker, error) {
	h := &hiker{cfg: cfg, trail: t, proc: proc, wake: make(chan struct{}), known: make(map[string]bool)}
	h.expect()
	h.ctx, h.cancel = chromedp.NewContext(proc.ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(h.listen))
	stop := context.AfterFunc(ctx, h.cancel) // what hangs here hangs for ever
	err := h.setUp()
	if !stop() || err != nil {
		h.close()
		return nil, errors.Join(err, ctx.Err())
	}
	return h, nil
}

func (h *hiker) setUp() error {
	if err := chromedp.Do(h.ctx); err != nil {
		return err
	}
	c := chromedp.FromContext(h.ctx)
	h.target = c.Target
	h.frame = cdp.FrameID(h.target.TargetID)
	if _, err := chromedp.CallBrowser(h.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorDeny, BrowserContextID: c.BrowserContextID,
	}); err != nil {
		return err
	}
	m := &h.trail.Manner
	pattern := func(stage fetch.RequestStage, typ network.ResourceType) *fetch.RequestPattern {
		return &fetch.RequestPattern{URLPattern: "*", RequestStage: stage, ResourceType: typ}
	}
	patterns := []*fetch.RequestPattern{pattern(fetch.RequestStageRequest, network.ResourceTypeDocument), pattern(fetch.RequestStageResponse, network.ResourceTypeDocument)}
	if len(h.cfg.secrets()) > 0 {
		patterns[0].ResourceType = ""
	}
	features := []*emulation.MediaFeature{}
	if m.ForcedColors {
		features = append(features, &emulation.MediaFeature{Name: "forced-colors", Value: "active"})
	}
	if m.ReducedMotion {
		features = append(features, &emulation.MediaFeature{Name: "prefers-reduced-motion", Value: "reduce"})
	}
	commands := []struct {
		method string
		params any
	}{
		// Chromedp turns on more than is listened to.
		{css.CommandDisable, nil}, {dom.CommandDisable, nil}, {cdplog.CommandDisable, nil},
		{target.CommandSetAutoAttach, target.SetAutoAttachParams{AutoAttach: false, Flatten: new(true)}},
		{network.CommandSetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true}},
		{emulation.CommandSetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: h.cfg.UserAgent, AcceptLanguage: h.cfg.Languages}},
		{emulation.CommandSetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: int64(m.Viewport.Width), Height: int64(m.Viewport.Height), DeviceScaleFactor: m.Viewport.Scale, Mobile: m.Viewport.Mobile,
		}},
		{emulation.CommandSetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: m.Touch}},
		{emulation.CommandSetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}},
		{emulation.CommandSetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}},
		{fetch.CommandEnable, fetch.EnableParams{Patterns: patterns}},
	}
	if m.Kbps > 0 {
		commands = append(commands, struct {
			method string
			params any
		}{network.CommandOverrideNetworkState, network.OverrideNetworkStateParams{
			Latency: float64(m.Latency.Milliseconds()), DownloadThroughput: m.Kbps * 1000 / 8, UploadThroughput: m.Kbps * 1000 / 8,
		}})
	}
	for _, c := range commands {
		if err := h.target.Call(h.ctx, c.method, c.params, nil); err != nil {
			return fmt.Errorf("%s: %w", c.method, err)
		}
	}
	return nil
}

// close closes the tab and forgets its cookies.
func (h *hiker) close() {
	defer h.cancel()
	if h.target == nil {
		return
	}
	ctx, cancel := context.WithTimeout(h.proc.ctx, 5*time.Second)
	defer cancel()
	_, _ = chromedp.CallBrowser(ctx, target.CloseTarget, target.CloseTargetParams{TargetID: h.target.TargetID}) // it may be gone
	_, _ = chromedp.CallBrowser(ctx, target.DetachFromTarget, target.DetachFromTargetParams{SessionID: h.target.SessionID})
}

// halt ends a script that does not end by itself, so that the tab can be closed.
func (h *hiker) halt() {
	ctx, cancel := context.WithTimeout(h.ctx, time.Second)
	defer cancel()
	_, _ = cdp.Call(ctx, h.target, runtime.TerminateExecution, cdp.Empty{})
}

// listen keeps the state. It must return fast and run no command.
func (h *hiker) listen(ev any) {
	switch ev := ev.(type) {
	case *fetch.EventRequestPaused:
		go h.pass(ev)
		return
	case *cdppage.EventJavascriptDialogOpening:
		go func() {
			ctx, cancel := context.WithTimeout(h.ctx, 5*time.Second)
			defer cancel()
			_, _ = cdp.Call(ctx, h.target, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: ev.Type == cdppage.DialogTypeBeforeunload})
		}()
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if streams(ev.Type) || strings.HasPrefix(ev.Request.URL, "data:") || strings.HasPrefix(ev.Request.URL, "blob:") {
			return
		}
		h.inflight[ev.RequestID] = ev.Request.URL
		return
	case *network.EventLoadingFinished:
		if u := h.inflight[ev.RequestID]; u != "" && !h.known[u] && len(h.known) < 10_000 {
			h.known[u] = true
			h.bytes += int(ev.EncodedDataLength)
		}
		delete(h.inflight, ev.RequestID)
	case *network.EventLoadingFailed:
		delete(h.inflight, ev.RequestID)
	case *cdppage.EventFrameNavigated:
		if ev.Frame.ID != h.frame {
			return
		}
		h.loader = ev.Frame.LoaderID
	case *cdppage.EventNavigatedWithinDocument:
		if ev.FrameID != h.frame {
			return
		}
		h.now.within = true
	case *cdppage.EventLifecycleEvent:
		if ev.FrameID != h.frame {
			return
		}
		if h.events[ev.LoaderID] == nil {
			h.events[ev.LoaderID] = make(map[string]bool)
		}
		h.events[ev.LoaderID][ev.Name] = true
	case *inspector.EventTargetCrashed:
		h.dead = true
	default:
		return
	}
	h.changed()
}

// changed wakes what waits for the state. h.mu is held.
func (h *hiker) changed() {
	close(h.wake)
	h.wake = make(chan struct{})
}

// pass lets a request through, or refuses the outermost frame what is no page
// of the site.
func (h *hiker) pass(ev *fetch.EventRequestPaused) {
	ctx, cancel := context.WithTimeout(h.ctx, 10*time.Second)
	defer cancel()
	outermost := ev.FrameID == h.frame && ev.ResourceType == network.ResourceTypeDocument
	refuse := ""
	answered := ev.ResponseStatusCode != 0 || ev.ResponseErrorReason != ""
	if outermost {
		address := ev.Request.URL + ev.Request.URLFragment
		h.mu.Lock()
		switch {
		case answered:
			h.now.status = int(ev.ResponseStatusCode)
			header := func(name string) string {
				for _, f := range ev.ResponseHeaders {
					if strings.EqualFold(f.Name, name) {
						return f.Value
					}
				}
				return ""
			}
			if h.now.status < 300 && isDocument(header("Content-Type"), header("Content-Disposition")) {
				refuse = BarrierPDF
			}
		default:
			if h.now.requested == "" {
				h.now.requested = address
			}
			h.now.to = address
			switch {
			case ev.Request.Method != http.MethodGet:
				refuse = BarrierNavigation
			case !h.inScope(address):
				refuse = BarrierOtherSite
			}
		}
		if refuse != "" {
			h.now.refused = refuse
		}
		h.changed()
		h.mu.Unlock()
	}
	switch {
	case refuse != "":
		_, _ = cdp.Call(ctx, h.target, fetch.FailRequest, fetch.FailRequestParams{RequestID: ev.RequestID, ErrorReason: network.ErrorReasonAborted})
	case answered:
		_, _ = cdp.Call(ctx, h.target, fetch.ContinueResponse, fetch.ContinueResponseParams{RequestID: ev.RequestID})
	default:
		_, _ = cdp.Call(ctx, h.target, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: ev.RequestID, Headers: (&tab{cfg: h.cfg}).withSecrets(ev.Request)})
	}
}

// expect forgets the navigation before.
func (h *hiker) expect() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = arrival{}
	h.loader = ""
	h.events = make(map[cdp.LoaderID]map[string]bool)
	h.inflight = make(map[network.RequestID]string)
}

// weight returns what was loaded since it was asked before, in bytes.
func (h *hiker) weight() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := h.bytes
	h.bytes = 0
	return n
}

// until waits for a condition on the state, which is asked with h.mu held.
func (h *hiker) until(ctx context.Context, limit time.Duration, ok func() bool) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		h.mu.Lock()
		done, wake, dead := ok(), h.wake, h.dead
		h.mu.Unlock()
		if dead {
			return errors.New("the page crashed its tab")
		}
		if done {
			return nil
		}
		select {
		case <-wake:
		case <-timer.C:
			return errNotYet
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// visit goes to an address, as if it were typed.
func (h *hiker) visit(ctx context.Context, address string) (*arrival, error) {
	h.expect()
	go func() { // a document that is refused may never answer this
		_, _ = cdp.Call(ctx, h.target, cdppage.Navigate, cdppage.NavigateParams{URL: address})
	}()
	return h.await(ctx, trailLoad)
}

// await waits until what was done has led somewhere and the page there has
// loaded.
func (h *hiker) await(ctx context.Context, react time.Duration) (*arrival, error) {
	err := h.until(ctx, react, func() bool { return h.now.requested != "" || h.now.within })
	if errors.Is(err, errNotYet) {
		return &arrival{nothing: true}, nil
	}
	if err == nil {
		err = h.until(ctx, trailLoad, func() bool {
			return h.now.refused != "" || h.now.requested == "" && h.now.within || h.loader != "" && h.events[h.loader]["DOMContentLoaded"]
		})
	}
	if errors.Is(err, errNotYet) {
		h.mu.Lock()
		came := h.loader != ""
		h.mu.Unlock()
		if !came {
			return &arrival{nothing: true}, nil
		}
		err = nil
	}
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	a := h.now
	h.mu.Unlock()
	if a.refused != "" || a.requested == "" {
		return &a, nil
	}
	if err := h.until(ctx, trailLoad, func() bool { return h.events[h.loader]["load"] }); err != nil && !errors.Is(err, errNotYet) {
		return nil, err
	}
	return &a, h.quiet(ctx)
}

// quiet waits until nothing more is requested, for a while at most.
func (h *hiker) quiet(ctx context.Context) error {
	deadline := time.Now().Add(trailQuiet)
	for calm := 0; calm < quietPolls && time.Now().Before(deadline); calm++ {
		if err := pause(ctx, quietFor); err != nil {
			return err
		}
		h.mu.Lock()
		if len(h.inflight) > 0 {
			calm = -1
		}
		h.mu.Unlock()
	}
	return nil
}

//go:embed data/trail.js
var trailScript string

// prepare puts what is asked of pages into a world of its own of this page.
func (h *hiker) prepare(ctx context.Context) error {
	w, err := cdp.Call(ctx, h.target, cdppage.CreateIsolatedWorld, cdppage.CreateIsolatedWorldParams{FrameID: h.frame, WorldName: "usager"})
	if err != nil {
		return fmt.Errorf("prepare the page: %w", err)
	}
	h.world = w.ExecutionContextID
	_, err = h.evaluate(ctx, trailScript+";0", true)
	return err
}

// evaluate evaluates an expression in the world of its own.
func (h *hiker) evaluate(ctx context.Context, expression string, value bool) (*runtime.RemoteObject, error) {
	r, err := cdp.Call(ctx, h.target, runtime.Evaluate, runtime.EvaluateParams{Expression: expression, ContextID: h.world, ReturnByValue: new(value), Silent: new(true)})
	switch {
	case err != nil:
		return nil, err
	case r.ExceptionDetails != nil:
		return nil, fmt.Errorf("ask the page: %s", r.ExceptionDetails.Text)
	case r.Result == nil:
		return nil, errors.New("ask the page: no answer")
	}
	return r.Result, nil
}

// ask calls a function of trail.js and puts its answer into v.
func (h *hiker) ask(ctx context.Context, v any, function string, args ...any) error {
	if args == nil {
		args = []any{}
	}
	b, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("ask the page: %w", err)
	}
	r, err := h.evaluate(ctx, "usager."+function+"(..."+string(b)+")", true)
	if err != nil {
		return fmt.Errorf("%s: %w", function, err)
	}
	return decode(r.Value, v)
}

// node returns the element that was found at i.
func (h *hiker) node(ctx context.Context, i int) (cdp.BackendNodeID, error) {
	r, err := h.evaluate(ctx, fmt.Sprintf("usager.found[%d]", i), false)
	if err != nil || r.ObjectID == "" {
		return 0, err
	}
	d, err := cdp.Call(ctx, h.target, dom.DescribeNode, dom.DescribeNodeParams{ObjectID: r.ObjectID})
	if err != nil || d.Node == nil {
		return 0, err
	}
	return d.Node.BackendNodeID, nil
}

func (h *hiker) accessibility(ctx context.Context) (tree axTree, err error) {
	if err = h.target.Call(ctx, accessibility.CommandGetFullAXTree, accessibility.GetFullAXTreeParams{}, &tree); err != nil {
		err = fmt.Errorf("read the accessibility tree: %w", err)
	}
	return tree, err
}

// way is how a screen reader comes to a link.
type way struct {
	name  string
	moves int // links and headings that are passed
	words int // that are heard
}

// wayTo returns how a screen reader comes to a link, by links or by headings and
// then links, whichever has fewer stops; false if the tree does not have it.
func (t axTree) wayTo(id cdp.BackendNodeID) (way, bool) {
	byID := make(map[string]*axNode, len(t.Nodes))
	child := make(map[string]bool)
	for i := range t.Nodes {
		byID[t.Nodes[i].NodeID] = &t.Nodes[i]
		for _, c := range t.Nodes[i].ChildIDs {
			child[c] = true
		}
	}
	var links, headings, since way // since the last heading
	var found *way
	var visit func(n *axNode, depth int)
	visit = func(n *axNode, depth int) {
		if found != nil || depth > 2000 {
			return
		}
		name := n.Name.String()
		heard := len(strings.Fields(name)) + 1 // and the role
		switch role := n.Role.String(); {
		case n.Ignored:
		case n.BackendDOMNodeID == id:
			found = &way{name: strings.TrimSpace(name), moves: links.moves + 1, words: links.words + heard}
			if m := headings.moves + since.moves + 1; headings.moves > 0 && m < found.moves {
				found.moves, found.words = m, headings.words+since.words+heard
			}
			return
		case role == "link":
			links.moves, links.words = links.moves+1, links.words+heard
			since.moves, since.words = since.moves+1, since.words+heard
		case role == "heading":
			headings.moves, headings.words = headings.moves+1, headings.words+heard
			since = way{}
		}
		for _, c := range n.ChildIDs {
			if m := byID[c]; m != nil {
				delete(byID, c) // each once, whatever the tree is
				visit(m, depth+1)
			}
		}
	}
	for i := range t.Nodes {
		if !child[t.Nodes[i].NodeID] {
			visit(&t.Nodes[i], 0)
		}
	}
	if found == nil {
		return way{}, false
	}
	return *found, true
}

// key presses a key.
func (h *hiker) key(ctx context.Context, key string, modifiers int64) error {
	p := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Modifiers: modifiers, Key: key, Code: key, WindowsVirtualKeyCode: keyCode(key)}
	if key == "Enter" {
		p.Type, p.Text, p.WindowsVirtualKeyCode = input.DispatchKeyEventTypeKeyDown, "\r", 13
	}
	if _, err := cdp.Call(ctx, h.target, input.DispatchKeyEvent, p); err != nil {
		return fmt.Errorf("press %s: %w", key, err)
	}
	p.Type, p.Text = input.DispatchKeyEventTypeKeyUp, ""
	if _, err := cdp.Call(ctx, h.target, input.DispatchKeyEvent, p); err != nil {
		return fmt.Errorf("press %s: %w", key, err)
	}
	return nil
}

// point moves the mouse.
func (h *hiker) point(ctx context.Context, x, y float64) error {
	_, err := cdp.Call(ctx, h.target, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: x, Y: y})
	if err != nil {
		return fmt.Errorf("point: %w", err)
	}
	return nil
}

// click presses the mouse button at a place.
func (h *hiker) click(ctx context.Context, x, y float64) error {
	if err := h.point(ctx, x, y); err != nil {
		return err
	}
	p := input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMousePressed, X: x, Y: y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1}
	if _, err := cdp.Call(ctx, h.target, input.DispatchMouseEvent, p); err != nil {
		return fmt.Errorf("click: %w", err)
	}
	p.Type, p.Buttons = input.DispatchMouseEventTypeMouseReleased, 0
	if _, err := cdp.Call(ctx, h.target, input.DispatchMouseEvent, p); err != nil {
		return fmt.Errorf("click: %w", err)
	}
	return nil
}

// touch taps at a place.
func (h *hiker) touch(ctx context.Context, x, y float64) error {
	p := input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}}
	if _, err := cdp.Call(ctx, h.target, input.DispatchTouchEvent, p); err != nil {
		return fmt.Errorf("tap: %w", err)
	}
	p.Type, p.TouchPoints = input.DispatchTouchEventTypeTouchEnd, []*input.TouchPoint{}
	if _, err := cdp.Call(ctx, h.target, input.DispatchTouchEvent, p); err != nil {
		return fmt.Errorf("tap: %w", err)
	}
	return nil
}

// picture takes a picture of the window, with nothing moving in it.
func (h *hiker) picture(ctx context.Context, leg *Leg, box page.Box) error {
	if err := h.ask(ctx, nil, "still"); err != nil {
		return err
	}
	for _, quality := range []int64{60, 30} {
		shot, err := cdp.Call(ctx, h.target, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{
			Format: cdppage.CaptureScreenshotFormatJpeg, Quality: new(quality),
		})
		if err != nil {
			return fmt.Errorf("take a picture: %w", err)
		}
		if len(shot.Data) > 0 && len(shot.Data) <= maxPicture {
			leg.Picture = shot.Data
			break
		}
	}
	scale := 1.0
	if err := h.ask(ctx, &scale, "scale"); err != nil {
		return err
	}
	scale *= h.trail.Manner.Viewport.Scale
	leg.Box = page.Box{X: box.X * scale, Y: box.Y * scale, Width: box.Width * scale, Height: box.Height * scale}
	return h.ask(ctx, nil, "moving")
}
