package hostile

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// A Server is a whole site that is a trap. It is walked from "/".
type Server struct {
	Name string
	Does string
	// Want is a visit that there must be, as in Trap.Want, or, where nothing
	// can be audited, the rule and the reason of that as if of a visit.
	Want string
	Most int // pages audited, at most
	TLS  bool
	// Serve answers the n-th request for a page, counted from 1.
	Serve func(w http.ResponseWriter, r *http.Request, n int)
}

// Handler returns what serves a site anew.
func (s Server) Handler() http.Handler {
	var n atomic.Int64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/usager-") { // which no site has
			http.NotFound(w, r)
			return
		}
		s.Serve(w, r, int(n.Add(1)))
	})
}

// page answers every address but those of robots.txt and sitemaps.
func page(body func(r *http.Request, n int) string) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, r *http.Request, n int) {
		if r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml" {
			http.NotFound(w, r)
			return
		}
		text("text/html", "<!DOCTYPE html><html lang=en>"+body(r, n))(w, r)
	}
}

func busy(code int, until string) func(http.ResponseWriter, *http.Request, int) {
	return func(w http.ResponseWriter, r *http.Request, n int) {
		if r.URL.Path == "/robots.txt" || r.URL.Path == "/sitemap.xml" {
			http.NotFound(w, r)
			return
		}
		status(code, "Retry-After", until)(w, r)
	}
}

func good(r *http.Request, n int) string {
	return "<title>Good</title><h1>Good</h1><p>Page " + r.URL.Path
}

