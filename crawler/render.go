package crawler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"

	"github.com/usager/usager/page"
)

// How long a page may take to load, as parts of Config.PageTimeout, before it
// is stopped and captured as it is.
const (
	parsePart = 0.5 // until its source is read (DOMContentLoaded)
	loadPart  = 0.7 // until everything it needs is there (load)
)

// quietFor is how long DOM and network must be quiet, seen quietPolls times.
const (
	quietFor   = 100 * time.Millisecond
	quietPolls = 2
)

// render loads a page and captures it. Only one render of a tab may run.
//
// With probe it drives the page then; that costs no more than the observations.
func (t *tab) render(ctx context.Context, p *page.Page, body []byte, probe bool) (*rendering, error) {
	t.reset(&document{url: p.URL, status: p.Status, header: p.Header, body: body})
	if err := t.blockDead(ctx); err != nil {
		return nil, err
	}
	r := &rendering{}
	start := time.Now()
	loader, err := t.navigate(ctx, p.URL)
	if err != nil {
		return nil, err
	}
	if r.incomplete, err = t.load(ctx, start, loader); err != nil {
		return nil, err
	}
	if still := p.Status != 0 && !active(body); !still && r.incomplete == "" {
		if r.incomplete, err = t.settle(ctx); err != nil {
			return nil, err
		}
	}
	if t.replaced(loader) {
		return nil, errors.New("the page replaced itself by one that has no address")
	}
	t.motion(ctx, true)
	b, snap, err := t.captureWithin(ctx, start, p)
	if errors.Is(err, errNotYet) { // its thread is busy for ever
		r.incomplete = "a script did not end"
		t.halt(ctx)
		b, snap, err = t.capture(ctx, p)
	}
	if err != nil {
		return nil, err
	}
	if r.incomplete == "" && !t.cfg.whole(snap) {
		r.incomplete = notTriedOut
	}
	t.mu.Lock()
	r.unruly = r.incomplete != "" || t.dialogs > maxDialogs
	r.requests, r.navigated = t.requests, slices.Clone(t.navigated)
	t.mu.Unlock()
	if t.cfg.Banners && (!r.unruly || r.incomplete == stillChanging) && len(r.navigated) == 0 {
		if b, snap, err = t.unbanner(ctx, r, p, b, snap); err != nil {
			return nil, err
		}
	}
	t.motion(ctx, false)
	if probe && (!r.unruly || r.incomplete == stillChanging) && len(r.navigated) == 0 {
		r.unruly = !t.probe(ctx, b, snap) || r.unruly
	}
	r.page = page.New(*snap, b.info)
	t.mu.Lock()
	defer t.mu.Unlock()
	r.unruly = r.unruly || len(t.navigated) > 1 // it may want to go there yet when the tab shows another page
	if t.response != nil && p.Status == 0 {
		r.page.Status = int(t.response.Status)
		r.page.Header = make(http.Header)
		for name, v := range t.response.Headers {
			r.page.Header.Set(name, fmt.Sprint(v))
		}
	}
	return r, nil
}

// captureWithin captures the page in half of the time that is left, and no more
// than maxCapture, or returns errNotYet.
func (t *tab) captureWithin(ctx context.Context, start time.Time, p *page.Page) (*builder, *page.Page, error) {
	left := time.Until(start.Add(t.cfg.PageTimeout))
	cctx, cancel := context.WithTimeout(ctx, min(left/2, maxCapture))
	defer cancel()
	b, snap, err := t.capture(cctx, p)
	if err != nil && cctx.Err() != nil && ctx.Err() == nil {
		return nil, nil, errNotYet
	}
	return b, snap, err
}

// maxCapture is how long one capture may take before scripts are stopped.
const maxCapture = 10 * time.Second

// load waits until a document and all that it needs is there. What takes too
// long is stopped; incomplete says so.
func (t *tab) load(ctx context.Context, start time.Time, loader cdp.LoaderID) (incomplete string, err error) {
	stages := []struct {
		event, late string
		part        float64
	}{
		{"DOMContentLoaded", "its source was not read in time", parsePart},
		{"load", "it did not finish loading in time", loadPart},
	}
	for _, s := range stages {
		reached := func() bool { return t.lifecycle[loader][s.event] }
		limit := time.Until(start.Add(time.Duration(s.part * float64(t.cfg.PageTimeout))))
		heavy := false
		err := t.await(ctx, limit, func() bool {
			heavy = t.heavy()
			return reached() || t.left || t.gone(loader) || heavy
		})
		late := s.late
		if heavy {
			err, late = errNotYet, tooHeavy
		}
		if errors.Is(err, errNotYet) {
			t.halt(ctx)
			return late, nil
		}
		if err != nil {
			return "", err
		}
		// A page that wants to go elsewhere may stop loading itself.
		if err := t.await(ctx, leaveGrace, reached); errors.Is(err, errNotYet) {
			return "", nil
		} else if err != nil {
			return "", err
		}
	}
	return "", nil
}

