package crawler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/chromedp/cdproto/cdp"
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
func (t *tab) render(ctx context.Context, p *page.Page, body []byte) (*rendering, error) {
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
	part := func(f float64) time.Duration {
		return time.Until(start.Add(time.Duration(f * float64(t.cfg.PageTimeout))))
	}
	if err := t.await(ctx, part(parsePart), t.reached(loader, "DOMContentLoaded")); err != nil {
		if !errors.Is(err, errNotYet) {
			return nil, err
		}
		r.incomplete = "its source was not read in time"
		t.halt(ctx)
	} else if err := t.await(ctx, part(loadPart), t.reached(loader, "load")); err != nil {
		if !errors.Is(err, errNotYet) {
			return nil, err
		}
		r.incomplete = "it did not finish loading in time"
		t.halt(ctx)
	}
	if static := p.Status != 0 && !active(body); !static && r.incomplete == "" {
		quiet, err := t.settle(ctx)
		if err != nil {
			return nil, err
		}
		if !quiet {
			r.incomplete = "it was still changing"
		}
	}
	snap, err := t.capture(ctx, p)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.response != nil && p.Status == 0 {
		snap.Status = int(t.response.Status)
		snap.Header = make(http.Header)
		for name, v := range t.response.Headers {
			snap.Header.Set(name, fmt.Sprint(v))
		}
	}
	r.page, r.requests, r.navigated = snap, t.requests, t.navigated
	return r, nil
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

var errNotYet = errors.New("not yet")

// reached returns a condition for await: the document of the loader came to a
// point in its life.
func (t *tab) reached(loader cdp.LoaderID, event string) func() bool {
	return func() bool { return t.lifecycle[loader][event] }
}

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

// halt ends a script that does not, and stops loading what does not come.
func (t *tab) halt(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	_, _ = cdp.Call(ctx, t.target, runtime.TerminateExecution, cdp.Empty{})
	_, _ = cdp.Call(ctx, t.target, cdppage.StopLoading, cdp.Empty{})
}

// settle waits until the page lays nothing out anew and requests nothing, or
// until it has taken Config.Quiet. It reads counters that the browser keeps,
// so that nothing is put into the page.
func (t *tab) settle(ctx context.Context) (quiet bool, err error) {
	deadline := time.Now().Add(t.cfg.Quiet)
	last := -1.0
	for polls := 0; polls < quietPolls; {
		if time.Now().After(deadline) {
			return false, nil
		}
		m, err := cdp.Call(ctx, t.target, performance.GetMetrics, cdp.Empty{})
		if err != nil {
			return false, fmt.Errorf("wait for quiet: %w", err)
		}
		layouts := 0.0
		for _, metric := range m.Metrics {
			if metric.Name == "LayoutCount" {
				layouts = metric.Value
			}
		}
		t.mu.Lock()
		busy := len(t.inflight) > 0
		t.mu.Unlock()
		if layouts == last && !busy {
			polls++
		} else {
			polls = 0
		}
		last = layouts
		if polls == quietPolls {
			break
		}
		select {
		case <-time.After(quietFor):
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	return true, nil
}
