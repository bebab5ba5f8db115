package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/css"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/inspector"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"

	"github.com/usager/usager/page"
)

// A Browser is one Chromium with a tab for each page that is rendered at once.
// Tabs are used again, since opening one takes longer than rendering a page.
// All methods may be called from several goroutines.
type Browser struct {
	cfg  Config
	ctx  context.Context // of StartBrowser; done: the browser is killed
	tabs chan *tab       // idle; a nil one is yet to be opened

	mu       sync.Mutex
	proc     *process
	restarts int // since calmPages were rendered in a row
	calm     int // pages rendered since the last restart
	stopped  bool

	gate     *gatekeeper // with Config.PublicOnly
	dead     deadHosts
	stubborn stubbornBanners
}

// deadHosts are hosts that have no address, by what pages asked of them. Each
// page of a site tends to ask the same of them, and may wait for seconds.
type deadHosts struct {
	mu    sync.Mutex
	hosts []string
}

// maxDeadHosts bounds how many hosts are not asked again.
const maxDeadHosts = 200

func (d *deadHosts) add(host string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if host != "" && len(d.hosts) < maxDeadHosts && !slices.Contains(d.hosts, host) {
		d.hosts = append(d.hosts, host)
	}
}

// list returns the hosts; it only ever grows.
func (d *deadHosts) list() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.hosts)
}

// maxRestarts is how often a browser that crashed is started again before it
// has rendered calmPages.
const (
	maxRestarts = 5
	calmPages   = 20
)

// StartBrowser starts Chromium. Of cfg it reads what concerns the browser: the
// zero Config will do. The browser runs until Stop, or until ctx is done. The
// error wraps ErrNoBrowser if there is none.
func StartBrowser(ctx context.Context, cfg Config) (*Browser, error) {
	b := &Browser{cfg: cfg.withDefaults(), ctx: ctx}
	b.tabs = make(chan *tab, b.cfg.Tabs)
	for range b.cfg.Tabs {
		b.tabs <- nil
	}
	if cfg.PublicOnly {
		var own func(string) bool
		if cfg.OwnOnly {
			own = b.cfg.own
		}
		g, err := startGatekeeper(cfg.allowed(), own)
		if err != nil {
			return nil, err
		}
		b.gate, b.cfg.proxy = g, g.addr
	}
	proc, err := b.start()
	if err != nil {
		if b.gate != nil {
			b.gate.stop()
		}
		return nil, err
	}
	b.proc = proc
	return b, nil
}

func (b *Browser) start() (*process, error) {
	proc, err := launch(b.ctx, b.cfg)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(proc.ctx, b.cfg.PageTimeout)
	defer cancel()
	v, err := chromedp.CallBrowser(ctx, browser.GetVersion, cdp.Empty{})
	if err == nil {
		proc.version = strings.TrimPrefix(v.Product, "Headless")
		_, err = chromedp.CallBrowser(ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorDeny})
	}
	if err == nil {
		err = proc.closePopups()
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("prepare Chromium: %w", err), proc.stop())
	}
	return proc, nil
}

// closePopups closes at once every page that another page opened.
func (p *process) closePopups() error {
	sem := make(chan struct{}, 16) // a storm of them must not become one of goroutines
	return chromedp.ListenBrowser(p.ctx, func(ev any) {
		created, ok := ev.(*target.EventTargetCreated)
		if !ok || created.TargetInfo.OpenerID == "" || created.TargetInfo.Type != "page" {
			return
		}
		go func() {
			sem <- struct{}{}
			defer func() { <-sem }()
			ctx, cancel := context.WithTimeout(p.ctx, 5*time.Second)
			defer cancel()
			_, _ = chromedp.CallBrowser(ctx, target.CloseTarget, target.CloseTargetParams{TargetID: created.TargetInfo.TargetID}) // it may be gone
		}()
	})
}

// Version returns the name and version of the browser, such as
// "Chrome/156.0.7000.1".
func (b *Browser) Version() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.proc.version
}

// Stop ends the browser and waits until no process and no profile of it is
// left. It may be called more than once.
func (b *Browser) Stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		return
	}
	b.stopped = true
	_ = b.proc.stop() // a profile that could not be removed is CleanUp's
	if b.gate != nil {
		b.gate.stop()
	}
}

