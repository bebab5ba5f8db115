package crawler

import (
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// defaultDelay lies between two requests to a public host.
const defaultDelay = 500 * time.Millisecond

// maxCrawlDelay is the longest Crawl-delay that is obeyed; a longer one is cut.
const maxCrawlDelay = 30 * time.Second

// A pacer is a transport that keeps the pace of each host: at most n requests
// under way, no two started within the host's delay. A request that waits for
// its turn fails at once when its context is done; its timeout begins when its
// turn comes.
//
// Colly's LimitRule does not do: it sleeps without a look at the context, once
// for every queued request. Nor does http.Client.Timeout, which would count
// the wait for the turn.
type pacer struct {
	next    http.RoundTripper
	n       int
	delay   time.Duration // negative: depends on the host
	timeout time.Duration

	mu    sync.Mutex
	hosts map[string]*hostPace
}

type hostPace struct {
	slots chan struct{}
	turn  chan time.Time // holds when the next request may start
	once  sync.Once
	mu    sync.Mutex
	delay time.Duration
}

func newPacer(next http.RoundTripper, n int, delay, timeout time.Duration) *pacer {
	return &pacer{next: next, n: n, delay: delay, timeout: timeout, hosts: make(map[string]*hostPace)}
}

func (p *pacer) host(name string) *hostPace {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[name]
	if h == nil {
		h = &hostPace{slots: make(chan struct{}, p.n), turn: make(chan time.Time, 1)}
		h.turn <- time.Time{}
		p.hosts[name] = h
	}
	return h
}

// setCrawlDelay makes the delay of a host at least d, unless the
// configuration sets one.
func (p *pacer) setCrawlDelay(host string, d time.Duration) {
	if p.delay >= 0 {
		return
	}
	h := p.host(host)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.delay = max(h.delay, min(d, maxCrawlDelay))
}

// RoundTrip waits for the turn of a request and makes it.
func (p *pacer) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	h := p.host(req.URL.Host)
	h.once.Do(func() {
		delay := p.delay
		if delay < 0 {
			delay = 0
			if !private(ctx, req.URL.Hostname()) {
				delay = defaultDelay
			}
		}
		h.mu.Lock()
		h.delay = max(h.delay, delay)
		h.mu.Unlock()
	})
	select {
	case h.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	release := sync.OnceFunc(func() { <-h.slots })
	start := <-h.turn
	if now := time.Now(); start.Before(now) {
		start = now
	}
	h.mu.Lock()
	delay := h.delay
	h.mu.Unlock()
	h.turn <- start.Add(delay)
	if wait := time.Until(start); wait > 0 {
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			release()
			return nil, ctx.Err()
		}
	}
	rctx, cancel := context.WithTimeout(ctx, p.timeout)
	resp, err := p.next.RoundTrip(req.WithContext(rctx))
	if err != nil {
		cancel()
		release()
		return nil, err
	}
	resp.Body = &pacedBody{resp.Body, func() { cancel(); release() }}
	return resp, nil
}

// pacedBody gives the slot back when it is closed.
type pacedBody struct {
	io.ReadCloser
	done func()
}

func (b *pacedBody) Close() error {
	defer b.done()
	return b.ReadCloser.Close()
}

// private reports whether a host is this machine or on a private network.
func private(ctx context.Context, host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	ips := []net.IP{net.ParseIP(host)}
	if ips[0] == nil {
		var err error
		if ips, err = net.DefaultResolver.LookupIP(ctx, "ip", host); err != nil || len(ips) == 0 {
			return false
		}
	}
	for _, ip := range ips {
		if !ip.IsLoopback() && !ip.IsPrivate() && !ip.IsLinkLocalUnicast() {
			return false
		}
	}
	return true
}
