package crawler

import (
	"context"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// defaultDelay lies between two requests to a public host.
const defaultDelay = 500 * time.Millisecond

// maxCrawlDelay is the longest Crawl-delay that is obeyed; a longer one is cut.
const maxCrawlDelay = 30 * time.Second

// How a pacer slows down when a host has trouble, and no further.
const (
	firstBackoff  = 200 * time.Millisecond // between two requests, after the first sign of trouble
	maxBackoff    = 15 * time.Second
	maxRetryAfter = time.Minute            // a host that wants a longer pause is not asked again for that URL
	slowFactor    = 4                      // how much slower than usual is trouble
	slowMargin    = 250 * time.Millisecond // and by how much
)

// A pacer is a transport that keeps the pace of each host: at most n requests
// under way, no two started within the host's delay. A request that waits for
// its turn fails at once when its context is done; its timeout begins when its
// turn comes.
//
// When a host answers 429 or 503, not at all, or ever more slowly, the pace
// slows down, and recovers with each good answer. It never is faster than the
// delay allows.
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
	slow  time.Duration // longer than delay while the host has trouble
	usual time.Duration // how long it takes to answer when all is well; 0 if not known
	not   time.Time     // before which it wants no request
}

// answered notes how a host answered a request, and how fast; resp is nil if it
// did not.
func (h *hostPace) answered(resp *http.Response, took time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case resp == nil, resp.StatusCode == http.StatusTooManyRequests, resp.StatusCode == http.StatusServiceUnavailable:
		h.slow = min(maxBackoff, max(2*h.slow, 2*h.delay, firstBackoff))
		if resp != nil {
			if wait := retryAfter(resp.Header, time.Now()); wait > 0 {
				h.not = time.Now().Add(min(wait, maxRetryAfter))
			}
		}
		return
	case h.usual > 0 && took > slowFactor*h.usual+slowMargin:
		h.slow = min(maxBackoff, max(h.slow, took/2))
	default:
		if h.slow /= 2; h.slow < h.delay || h.slow < 10*time.Millisecond {
			h.slow = 0
		}
	}
	if h.usual == 0 || took < h.usual {
		h.usual = took
	}
	h.usual += (took - h.usual) / 50 // a host may be slow by nature
}

// pause returns how long after a request the next may start, and before when it
// may not.
func (h *hostPace) pause() (delay time.Duration, not time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return max(h.delay, h.slow), h.not
}

// retryAfter returns how long a server asks to wait (RFC 9110 10.2.3), or 0.
func retryAfter(header http.Header, now time.Time) time.Duration {
	v := strings.TrimSpace(header.Get("Retry-After"))
	if n, err := strconv.ParseUint(v, 10, 31); err == nil {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
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
	delay, not := h.pause()
	if now := time.Now(); start.Before(now) {
		start = now
	}
	if start.Before(not) {
		start = not
	}
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
	begun := time.Now()
	resp, err := p.next.RoundTrip(req.WithContext(rctx))
	if ctx.Err() == nil {
		h.answered(resp, time.Since(begun))
	}
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