// process returns the running browser, started again if it has crashed.
func (b *Browser) process() (*process, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.stopped:
		return nil, errors.New("the browser was stopped")
	case b.ctx.Err() != nil:
		return nil, b.ctx.Err()
	case b.proc.ctx.Err() == nil:
		return b.proc, nil
	case b.restarts == maxRestarts:
		return nil, fmt.Errorf("%w: it crashed %d times", errBrowserGone, maxRestarts+1)
	}
	b.restarts++
	b.calm = 0
	_ = b.proc.stop()
	proc, err := b.start()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBrowserGone, err)
	}
	b.proc = proc
	return proc, nil
}

// errBrowserGone is wrapped by the error of a render that fails because the
// browser crashed too often or could not be started again.
var errBrowserGone = errors.New("the browser cannot go on")

// errBrowserDied is wrapped by the error of a render in whose course the browser
// ended or had to be ended.
var errBrowserDied = errors.New("the browser broke down")

// A rendering is what became of one page in a tab.
type rendering struct {
	page       *page.Page
	requests   int      // that the page made itself, the document excluded
	navigated  []string // documents that the page asked for by itself, refused
	incomplete string   // why the page was captured before it was quiet, or ""
	unruly     bool     // the page may disturb the next one in its tab

	banner *Banner    // that asked for consent, or nil
	met    *page.Page // the page as it was before the banner was refused, or nil
	leads  string     // where the control that refuses it leads, which was not followed
}

// Render loads a page in a tab, waiting for one if all are in use, and returns
// its snapshot. If p.Status is not 0 the document is made of p.Header and body
// and is not requested again; what it needs besides is. Otherwise Chromium
// requests p.URL itself. A page whose tab crashes or does not answer is tried
// once more in a new tab.
func (b *Browser) Render(ctx context.Context, p *page.Page, body []byte) (*page.Page, error) {
	r, _, err := b.render(ctx, p, body, b.cfg.Probes == ProbesAll)
	if err != nil {
		return nil, err
	}
	return r.page, nil
}

// render is Render; probe says whether to drive the page as well. It took so
// long, the wait for a tab left out.
func (b *Browser) render(ctx context.Context, p *page.Page, body []byte, probe bool) (r *rendering, took time.Duration, err error) {
	for try := 1; ; try++ {
		r, err = b.renderOnce(ctx, p, body, probe, &took)
		var tooLarge *fetchError
		tries := 2
		if errors.Is(err, errBrowserDied) {
			tries = 3 // perhaps by another page
		}
		if err == nil || try == tries || ctx.Err() != nil || b.ctx.Err() != nil || errors.Is(err, errBrowserGone) || errors.As(err, &tooLarge) {
			return r, took, err
		}
	}
}

func (b *Browser) renderOnce(ctx context.Context, p *page.Page, body []byte, probe bool, took *time.Duration) (r *rendering, err error) {
	limit := b.cfg.PageTimeout
	if probe {
		limit += maxProbing
	}
	err = b.inTab(ctx, limit, func(ctx context.Context, t *tab) (unruly bool, err error) {
		start := time.Now()
		defer func() { *took += time.Since(start) }()
		if r, err = t.render(ctx, p, body, probe); err != nil {
			return true, err
		}
		return r.unruly, nil
	})
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.calm++; b.calm == calmPages {
		b.restarts = 0
	}
	return r, nil
}

// inTab lets a tab of the pool do something within limit, waiting for one if
// all are in use. A tab that was unruly or failed is not used again.
func (b *Browser) inTab(ctx context.Context, limit time.Duration, do func(context.Context, *tab) (unruly bool, err error)) (err error) {
	var t *tab
	select {
	case t = <-b.tabs:
	case <-ctx.Done():
		return ctx.Err()
	}
	unruly := false
	defer func() {
		if t != nil && (err != nil || unruly) {
			go t.close()
			t = nil
		}
		if err != nil && ctx.Err() != nil {
			err = ctx.Err() // the cause, rather than what it did to the tab
		}
		b.tabs <- t
	}()
	if t != nil && t.ctx.Err() != nil {
		t.close() // its browser crashed
		t = nil
	}
	if t == nil {
		proc, err := b.process()
		if err != nil {
			return err
		}
		if t, err = openTab(ctx, proc, b); err != nil {
			if ctx.Err() == nil && proc.ctx.Err() == nil {
				killUsing(proc.dir) // it answers no more; the next render starts another
				select {
				case <-proc.ctx.Done():
				case <-time.After(5 * time.Second):
				}
				err = fmt.Errorf("%w: it opened no tab within %v", errBrowserDied, 2*b.cfg.PageTimeout)
			} else if ctx.Err() == nil {
				err = errBrowserDied
			}
			return err
		}
	}
	// The tab outlives ctx, so its context is not derived from ctx.
	tctx, cancel := context.WithTimeoutCause(t.ctx, limit, fmt.Errorf("the page was not rendered within %v", limit))
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	unruly, err = do(tctx, t)
	if err != nil && ctx.Err() == nil {
		switch {
		case t.crashed():
			err = errors.New("the page crashed its tab")
		case t.proc.ctx.Err() != nil:
			err = errBrowserDied
		case tctx.Err() != nil && t.ctx.Err() == nil:
			err = context.Cause(tctx)
		}
	}
	return err
}

