//go:build unix

package suite

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
)

// BenchmarkPage judges stored snapshots of a page of some 1,500 and of some
// 7,000 nodes by all checks, each time as if the page were new. It reports the
// median of the processor time, garbage collection included, whatever else the
// machine does.
func BenchmarkPage(b *testing.B) {
	if _, err := crawler.FindChrome(""); err != nil {
		b.Skip(err)
	}
	browser, err := crawler.StartBrowser(b.Context(), crawler.Config{Narrow: true, Tabs: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(browser.Stop)
	for _, parts := range []int{38, 185} {
		src := townPage(parts)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, src)
		}))
		p, err := browser.Render(b.Context(), &page.Page{URL: srv.URL}, nil)
		srv.Close()
		if err != nil {
			b.Fatal(err)
		}
		var snapshot bytes.Buffer
		if err := p.Encode(&snapshot); err != nil {
			b.Fatal(err)
		}
		nodes := 0
		for range p.Root.Descendants() {
			nodes++
		}
		b.Run(fmt.Sprintf("%d-nodes", nodes), func(b *testing.B) {
			var times []time.Duration
			for b.Loop() {
				b.StopTimer()
				p, err := page.Decode(bytes.NewReader(snapshot.Bytes()))
				if err != nil {
					b.Fatal(err)
				}
				start := cpu(b)
				b.StartTimer()
				Page(p, 0, nil)
				times = append(times, cpu(b)-start)
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "median-cpu-ms")
		})
	}
}

// cpu returns the processor time that the process has used.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// townPage is the page of a town: menus, news in cards, a table of opening
// hours, forms, pictures and a footer.
func townPage(parts int) string {
	var s strings.Builder
	s.WriteString(`<!DOCTYPE html><html lang="en"><head><title>Services – Town of Exemplar</title><style>body{font:16px sans-serif;color:#222}nav ul{display:flex}nav a{color:#036;padding:6px}.card{border:1px solid #ccc;background:#f6f6f6;padding:8px}.card .meta{color:#777;font-size:14px}.grid{display:grid;grid-template-columns:repeat(3,1fr);gap:8px}</style></head><body><a href="#main">Skip to content</a><header><nav aria-label="Main"><ul>`)
	for i := range 12 {
		fmt.Fprintf(&s, `<li><a href="/menu/%d">Topic %d</a></li>`, i, i)
	}
	s.WriteString(`</ul></nav></header><main id="main"><h1>Services</h1><div class="grid">`)
	for i := range parts {
		fmt.Fprintf(&s, `<div class="card"><h2>Service number %d</h2><img src="data:," width="40" height="30" alt="Counter %d"><p>You can ask for a <a href="/s/%d">certificate of residence</a> at the counter, by post or online. It takes <strong>three days</strong>.</p><p class="meta"><span>Updated</span> <time>12 May</time></p><ul><li>Identity card</li><li>Proof of <em>address</em></li></ul><button type="button">Show more about %d</button></div>`, i, i, i, i)
		if i%8 == 0 {
			fmt.Fprintf(&s, `<table><caption>Hours %d</caption><tr><th scope="col">Day</th><th scope="col">Opens</th></tr><tr><td>Monday</td><td>9:00</td></tr></table><form action="/ask"><label for="f%d">Your street</label> <input id="f%d" name="street"><label><input type="checkbox"> I agree</label></form>`, i, i, i)
		}
	}
	s.WriteString(`</div></main><footer><p>Town of Exemplar, Main street 1. <a href="tel:+3221234567">02 123 45 67</a></p></footer></body></html>`)
	return s.String()
}
