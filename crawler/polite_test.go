package crawler

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestRetryAfter asks a host that is busy now and then: each page is audited in
// the end, and the host is not asked before the time it named.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	refused := make(map[string]time.Time)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if at, ok := refused[r.URL.Path]; strings.HasPrefix(r.URL.Path, "/busy") && !ok {
			refused[r.URL.Path] = time.Now()
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(map[bool]int{true: 429, false: 503}[r.URL.Path == "/busy1"])
			return
		} else if ok && time.Since(at) < time.Second {
			t.Errorf("%s was asked for again after %v", r.URL.Path, time.Since(at))
		}
		w.Header().Set("Content-Type", "text/html")
		if r.URL.Path == "/robots.txt" {
			w.WriteHeader(404)
		}
		fmt.Fprintf(w, "<title>%s</title><a href=/busy1>1</a><a href=/busy2>2</a>", r.URL.Path)
	}))
	defer srv.Close()
	s := &site{Server: srv}
	got, err := s.crawl(t, Config{Static: true})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "audited /busy1", "audited /busy2")
}

// TestRetryAfterBound asks a host that wants to be asked tomorrow.
func TestRetryAfterBound(t *testing.T) {
	t.Parallel()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			w.WriteHeader(404)
		case "/":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<a href=/later>1</a>")
		default:
			w.Header().Set("Retry-After", time.Now().Add(24*time.Hour).UTC().Format(http.TimeFormat))
			w.WriteHeader(503)
		}
	}))
	defer srv.Close()
	start := time.Now()
	s := &site{Server: srv}
	got, err := s.crawl(t, Config{Static: true})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "failed /later status")
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}

func TestPace(t *testing.T) {
	h := &hostPace{delay: 50 * time.Millisecond}
	ok, busy := &http.Response{StatusCode: 200}, &http.Response{StatusCode: 503, Header: http.Header{}}
	for range 10 {
		h.answered(ok, 20*time.Millisecond)
	}
	if d, _ := h.pause(); d != 50*time.Millisecond {
		t.Errorf("all is well: %v", d)
	}
	last := time.Duration(0)
	for range 12 {
		h.answered(busy, time.Millisecond)
		d, _ := h.pause()
		if d < last || d > maxBackoff {
			t.Errorf("busy: %v after %v", d, last)
		}
		last = d
	}
	if last != maxBackoff {
		t.Errorf("busy for long: %v", last)
	}
	for range 20 {
		h.answered(ok, 20*time.Millisecond)
	}
	if d, _ := h.pause(); d != 50*time.Millisecond {
		t.Errorf("recovered: %v", d)
	}
	h.answered(ok, 2*time.Second)
	if d, _ := h.pause(); d != time.Second {
		t.Errorf("slow: %v", d)
	}
	h.answered(nil, time.Second)
	if d, _ := h.pause(); d != 2*time.Second {
		t.Errorf("no answer: %v", d)
	}
	busy.Header.Set("Retry-After", "3600")
	h.answered(busy, 0)
	if _, not := h.pause(); time.Until(not) > maxRetryAfter || time.Until(not) < maxRetryAfter-time.Second {
		t.Errorf("wants an hour: %v", time.Until(not))
	}
}

// TestRate counts the requests of many workers against the delay.
func TestRate(t *testing.T) {
	t.Parallel()
	s := manyLinks(t)
	start := time.Now()
	got, err := s.crawl(t, Config{Static: true, Delay: 20 * time.Millisecond, Tabs: 8, MaxPages: 20})
	if err != nil {
		t.Fatal(err)
	}
	requests := 0
	s.mu.Lock()
	for _, n := range s.asked {
		requests += n
	}
	s.mu.Unlock()
	if least := time.Duration(requests-1) * 20 * time.Millisecond; time.Since(start) < least || len(got) < 20 {
		t.Errorf("%d requests in %v, at least %v were due", requests, time.Since(start), least)
	}
}

// TestHostDown lets a host fail in the middle of a crawl, for good or not.
func TestHostDown(t *testing.T) {
	for name, comesBack := range map[string]bool{"for good": false, "not its start page": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			asked := make(map[string]int)
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				asked[r.URL.Path]++
				w.Header().Set("Content-Type", "text/html")
				switch {
				case r.URL.Path == "/robots.txt":
					w.WriteHeader(404)
				case r.URL.Path == "/" && (asked["/"] == 1 || comesBack):
					for i := range 120 {
						fmt.Fprintf(w, "<a href=/%d>x</a>", i)
					}
				case r.URL.Path == "/119":
					fmt.Fprint(w, "<p>the last")
				default:
					w.WriteHeader(500)
				}
			}))
			defer srv.Close()
			s := &site{Server: srv}
			got, err := s.crawl(t, Config{Static: true, Tabs: 4, MaxFailures: 5})
			if err != nil {
				t.Fatal(err)
			}
			last := "refused /119 host-down"
			if comesBack {
				last = "audited /119"
			}
			if len(got) != 121 || got[0] != "audited /" || got[5] != "failed /4 status" || got[120] != last {
				t.Errorf("got %q", got)
			}
			if !comesBack && (got[6] != "refused /5 host-down" || len(asked) > 45) {
				t.Errorf("%q, %d asked for", got[6], len(asked))
			}
		})
	}
}