// A tab is one page target. Its listener runs in the loop that reads the tab's
// messages, and keeps the state that render waits for.
type tab struct {
	cfg    Config
	proc   *process
	ctx    context.Context
	cancel context.CancelFunc
	target *chromedp.Target
	frame  cdp.FrameID // the outermost

	deadHosts *deadHosts
	blocked   int // how many of them the tab does not ask
	stubborn  *stubbornBanners

	mu        sync.Mutex
	wake      chan struct{} // closed and replaced when the state changes
	doc       *document     // what answers the next request of the main frame
	loader    cdp.LoaderID  // of the page that is loading
	lifecycle map[cdp.LoaderID]map[string]bool
	inflight  map[network.RequestID]string // URL
	requests  int
	bytes     int64 // that came, decompressed
	navigated []string
	left      bool              // the page wanted to go elsewhere, which was refused
	commits   []cdp.LoaderID    // of what the outermost frame showed, in order
	response  *network.Response // of the main document
	dead      bool
	dialogs   int
	free      bool      // its page may lead it elsewhere
	guarded   guard     // what the page may ask for while it is driven
	attempts  []attempt // documents that it asked for then
}

// A document is the answer to the request for a page.
type document struct {
	url    string
	status int
	header http.Header
	body   []byte
	served bool
}

func openTab(ctx context.Context, proc *process, b *Browser) (*tab, error) {
	t := &tab{cfg: b.cfg, proc: proc, deadHosts: &b.dead, stubborn: &b.stubborn, wake: make(chan struct{})}
	t.reset(nil)
	t.ctx, t.cancel = chromedp.NewContext(proc.ctx, chromedp.WithListener(t.listen))
	defer context.AfterFunc(ctx, func() { go t.close() })()
	timer := time.AfterFunc(2*b.cfg.PageTimeout, func() { t.close() })
	defer timer.Stop()
	err := t.setUp()
	if err != nil {
		go t.close()
		return nil, err
	}
	return t, nil
}

func (t *tab) setUp() error {
	if err := chromedp.Do(t.ctx); err != nil {
		return err
	}
	t.target = chromedp.FromContext(t.ctx).Target
	t.frame = cdp.FrameID(t.target.TargetID)
	// Chromedp turns on more than we listen to.
	for _, method := range []string{css.CommandDisable, dom.CommandDisable, cdplog.CommandDisable, performance.CommandEnable} {
		if err := t.target.Call(t.ctx, method, nil, nil); err != nil {
			return fmt.Errorf("%s: %w", method, err)
		}
	}
	if _, err := cdp.Call(t.ctx, t.target, target.SetAutoAttach, target.SetAutoAttachParams{AutoAttach: false, Flatten: new(true)}); err != nil {
		return err
	}
	if _, err := cdp.Call(t.ctx, t.target, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true}); err != nil {
		return err
	}
	if _, err := cdp.Call(t.ctx, t.target, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: t.cfg.UserAgent, AcceptLanguage: t.cfg.Languages}); err != nil {
		return err
	}
	if err := t.setViewport(t.ctx, t.cfg.Viewport); err != nil {
		return err
	}
	if t.cfg.Viewport.Mobile {
		if _, err := cdp.Call(t.ctx, t.target, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true}); err != nil {
			return err
		}
	}
	if t.cfg.Steady {
		if err := t.steady(t.ctx); err != nil {
			return err
		}
	}
	return t.intercept(t.ctx)
}

// intercept has the requests of pages shown to answer, as far as it needs to
// see them.
func (t *tab) intercept(ctx context.Context) error {
	pattern := fetch.RequestPattern{URLPattern: "*", RequestStage: fetch.RequestStageRequest}
	if len(t.cfg.secrets()) == 0 { // otherwise every request is looked at, to see who may know them
		pattern.ResourceType = network.ResourceTypeDocument
	}
	_, err := cdp.Call(ctx, t.target, fetch.Enable, fetch.EnableParams{Patterns: []*fetch.RequestPattern{&pattern}})
	return err
}