// Servers are all sites that are traps.
var Servers = []Server{
	{Name: "calendar", Does: "a calendar that is turned by parameters", Want: "refused trap: it is a page of a calendar", Most: 30,
		Serve: page(func(r *http.Request, n int) string {
			return fmt.Sprintf("<title>Agenda</title><h1>Agenda</h1><p>%s<a href='/agenda?month=%d&year=2026'>next</a>", strings.Repeat("x", n), n)
		})},
	{Name: "calendar-path", Does: "a calendar that is turned by its path", Want: "refused trap: it is a page of a calendar", Most: 30,
		Serve: page(func(r *http.Request, n int) string {
			return fmt.Sprintf("<h1>Agenda</h1><p>%s<a href='/agenda/%d/%02d'>next</a>", strings.Repeat("x", n), 2026+n/12, n%12+1)
		})},
	{Name: "session-parameter", Does: "a page that has another number of a session each time, as a parameter", Want: "refused trap: 20 pages in a row", Most: 25,
		Serve: page(func(_ *http.Request, n int) string {
			return fmt.Sprintf("<h1>Home</h1><p>Welcome<a href='/?s=a1b2c3d4%08da1b2c3d4'>home</a>", n)
		})},
	{Name: "session-semicolon", Does: "a page that has another number of a session each time, after a semicolon", Want: "refused trap: 20 pages in a row", Most: 25,
		Serve: page(func(_ *http.Request, n int) string {
			return fmt.Sprintf("<h1>Home</h1><p>Welcome<a href='/home;jsessionid=%016X%08X.node%d'>home</a>", n*7919, n, n%3)
		})},
	{Name: "session-folder", Does: "a page that has another number of a session each time, as a folder", Want: "refused trap: 20 pages in a row", Most: 25,
		Serve: page(func(_ *http.Request, n int) string {
			id := []byte("qwertzuiopasdfghjklyxcvb")
			for i, k := 0, n; k > 0; i, k = i+1, k/5 {
				id[i*3%24] = "0123xyz"[k%5]
			}
			return fmt.Sprintf("<h1>Home</h1><p>Welcome<a href='/(S(%s))/home.aspx'>home</a>", id)
		})},
	{Name: "path-repeated", Does: "a link that makes each path longer by the same", Want: "refused trap: its path has", Most: 8,
		Serve: page(func(r *http.Request, n int) string {
			return fmt.Sprintf("<h1>%s</h1><a href='a/b/'>deeper</a>", r.URL.Path)
		})},
	{Name: "parameters-growing", Does: "a link that adds the same parameter again and again", Want: "refused trap: it has the parameter", Most: 8,
		Serve: page(func(r *http.Request, n int) string {
			return fmt.Sprintf("<h1>%d</h1><a href='?%s&p=%d'>more</a>", n, r.URL.RawQuery, n)
		})},
	{Name: "pages-forever", Does: "pages without end, each of its own", Want: "refused max-pages: 40 pages had been audited", Most: 40,
		Serve: page(func(_ *http.Request, n int) string {
			return fmt.Sprintf("<title>%[1]d</title><h1>About %[1]x</h1><p>%[1]b<a href='/about/%[1]x-a'>a</a><a href='/about/%[1]x-b'>b</a>", n*7919)
		})},
	{Name: "chain", Does: "a page that leads to one other page, and so on", Want: "refused max-depth: it is more than 30 links from the start", Most: 31,
		Serve: page(func(r *http.Request, n int) string {
			word := strings.Trim(r.URL.Path, "/")
			return fmt.Sprintf("<title>x%[1]s</title><h1>x%[1]s</h1><a href='/%[1]sx'>on</a>", word)
		})},
	{Name: "robots-endless", Does: "a robots.txt that never ends", Want: "audited", Most: 1,
		Serve: func(w http.ResponseWriter, r *http.Request, n int) {
			if r.URL.Path == "/robots.txt" {
				endless("text/plain", strings.Repeat("Disallow: /private\n", 1000), 0)(w, r)
				return
			}
			page(good)(w, r, n)
		}},
	{Name: "robots-silence", Does: "a robots.txt that never comes", Want: "failed robots-unavailable: ",
		Serve: func(w http.ResponseWriter, r *http.Request, n int) {
			if r.URL.Path == "/robots.txt" {
				never(w, r)
			}
		}},
	{Name: "robots-loop", Does: "a robots.txt that redirects to itself", Want: "audited", Most: 1,
		Serve: func(w http.ResponseWriter, r *http.Request, n int) {
			if r.URL.Path == "/robots.txt" {
				redirect(func(*http.Request) string { return "/robots.txt" })(w, r)
				return
			}
			page(good)(w, r, n)
		}},
	{Name: "robots-pattern", Does: "a robots.txt of patterns that take long to match", Want: "audited", Most: 1,
		Serve: func(w http.ResponseWriter, r *http.Request, n int) {
			if r.URL.Path == "/robots.txt" {
				text("text/plain", "User-agent: *\n"+strings.Repeat("Disallow: /"+strings.Repeat("*a", 2000)+"b$\n", 100))(w, r)
				return
			}
			page(good)(w, r, n)
		}},
	{Name: "sitemap-bomb", Does: "a sitemap that unpacks to 400 MB", Want: "audited", Most: 1,
		Serve: func(w http.ResponseWriter, r *http.Request, n int) {
			if r.URL.Path == "/sitemap.xml" {
				w.Header().Set("Content-Type", "application/gzip")
				z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
				_, _ = io.WriteString(z, "<urlset>")
				for range 400 {
					if _, err := z.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
						return
					}
				}
				_ = z.Close()
				return
			}
			page(good)(w, r, n)
		}},
	{Name: "sitemap-loop", Does: "sitemaps that name each other without end", Want: "audited", Most: 1,
		Serve: func(w http.ResponseWriter, r *http.Request, n int) {
			if strings.HasPrefix(r.URL.Path, "/sitemap") {
				text("application/xml", fmt.Sprintf("<sitemapindex><sitemap><loc>http://%[1]s/sitemap.xml</loc></sitemap><sitemap><loc>http://%[1]s/sitemap%[2]d.xml</loc></sitemap></sitemapindex>", r.Host, n))(w, r)
				return
			}
			page(good)(w, r, n)
		}},
	{Name: "certificate", Does: "a certificate that nobody vouches for", Want: "failed tls: the certificate is signed by an unknown authority", TLS: true, Serve: page(good)},
	{Name: "busy-for-ever", Does: "a server that says each time to come back in a second", Want: "failed status: the server answers 429", Serve: busy(429, "1")},
	{Name: "busy-until-2099", Does: "a server that says to come back in 2099", Want: "failed status: the server answers 503", Serve: busy(503, "Thu, 01 Jan 2099 00:00:00 GMT")},
	{Name: "down", Does: "a server that falls silent after five pages", Want: "refused host-down: 4 pages in a row failed", Most: 5,
		Serve: func(w http.ResponseWriter, r *http.Request, n int) {
			if n > 7 { // robots.txt and sitemap.xml included
				raw(func(io.Writer) {})(w, r)
				return
			}
			page(func(r *http.Request, n int) string {
				var b strings.Builder
				for i := range 30 {
					fmt.Fprintf(&b, "<a href='/%d'>x</a>", i)
				}
				return good(r, n) + b.String()
			})(w, r, n)
		}},
}

// A Fault is one of the browser itself.
type Fault struct{ Name, Does, Becomes string }

// Faults are what may happen to the browser.
var Faults = []Fault{
	{"no-browser", "there is no browser", "the audit does not begin; exit code 3, with what to install"},
	{"browser-exits", "the browser ends as soon as it is started", "the audit does not begin; exit code 3, with what it said"},
	{"browser-mute", "the browser starts and says nothing", "it is killed within the time for one page; exit code 3"},
	{"tab-crash", "a tab crashes", "the page is tried once more, in a new tab"},
	{"browser-crash", "the browser crashes", "it is started again, three times, and the page tried once more; then the audit ends with what it has, and can be resumed"},
	{"browser-still", "the browser answers no more", "it is killed and started again"},
}
