// Package hostile is a site of traps: pages and servers that would keep a
// crawler busy for ever, make it fall, or lead it astray. Each says what must
// become of it. docs/hostile.md lists them.
package hostile

import (
	"compress/gzip"
	"embed"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed *.html
var pages embed.FS

// A Trap is one address of the site.
type Trap struct {
	Name string // its path is "/" and the name
	Does string // what it does, as in "a page that …" or "a server that …"
	// Want are the ways in which its visit may end: the outcome, the rule, and
	// the beginning of the reason, as in "failed timeout: the server".
	Want  []string
	serve http.HandlerFunc
}

// Path is where a trap begins.
func (t Trap) Path() string { return "/" + t.Name }

// Traps returns all traps of the site: those that are pages, then those that
// are answers of the server.
func Traps() ([]Trap, error) {
	files, err := fs.Glob(pages, "*.html")
	if err != nil {
		return nil, err
	}
	var all []Trap
	for _, f := range files {
		b, err := pages.ReadFile(f)
		if err != nil {
			return nil, err
		}
		does, rest, _ := strings.Cut(strings.TrimPrefix(string(b), "<!-- "), " -->\n<!-- ")
		want, source, ok := strings.Cut(rest, " -->\n")
		if !ok {
			return nil, fmt.Errorf("%s does not begin with what it does and what must become of it", f)
		}
		all = append(all, Trap{strings.TrimSuffix(f, path.Ext(f)), "a page that " + does, split(want), text("text/html; charset=utf-8", own(source, f))})
	}
	for _, a := range answers {
		all = append(all, Trap{a.name, a.does, split(a.want), a.serve})
	}
	return all, nil
}

// own makes a page one that no other shows the same as.
func own(source, name string) string {
	return strings.Replace(source, "still here", "still here: "+strings.TrimSuffix(name, path.Ext(name)), 1)
}

func split(want string) (all []string) {
	for w := range strings.SplitSeq(want, "|") {
		all = append(all, strings.TrimSpace(w))
	}
	return all
}

// A Site serves every trap, a good page before and after each, and a start page
// that links to all.
func Site() (http.Handler, error) {
	traps, err := Traps()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	var home strings.Builder
	for _, t := range traps {
		fmt.Fprintf(&home, "<li><a href='/good?%s'>good</a> <a href='%s'>%s</a>", t.Name, t.Path(), t.Name)
		mux.HandleFunc(t.Path(), t.serve)
	}
	for name, serve := range parts {
		mux.HandleFunc(name, serve)
	}
	mux.HandleFunc("/{$}", text("text/html", "<!DOCTYPE html><html lang=en><title>Start</title><h1>Start</h1><ul>"+home.String()+"</ul>"))
	mux.HandleFunc("/good", func(w http.ResponseWriter, r *http.Request) {
		text("text/html", "<!DOCTYPE html><html lang=en><title>Good</title><h1>Good</h1><p>The page before "+r.URL.RawQuery)(w, r)
	})
	return mux, nil
}

func text(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		io.WriteString(w, body)
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Add(header[i], header[i+1])
		}
		w.WriteHeader(code)
		if code != http.StatusNoContent {
			io.WriteString(w, "<title>A status</title><p>still here")
		}
	}
}

func redirect(to func(*http.Request) string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", to(r))
		w.WriteHeader(http.StatusFound)
	}
}

// endless writes a part again and again until nobody listens.
func endless(contentType, part string, pause time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for {
			if _, err := io.WriteString(w, part); err != nil {
				return
			}
			if pause == 0 {
				continue
			}
			w.(http.Flusher).Flush()
			select {
			case <-time.After(pause):
			case <-r.Context().Done():
				return
			}
		}
	}
}

func never(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

// bomb unpacks to so many bytes.
func bomb(contentType string, size int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Header().Set("Content-Encoding", "gzip")
		z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
		part := []byte(strings.Repeat("p { margin: 1px }\n", 10_000))
		for n := 0; n < size; n += len(part) {
			if _, err := z.Write(part); err != nil {
				return
			}
		}
		_ = z.Close()
	}
}

// raw takes the connection and writes what is no HTTP, or a strange one.
func raw(write func(io.Writer)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		c, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			return
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(time.Minute))
		write(c)
	}
}

// parts are what traps ask for besides themselves.
var parts = map[string]http.HandlerFunc{
	"/never": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.(http.Flusher).Flush()
		never(w, r)
	},
	"/file": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Disposition", "attachment; filename=x.bin")
		text("application/octet-stream", strings.Repeat("x", 1<<20))(w, r)
	},
	"/elsewhere":         text("text/html", "<title>Elsewhere</title><p>Elsewhere"),
	"/service-worker.js": text("text/javascript", `addEventListener("install", () => skipWaiting()); addEventListener("activate", e => e.waitUntil(clients.claim())); addEventListener("fetch", e => e.respondWith(new Response("<p>from the worker", {headers: {"Content-Type": "text/html"}})))`),
	"/bomb.css":          bomb("text/css", 400<<20),
	"/endless.bin":       text("application/octet-stream", strings.Repeat("x", 8<<20)),
	"/picture.png": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "image/png")
		w.Write(picture())
	},
}