func (t *tab) setViewport(ctx context.Context, v page.Viewport) error {
	_, err := cdp.Call(ctx, t.target, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(v.Width), Height: int64(v.Height), DeviceScaleFactor: v.Scale, Mobile: v.Mobile,
	})
	if err != nil {
		return fmt.Errorf("set the viewport: %w", err)
	}
	return nil
}

// close closes the tab for good, hung or crashed as it may be. It makes the
// browser fall silent about the tab before chromedp stops to listen: what
// comes then would block the messages of all others.
func (t *tab) close() {
	defer t.cancel()
	if t.target == nil {
		return
	}
	ctx, cancel := context.WithTimeout(t.proc.ctx, 5*time.Second)
	defer cancel()
	_, _ = chromedp.CallBrowser(ctx, target.CloseTarget, target.CloseTargetParams{TargetID: t.target.TargetID}) // it may be gone
	_, _ = chromedp.CallBrowser(ctx, target.DetachFromTarget, target.DetachFromTargetParams{SessionID: t.target.SessionID})
	if gone, err := chromedp.Detached(t.ctx); err == nil {
		select {
		case <-gone:
		case <-ctx.Done():
		}
	}
}

func (t *tab) crashed() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.dead
}

// reset forgets the page before and takes doc as the answer to the next
// request of the main frame.
func (t *tab) reset(doc *document) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.doc = doc
	t.loader = ""
	t.lifecycle = make(map[cdp.LoaderID]map[string]bool)
	t.inflight = make(map[network.RequestID]string)
	t.requests = 0
	t.bytes = 0
	t.navigated = nil
	t.left = false
	t.dialogs = 0
	t.commits = nil
	t.response = nil
}

// listen keeps the state of the tab. It must return fast and run no command.
func (t *tab) listen(ev any) {
	switch ev := ev.(type) {
	case *fetch.EventRequestPaused:
		t.mu.Lock()
		doc := t.doc
		t.mu.Unlock()
		go t.answer(ev, doc)
		return
	case *cdppage.EventJavascriptDialogOpening:
		t.mu.Lock()
		t.dialogs++
		t.mu.Unlock()
		go func() {
			ctx, cancel := context.WithTimeout(t.ctx, 5*time.Second)
			defer cancel()
			_, _ = cdp.Call(ctx, t.target, cdppage.HandleJavaScriptDialog, cdppage.HandleJavaScriptDialogParams{Accept: ev.Type == cdppage.DialogTypeBeforeunload})
		}()
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	switch ev := ev.(type) {
	case *network.EventRequestWillBeSent:
		if streams(ev.Type) || strings.HasPrefix(ev.Request.URL, "data:") || strings.HasPrefix(ev.Request.URL, "blob:") {
			return
		}
		if ev.RedirectResponse == nil && string(ev.RequestID) != string(ev.LoaderID) {
			t.requests++
		}
		t.inflight[ev.RequestID] = ev.Request.URL
	case *network.EventResponseReceived:
		if ev.FrameID == t.frame && ev.Type == network.ResourceTypeDocument {
			t.response = ev.Response
		}
		return
	case *network.EventDataReceived:
		if t.bytes += ev.DataLength; !t.heavy() {
			return
		}
	case *network.EventLoadingFinished:
		delete(t.inflight, ev.RequestID)
	case *network.EventLoadingFailed:
		if ev.ErrorText == "net::ERR_NAME_NOT_RESOLVED" {
			if u, err := url.Parse(t.inflight[ev.RequestID]); err == nil {
				t.deadHosts.add(u.Hostname())
			}
		}
		delete(t.inflight, ev.RequestID)
	case *cdppage.EventFrameNavigated:
		if ev.Frame.ID != t.frame || len(t.commits) > 10 {
			return
		}
		t.commits = append(t.commits, ev.Frame.LoaderID)
	case *cdppage.EventLifecycleEvent:
		if ev.FrameID != t.frame {
			return
		}
		if t.lifecycle[ev.LoaderID] == nil {
			t.lifecycle[ev.LoaderID] = make(map[string]bool)
		}
		t.lifecycle[ev.LoaderID][ev.Name] = true
	case *inspector.EventTargetCrashed:
		t.dead = true
	default:
		return
	}
	t.changed()
}

// heavy reports whether the page has loaded more than it may. t.mu is held.
func (t *tab) heavy() bool { return t.bytes > pageResponses*t.cfg.MaxBytes }

// changed wakes what waits for the state. t.mu is held.
func (t *tab) changed() {
	close(t.wake)
	t.wake = make(chan struct{})
}

// withSecrets returns the header fields of a request to a host in scope with
// the secret ones of the configuration added, or nil to leave them as they are.
func (t *tab) withSecrets(req *network.Request) []*fetch.HeaderEntry {
	secrets := t.cfg.secrets()
	if len(secrets) == 0 {
		return nil
	}
	u, err := url.Parse(req.URL)
	if err != nil || !inHosts(t.cfg.hosts(), u.Host) {
		return nil
	}
	var h []*fetch.HeaderEntry
	for name, v := range req.Headers {
		if _, own := secrets[http.CanonicalHeaderKey(name)]; !own {
			h = append(h, &fetch.HeaderEntry{Name: name, Value: fmt.Sprint(v)})
		}
	}
	for name, v := range secrets {
		h = append(h, &fetch.HeaderEntry{Name: name, Value: v})
	}
	return h
}

// blockDead keeps the tab from asking hosts that have no address.
func (t *tab) blockDead(ctx context.Context) error {
	hosts := t.deadHosts.list()
	if len(hosts) == t.blocked {
		return nil
	}
	var patterns []*network.BlockPattern
	for _, h := range hosts {
		patterns = append(patterns, &network.BlockPattern{URLPattern: "*://" + h + ":*/*", Block: true})
	}
	if _, err := cdp.Call(ctx, t.target, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: patterns}); err != nil {
		return fmt.Errorf("block hosts without address: %w", err)
	}
	t.blocked = len(hosts)
	return nil
}