// maxDialogs is how many dialogs a page may open before its tab is given up.
const maxDialogs = 5

// leaveGrace is how long a page that wants to go elsewhere may still load.
const leaveGrace = 300 * time.Millisecond

// gone reports whether the outermost frame shows something else by now than
// the document of the loader. t.mu is held.
func (t *tab) gone(loader cdp.LoaderID) bool {
	i := slices.Index(t.commits, loader)
	return i >= 0 && i < len(t.commits)-1
}

func (t *tab) replaced(loader cdp.LoaderID) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.gone(loader)
}

// active reports whether a document can change or load more after its load
// event: it has scripts or frames. A false "true" only costs time.
func active(body []byte) bool {
	lower := bytes.ToLower(body)
	for _, s := range []string{"<script", "<iframe", "<frame", "<object", "<embed", "<video", "<audio", " onload", "javascript:", "http-equiv=\"refresh", "http-equiv=refresh"} {
		if bytes.Contains(lower, []byte(s)) {
			return true
		}
	}
	return false
}

func (t *tab) navigate(ctx context.Context, url string) (cdp.LoaderID, error) {
	nav, err := cdp.Call(ctx, t.target, cdppage.Navigate, cdppage.NavigateParams{URL: url})
	switch {
	case err != nil:
		return "", fmt.Errorf("navigate: %w", err)
	case nav.ErrorText != "":
		return "", fmt.Errorf("navigate: %s", nav.ErrorText)
	case nav.IsDownload:
		return "", errors.New("navigate: the browser takes this for a download")
	}
	return nav.LoaderID, nil
}

// stillChanging is why a page that never comes to rest is incomplete.
const stillChanging = "it was still changing"

// tooHeavy is why a page that loads too much is incomplete.
const tooHeavy = "it loaded too much"

// notTriedOut is why a page is incomplete of which there is no more than the
// ordinary layout.
const notTriedOut = "there was no time for other layouts and a picture"

// pageResponses is how many times Config.MaxBytes a page may load in all.
const pageResponses = 10

var errNotYet = errors.New("not yet")

// await waits for a condition on the tab's state, which is asked with t.mu
// held. It returns errNotYet after limit.
func (t *tab) await(ctx context.Context, limit time.Duration, ok func() bool) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for {
		t.mu.Lock()
		done, wake, dead := ok(), t.wake, t.dead
		t.mu.Unlock()
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

// halt ends a script that does not end by itself, lets no other begin, and
// stops loading what does not come. The tab is good for this one page only.
func (t *tab) halt(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	var g sync.WaitGroup
	g.Go(func() { // the page's own thread answers this, once it is free
		_, _ = cdp.Call(ctx, t.target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	})
	g.Go(func() { _, _ = cdp.Call(ctx, t.target, runtime.TerminateExecution, cdp.Empty{}) })
	g.Go(func() { _, _ = cdp.Call(ctx, t.target, cdppage.StopLoading, cdp.Empty{}) })
	g.Wait()
}

// settle waits until the page lays nothing out anew and requests nothing, or
// until it has taken Config.Quiet. It reads counters that the browser keeps,
// so that nothing is put into the page.
func (t *tab) settle(ctx context.Context) (incomplete string, err error) {
	deadline := time.Now().Add(t.cfg.Quiet)
	last := -1.0
	for polls := 0; ; {
		layouts, err := t.metric(ctx, "LayoutCount")
		if err != nil {
			return "", err
		}
		t.mu.Lock()
		busy, heavy := len(t.inflight) > 0, t.heavy()
		t.mu.Unlock()
		if heavy {
			t.halt(ctx)
			return tooHeavy, nil
		}
		if polls++; layouts != last || busy {
			polls = 0
		}
		last = layouts
		if polls == quietPolls {
			return "", nil
		}
		if time.Now().After(deadline) {
			return stillChanging, nil
		}
		select {
		case <-time.After(quietFor):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// metric returns one of the counters that the browser keeps of a page.
func (t *tab) metric(ctx context.Context, name string) (float64, error) {
	m, err := cdp.Call(ctx, t.target, performance.GetMetrics, cdp.Empty{})
	if err != nil {
		return 0, fmt.Errorf("read the counter %s: %w", name, err)
	}
	for _, metric := range m.Metrics {
		if metric.Name == name {
			return metric.Value, nil
		}
	}
	return 0, nil
}