var picture = sync.OnceValue(func() []byte {
	var b strings.Builder
	_ = png.Encode(&b, image.NewPaletted(image.Rect(0, 0, 12_000, 12_000), color.Palette{color.White, color.Black}))
	return []byte(b.String())
})

var answers = []struct {
	name, does, want string
	serve            http.HandlerFunc
}{
	{"bomb", "a page that unpacks to 400 MB", "refused size: the response is larger than", bomb("text/html", 400<<20)},
	{"endless", "a page that never ends, as fast as the network allows", "refused size: the response is larger than|failed timeout: the server did not answer in time", endless("text/html", strings.Repeat("<p>more", 1000), 0)},
	{"drip", "a page that comes a byte at a time and never ends", "failed timeout: the server did not answer in time", endless("text/html", "x", 100*time.Millisecond)},
	{"silence", "a server that never answers", "failed timeout: the server did not answer in time", never},
	{"announced", "an answer that says it has 100 GB", "refused size: the response is larger than", raw(func(w io.Writer) {
		io.WriteString(w, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 107374182400\r\n\r\n<p>still here")
	})},
	{"cut", "an answer that ends before it is complete", "failed network: unexpected EOF", raw(func(w io.Writer) {
		io.WriteString(w, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>still here")
	})},
	{"header-flood", "an answer whose header never ends", "failed network: ", raw(func(w io.Writer) {
		io.WriteString(w, "HTTP/1.1 200 OK\r\n")
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(w, "X-%d: %s\r\n", i, strings.Repeat("x", 1000)); err != nil {
				return
			}
		}
	})},
	{"early-hints", "a server that says for ever that the answer will come", "failed network: |failed timeout: ", raw(func(w io.Writer) {
		for {
			if _, err := io.WriteString(w, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"); err != nil {
				return
			}
		}
	})},
	{"no-http", "a server that speaks no HTTP", "failed network: ", raw(func(w io.Writer) { io.WriteString(w, "220 ftp.example.org ready\r\n") })},
	{"hang-up", "a server that hangs up", "failed network: EOF|failed network: ", raw(func(io.Writer) {})},
	{"chunks", "an answer in pieces that are longer than they say", "failed network: ", raw(func(w io.Writer) {
		io.WriteString(w, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>still here and on\r\n0\r\n\r\n")
	})},
	{"packed", "a page packed in a way that was not asked for", "refused content-type: it is packed as br", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "br")
		w.Write([]byte("\x0b\x02\x80<p>still here\x03"))
	}},
	{"redirect-self", "an address that redirects to itself", "failed redirect-loop: it redirects to itself", redirect(func(r *http.Request) string { return r.URL.Path })},
	{"redirect-pair", "two addresses that redirect to each other", "redirected redirect: it redirects to", redirect(func(r *http.Request) string {
		if r.URL.RawQuery == "" {
			return r.URL.Path + "?back"
		}
		return r.URL.Path
	})},
	{"redirect-ever", "a row of redirects without end", "redirected redirect: it redirects to", redirect(func(r *http.Request) string { return r.URL.Path + "?" + r.URL.RawQuery + "x" })},
	{"redirect-nowhere", "a redirect that does not say where to", "failed status: the server answers 302", redirect(func(*http.Request) string { return "" })},
	{"redirect-file", "a redirect to a file of this machine", "failed redirect-scope: it redirects to file:///etc/passwd", redirect(func(*http.Request) string { return "file:///etc/passwd" })},
	{"redirect-script", "a redirect to a script", "failed redirect-scope: it redirects to javascript:", redirect(func(*http.Request) string { return "javascript:alert(1)" })},
	{"redirect-metadata", "a redirect to the address where clouds tell secrets", "refused redirect-scope: it redirects to http://169.254.169.254/", redirect(func(*http.Request) string { return "http://169.254.169.254/latest/meta-data/" })},
	{"redirect-long", "a redirect to an address of 100,000 characters", "failed redirect-scope: |failed status: ", redirect(func(*http.Request) string { return "/" + strings.Repeat("x", 100_000) })},
	{"refresh-header", "an answer that refreshes itself by its header", "audited|redirected script-redirect: ", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Refresh", "0; url=/elsewhere")
		text("text/html", "<title>Refresh</title><p>still here: refresh")(w, r)
	}},
	{"basic", "a page that wants a name and a password", "failed status: the server answers 401 Unauthorized", status(401, "WWW-Authenticate", `Basic realm="x"`)},
	{"negotiate", "a page that wants a ticket of a domain", "failed status: the server answers 401 Unauthorized", status(401, "WWW-Authenticate", "Negotiate", "WWW-Authenticate", "NTLM")},
	{"no-content", "an answer that has no content", "failed empty: the server answers 204 No Content", status(204)},
	{"empty", "a page of nothing", "failed empty: the page has no content", text("text/html", "")},
	{"odd-status", "an answer with a status that does not exist", "failed status: the server answers 799", status(799)},
	{"attachment", "a page that is to be saved", "document", status(200, "Content-Disposition", "attachment; filename=../../x.html")},
	{"zeros", "a picture that says it is a page", "audited|failed empty: ", text("text/html", "\x89PNG\r\n\x1a\n"+strings.Repeat("\x00", 1<<20)+"<p>still here: zeros")},
	{"untyped", "bytes without a type", "refused content-type: |document", func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = nil
		w.Write([]byte(strings.Repeat("\x00\x01\x02", 100_000)))
	}},
	{"utf-8-broken", "a page that is no UTF-8 though it says so", "audited", text("text/html; charset=utf-8", "<title>\xff\xfe\xc3</title><p>still here: utf-8-broken \xc3\x28 \xa0\xa1 \xe2\x82 \xf0\x28\x8c\x28 \xed\xa0\x80")},
	{"utf-16-wrong", "a page that says it is UTF-16 and is not", "audited|failed empty: ", text("text/html; charset=utf-16", "<title>x</title><p>still here: utf-16-wrong")},
	{"charset-odd", "a page in an encoding that does not exist", "audited", text("text/html; charset=x-never-heard-of", "<title>x</title><meta charset=utf-7><p>still here: charset-odd +ADw-script+AD4-for(;;);+ADw-/script+AD4-")},
	{"charset-shift", "a page whose bytes swallow the tag after them", "audited", text("text/html; charset=shift_jis", "<title>x</title><p>still here: charset-shift <a title='\x82'>x</a> \x81<p>on")},
	{"deep", "a page of 20,000 elements in each other", "audited|refused too-large: ", text("text/html", "<title>x</title><p>still here: deep"+strings.Repeat("<div>", 20_000))},
	{"nodes-100000", "a page of 100,000 nodes", "audited", text("text/html", "<title>x</title><p>still here: nodes-100000"+strings.Repeat("<i>x</i>", 50_000))},
	{"nodes-1000000", "a page of a million nodes", "refused too-large: ", text("text/html", "<title>x</title><p>still here: nodes-1000000"+strings.Repeat("<i>x</i>", 500_000))},
	{"attribute", "a page with an attribute of 10 MB", "audited", text("text/html", "<title>x</title><p>still here: attribute<p title='"+strings.Repeat("x", 10<<20)+"'>on")},
	{"attributes", "a page with an element of 50,000 attributes", "audited", func(w http.ResponseWriter, r *http.Request) {
		var b strings.Builder
		b.WriteString("<title>x</title><p>still here: attributes<p ")
		for i := range 50_000 {
			fmt.Fprintf(&b, "a%d=x ", i)
		}
		text("text/html", b.String()+">on")(w, r)
	}},
	{"one-word", "a page with a word of 5 MB", "audited", text("text/html", "<title>x</title><p>still here: one-word<p>"+strings.Repeat("x", 5<<20))},
	{"unclosed", "a page of 30,000 elements of text style that nothing closes", "refused too-large: |audited", text("text/html", "<title>x</title><p>still here: unclosed"+strings.Repeat("<b><p>", 15_000))},
	{"entities", "a page whose entities unpack to 3 GB", "audited|failed empty: |failed render: ", text("application/xhtml+xml", `<!DOCTYPE html [<!ENTITY a "still here still here still here"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;"><!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;">]><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>still here</p><p>&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;</p></body></html>`)},
	{"addresses", "a page of links that lead nowhere, to other schemes, or are too long", "audited", text("text/html", "<title>x</title><p>still here: addresses<a href='javascript:for(;;);'>a</a><a href='http://['>b</a><a href='file:///etc/passwd'>c</a><a href='//'>d</a><a href='http://%'>e</a><a href='?"+strings.Repeat("x", 1<<20)+"'>f</a><a href='data:text/html,x'>g</a><a href='http://user:secret@127.0.0.1:1/'>h</a>")},
	{"cookie-flood", "an answer that sets 2,000 cookies", "audited", func(w http.ResponseWriter, r *http.Request) {
		for i := range 2000 {
			w.Header().Add("Set-Cookie", fmt.Sprintf("c%d=%s", i, strings.Repeat("x", 50)))
		}
		text("text/html", "<title>x</title><p>still here: cookies")(w, r)
	}},
	{"markup", "a page whose title would end ours", "audited", text("text/html", "<title>&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt; =cmd|' /C calc'!A0 \x1b[31m</title><p>still here: markup")},
}