// streams reports whether a request of this type may last as long as the page.
func streams(typ network.ResourceType) bool {
	switch typ {
	case network.ResourceTypeEventSource, network.ResourceTypeWebSocket, network.ResourceTypeMedia, network.ResourceTypePing, network.ResourceTypePrefetch:
		return true
	}
	return false
}

// answer gives the main frame the document that was fetched already, lets
// frames load theirs, and refuses it when the page wants to go elsewhere. The
// request came when the tab was to show asked.
func (t *tab) answer(ev *fetch.EventRequestPaused, asked *document) {
	ctx, cancel := context.WithTimeout(t.ctx, t.cfg.PageTimeout)
	defer cancel()
	t.mu.Lock()
	var doc *document
	refuse := t.forbids(ev)
	if ev.ResourceType == network.ResourceTypeDocument && t.guarded != guardNone && (refuse || ev.FrameID == t.frame) && len(t.attempts) < 100 {
		t.attempts = append(t.attempts, attempt{ev.Request.URL + ev.Request.URLFragment, ev.Request.Method != http.MethodGet})
	}
	if ev.FrameID == t.frame && ev.ResourceType == network.ResourceTypeDocument {
		switch {
		case t.free:
		case asked != t.doc:
			refuse = true // the page before wanted to go there
		case t.doc != nil && !t.doc.served:
			doc = t.doc
			doc.served = true
		case t.doc != nil && t.doc.status == 0 && ev.RedirectedRequestID != "":
		default:
			refuse = true
			t.left = true
			t.changed()
			delete(t.inflight, ev.NetworkID)
			if ev.Request.Method == http.MethodGet && len(t.navigated) < 20 {
				t.navigated = append(t.navigated, ev.Request.URL+ev.Request.URLFragment)
			}
		}
	}
	t.mu.Unlock()
	switch {
	case refuse:
		_, _ = cdp.Call(ctx, t.target, fetch.FailRequest, fetch.FailRequestParams{RequestID: ev.RequestID, ErrorReason: network.ErrorReasonAborted})
	case doc == nil || doc.status == 0:
		_, _ = cdp.Call(ctx, t.target, fetch.ContinueRequest, fetch.ContinueRequestParams{RequestID: ev.RequestID, Headers: t.withSecrets(ev.Request)})
	default:
		p := fetch.FulfillRequestParams{RequestID: ev.RequestID, ResponseCode: int64(doc.status), Body: doc.body}
		for name, values := range doc.header {
			switch name {
			case "Content-Encoding", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Trailer":
				continue
			}
			for _, v := range values {
				p.ResponseHeaders = append(p.ResponseHeaders, &fetch.HeaderEntry{Name: name, Value: v})
			}
		}
		_, _ = cdp.Call(ctx, t.target, fetch.FulfillRequest, p)
	}
}
