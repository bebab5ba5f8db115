package crawler

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var quiet = slog.New(slog.DiscardHandler)

// A site answers by path and query, and counts what is asked. A page that
// begins with "!" is a directive: "!301 /x", "!404", "!type application/pdf",
// "!hang".
type site struct {
	*httptest.Server
	pages map[string]string

	mu    sync.Mutex
	asked map[string]int
}

func newSite(t *testing.T, pages map[string]string) *site {
	t.Helper()
	s := &site{pages: pages, asked: make(map[string]int)}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.asked[r.URL.RequestURI()]++
	s.mu.Unlock()
	body, ok := s.pages[r.URL.RequestURI()]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if !strings.HasPrefix(body, "!") {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if strings.HasSuffix(r.URL.Path, ".txt") {
			w.Header().Set("Content-Type", "text/plain")
		}
		if strings.HasSuffix(r.URL.Path, ".xml") || strings.HasSuffix(r.URL.Path, ".gz") {
			w.Header().Set("Content-Type", "application/octet-stream")
		}
		io.WriteString(w, body)
		return
	}
	verb, arg, _ := strings.Cut(body[1:], " ")
	switch verb {
	case "301", "302":
		w.Header().Set("Location", strings.ReplaceAll(arg, "SELF", s.URL))
		w.WriteHeader(map[string]int{"301": 301, "302": 302}[verb])
	case "type":
		w.Header().Set("Content-Type", arg)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(bytes.Repeat([]byte("x"), 5000)))
	case "hang":
		<-r.Context().Done()
	case "big":
		w.Header().Set("Content-Type", "text/html")
		for range 64 {
			io.WriteString(w, strings.Repeat("<p>big", 1000))
		}
	case "bomb":
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		for range 100 {
			z.Write(bytes.Repeat([]byte(" "), 100_000))
		}
	default:
		var status int
		fmt.Sscan(verb, &status)
		w.WriteHeader(status)
		io.WriteString(w, arg)
	}
}

// crawl runs a crawl and returns one line a visit, and the last error.
func (s *site) crawl(t *testing.T, cfg Config) (lines []string, last error) {
	t.Helper()
	if cfg.Seeds == nil && cfg.URLList == nil {
		cfg.Seeds = []string{s.URL + "/"}
	}
	for i := range cfg.Seeds {
		if strings.HasPrefix(cfg.Seeds[i], "/") {
			cfg.Seeds[i] = s.URL + cfg.Seeds[i]
		}
	}
	c, err := New(cfg, quiet)
	if err != nil {
		t.Fatal(err)
	}
	for v, err := range c.Visits(t.Context()) {
		if last != nil {
			t.Error("the error is not the last thing yielded")
		}
		if err != nil {
			last = err
			continue
		}
		if v.Outcome == Audited && v.Page == nil || v.Outcome != Audited && v.Page != nil {
			t.Errorf("%s is %s, and has a page: %v", v.URL, v.Outcome, v.Page != nil)
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s", v.Outcome, strings.TrimPrefix(v.URL, s.URL), v.Rule)))
	}
	return lines, last
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("visits (-want +got):\n%s", d)
	}
}

// manyLinks is a site on which every page links to 40 others.
func manyLinks(t *testing.T) *site {
	pages := make(map[string]string)
	for i := range 41 {
		var b strings.Builder
		fmt.Fprintf(&b, "<title>%d</title><p>page %d", i, i)
		for j := range 40 {
			fmt.Fprintf(&b, "<a href='/%d'>x</a>", (i*7+j)%41)
		}
		pages[fmt.Sprintf("/%d", i)] = b.String()
	}
	pages["/"] = pages["/0"]
	return newSite(t, pages)
}

func TestOutcomes(t *testing.T) {
	elsewhere := newSite(t, map[string]string{"/": "<p>elsewhere"})
	s := newSite(t, map[string]string{
		"/": `<p>home<a href=/a?utm_source=x&b=1#top>a</a><a href=/twin>t</a><a href=/moved>m</a><a href=/gone>g</a><a href=/report.pdf>r</a>
			<a href=/private/x>p</a><a href=/logo.png>l</a><a href=` + elsewhere.URL + `/>e</a><a href=mailto:a@example.org>m</a><a href="tel:1">t</a>
			<a href="javascript:void(0)">j</a><a href=data:text/html,x>d</a><a href=/loop1>l</a><a href=/away>w</a><a href=/self>s</a><a href=/data>d</a><a href=/empty>e</a>
			<link rel=canonical href=/canonical><map><area href=/area></map><a href=/late.pdf>late</a><a href=/a/../dots/./x>dots</a><a href=/%7euser/%c3%a9>u</a><a href=/secret>s</a>`,
		"/a?b=1":          "<p>a<a href=/report.pdf>r</a><a href=/deep>d</a>",
		"/twin":           "<p>a<a href=/report.pdf>r</a><a href=/deep>d</a>",
		"/moved":          "!301 /target",
		"/target":         "<p>target",
		"/report.pdf":     "!type application/pdf",
		"/late.pdf":       "<p>a page after all",
		"/robots.txt":     "User-agent: *\nDisallow: /\n\nUser-agent: Usager\nDisallow: /private/\n",
		"/loop1":          "!302 /loop2",
		"/loop2":          "!302 /loop1",
		"/away":           "!302 " + elsewhere.URL + "/",
		"/self":           "!302 /self#again",
		"/data":           "!type application/json",
		"/empty":          "  \n",
		"/canonical":      "<p>canonical",
		"/area":           "<p>area",
		"/deep":           "<p>deep<a href=/deeper>d</a>",
		"/dots/x":         "<p>dots",
		"/~user/%C3%A9":   "<p>user",
		"/secret":         "!401 <p>who are you",
		"/private/secret": "<p>x",
	})
	visits := []string{
		"audited /", "audited /a?b=1", "duplicate /twin duplicate", "redirected /moved redirect", "failed /gone status", "document /report.pdf",
		"refused /private/x robots", "refused /logo.png content-type", "refused " + elsewhere.URL + "/ scope",
		"redirected /loop1 redirect", "refused /away redirect-scope", "failed /self redirect-loop", "refused /data content-type", "failed /empty empty",
		"audited /canonical", "audited /area", "audited /late.pdf", "audited /dots/x", "audited /~user/%C3%A9", "failed /secret status",
		"audited /deep", "audited /target", "failed /loop2 redirect-loop",
		"refused /deeper max-depth",
	}
	got, err := s.crawl(t, Config{Static: true, MaxDepth: 2})
	if err != nil {
		t.Error(err)
	}
	want(t, got, visits...)
	for uri, n := range s.asked {
		if n > 1 && uri != "/self" && uri != "/late.pdf" {
			t.Errorf("%s was requested %d times", uri, n)
		}
	}
	if s.asked["/deeper"]+s.asked["/private/x"]+s.asked["/logo.png"]+elsewhere.asked["/"] > 0 {
		t.Error("what is refused was requested")
	}

	// In the browser the same, each page still requested once.
	needChrome(t)
	clear(s.asked)
	got, err = s.crawl(t, Config{MaxDepth: 2})
	if err != nil {
		t.Error(err)
	}
	want(t, got, visits...)
	for uri, n := range s.asked {
		if n > 1 && uri != "/self" && uri != "/late.pdf" && uri != "/favicon.ico" {
			t.Errorf("%s was requested %d times", uri, n)
		}
	}
}

func TestVisitFields(t *testing.T) {
	s := newSite(t, map[string]string{
		"/":           "<p>home<a href=/moved>m</a><a href=/r.pdf>r</a><link rel=canonical href=/c>",
		"/moved":      "!301 /moved2",
		"/moved2":     "!301 /target",
		"/target":     "<p>target<a href=/r.pdf>r</a><a href=/r.pdf>again</a>",
		"/c":          "<p>c",
		"/r.pdf":      "!type application/pdf",
		"/robots.txt": "!404",
	})
	c, err := New(Config{Seeds: []string{s.URL}, Static: true}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	visits := make(map[string]*Visit)
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		visits[strings.TrimPrefix(v.URL, s.URL)] = v
	}
	if d := cmp.Diff([]string{s.URL + "/moved", s.URL + "/moved2"}, visits["/target"].Redirects); d != "" {
		t.Error(d)
	}
	if v := visits["/target"]; v.From != s.URL+"/" || v.Depth != 1 || v.Page.Status != 200 {
		t.Errorf("target: %+v", v)
	}
	if v := visits["/"]; v.Canonical != s.URL+"/c" || v.Hash == "" || v.Requests != 1 {
		t.Errorf("home: %+v", v)
	}
	if d := cmp.Diff(&DocumentInfo{MIME: "application/pdf", Size: 5000}, visits["/r.pdf"].Document); d != "" {
		t.Error(d)
	}
}

// TestSameOrder crawls twice side by side with many workers.
func TestSameOrder(t *testing.T) {
	s := manyLinks(t)
	first, err := s.crawl(t, Config{Static: true, Tabs: 8})
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != 42 {
		t.Errorf("%d visits", len(first))
	}
	second, err := s.crawl(t, Config{Static: true, Tabs: 1})
	if err != nil {
		t.Fatal(err)
	}
	want(t, second, first...)
}

func TestMaxPages(t *testing.T) {
	s := manyLinks(t)
	got, err := s.crawl(t, Config{Static: true, MaxPages: 7, Tabs: 8})
	if err != nil {
		t.Fatal(err)
	}
	audited, refused := 0, 0
	for _, l := range got {
		if strings.HasPrefix(l, "audited") {
			audited++
		}
		if strings.HasSuffix(l, RuleMaxPages) {
			refused++
		}
	}
	if audited != 7 || audited+refused != len(got) {
		t.Errorf("%d audited, %d refused of %d", audited, refused, len(got))
	}
	delete(s.asked, "/robots.txt")
	if len(s.asked) > 8 {
		t.Errorf("%d pages were requested for 7", len(s.asked))
	}
}

func TestMaxTime(t *testing.T) {
	s := manyLinks(t)
	start := time.Now()
	got, err := s.crawl(t, Config{Static: true, MaxTime: 300 * time.Millisecond, Delay: 50 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("took %v", d)
	}
	if len(got) != 42 || got[0] != "audited /" || !strings.HasSuffix(got[41], RuleMaxTime) {
		t.Errorf("got %d visits, %q … %q", len(got), got[0], got[len(got)-1])
	}
}

func TestPatterns(t *testing.T) {
	s := newSite(t, map[string]string{
		"/":     "<p>home<a href=/fr/a>a</a><a href=/nl/a>a</a><a href=/fr/print/a>a</a>",
		"/fr/a": "<p>fr a", "/nl/a": "<p>nl a", "/fr/print/a": "<p>print",
	})
	got, err := s.crawl(t, Config{Static: true, Include: []string{"/fr/"}, Exclude: []string{"/print/"}})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "audited /fr/a", "refused /nl/a include", "refused /fr/print/a exclude")
}

func TestURLList(t *testing.T) {
	s := newSite(t, map[string]string{"/a": "<p>a<a href=/c>c</a>", "/b": "<p>a<a href=/c>c</a>", "/m": "!301 /n", "/n": "<p>n"})
	got, err := s.crawl(t, Config{Static: true, MaxPages: 1, URLList: []string{s.URL + "/b", s.URL + "/a", s.URL + "/m"}})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /b", "audited /a", "redirected /m redirect", "audited /n")
}

func TestHosts(t *testing.T) {
	other := newSite(t, map[string]string{"/": "<p>other"})
	s := newSite(t, map[string]string{"/": "<p>home<a href=" + other.URL + "/>o</a>"})
	got, err := s.crawl(t, Config{Static: true, Hosts: []string{strings.TrimPrefix(other.URL, "http://")}})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "audited "+other.URL+"/")
}

func TestSitemaps(t *testing.T) {
	var z bytes.Buffer
	zw := gzip.NewWriter(&z)
	fmt.Fprint(zw, "<urlset><url><loc>HOST/zipped</loc></url></urlset>")
	zw.Close()
	s := newSite(t, nil)
	zipped := bytes.NewBuffer(nil)
	zw = gzip.NewWriter(zipped)
	fmt.Fprintf(zw, "<urlset><url><loc>%s/zipped</loc></url></urlset>", s.URL)
	zw.Close()
	s.pages = map[string]string{
		"/":           "<p>home<a href=/linked>l</a>",
		"/linked":     "<p>linked",
		"/robots.txt": "Sitemap: /index.xml\nSitemap: " + s.URL + "/list.txt",
		"/index.xml":  "<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>" + s.URL + "/one.xml</loc></sitemap><sitemap><loc>" + s.URL + "/two.xml.gz</loc></sitemap><sitemap><loc>" + s.URL + "/index.xml</loc></sitemap></sitemapindex>",
		"/one.xml":    "<urlset><url><loc> " + s.URL + "/mapped?a=1&amp;b=2 </loc></url><url><loc>http://elsewhere.invalid/</loc></url></urlset>",
		"/two.xml.gz": zipped.String(),
		"/list.txt":   s.URL + "/listed\n" + s.URL + "/linked\nrubbish\n",
		"/zipped":     "<p>zipped", "/listed": "<p>listed", "/mapped?a=1&b=2": "<p>mapped",
	}
	got, err := s.crawl(t, Config{Static: true, Sitemaps: true})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "sitemap sitemaps:", "audited /linked", "audited /listed", "audited /mapped?a=1&b=2", "refused http://elsewhere.invalid/ scope", "audited /zipped")
}

// TestSeedErrors gives seeds of which nothing can be audited.
func TestSeedErrors(t *testing.T) {
	tls := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(tls.Close)
	tls.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	s := newSite(t, map[string]string{
		"/file.pdf": "!type application/pdf", "/empty": " ", "/json": "!type application/json", "/slow": "!hang", "/big": "!big", "/bomb": "!bomb", "/a": "!301 /b", "/b": "!404",
		"/away": "!301 http://elsewhere.invalid/",
	})
	forbidden := newSite(t, map[string]string{"/": "<p>x", "/robots.txt": "User-agent: *\nDisallow: /"})
	broken := newSite(t, map[string]string{"/": "<p>x", "/robots.txt": "!503"})
	hanging := newSite(t, map[string]string{"/": "<p>x", "/robots.txt": "!hang"})
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	for seed, rule := range map[string]string{
		s.URL + "/missing":             RuleStatus,
		s.URL + "/file.pdf":            RuleContentType,
		s.URL + "/json":                RuleContentType,
		s.URL + "/empty":               RuleEmpty,
		s.URL + "/slow":                RuleTimeout,
		s.URL + "/big":                 RuleSize,
		s.URL + "/bomb":                RuleSize,
		s.URL + "/a":                   RuleStatus,
		s.URL + "/away":                RuleRedirectScope,
		forbidden.URL + "/":            RuleRobots,
		broken.URL + "/":               RuleRobotsUnavailable,
		hanging.URL + "/":              RuleRobotsUnavailable,
		closed.URL + "/":               RuleNetwork,
		"http://no-such-host.invalid/": RuleNetwork,
		tls.URL + "/":                  RuleTLS,
	} {
		t.Run(strings.TrimPrefix(seed, s.URL), func(t *testing.T) {
			t.Parallel()
			_, err := s.crawl(t, Config{Static: true, Seeds: []string{seed}, PageTimeout: 4 * time.Second, MaxBytes: 100_000})
			var ue *UnreachableError
			if !errors.As(err, &ue) {
				t.Fatalf("got %v", err)
			}
			if ue.Rule != rule || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "; ") {
				t.Errorf("rule %s, want %s: %v", ue.Rule, rule, err)
			}
			t.Log(err)
		})
	}
	t.Run("accepted certificate", func(t *testing.T) {
		t.Parallel()
		_, err := s.crawl(t, Config{Static: true, Seeds: []string{tls.URL}, InsecureTLS: true})
		var ue *UnreachableError
		if !errors.As(err, &ue) || ue.Rule != RuleStatus {
			t.Errorf("got %v", err)
		}
	})
	t.Run("ignored robots", func(t *testing.T) {
		t.Parallel()
		if got, err := forbidden.crawl(t, Config{Static: true, IgnoreRobots: true}); err != nil || len(got) != 1 {
			t.Errorf("got %v, %v", got, err)
		}
	})
}

func TestConfigErrors(t *testing.T) {
	for want, cfg := range map[string]Config{
		"seeds: there is no URL to audit; give at least one": {},
		"seeds \"ftp://example.org/\": scheme ftp":           {Seeds: []string{"ftp://example.org/"}},
		"did you mean https://example.org/x?":                {Seeds: []string{"example.org/x"}},
		"seeds \"http://\": ":                                {Seeds: []string{"http://"}},
		"exclude \"(\": this is not a regular expression":    {Seeds: []string{"http://example.org"}, Exclude: []string{"("}},
		"hosts \"http://x/\": this is not a host name":       {Seeds: []string{"http://example.org"}, Hosts: []string{"http://x/"}},
	} {
		_, err := New(cfg, quiet)
		var ce *ConfigError
		if !errors.As(err, &ce) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	c, err := New(Config{Seeds: []string{"http://example.org"}, ChromePath: "/no/such/browser"}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range c.Visits(t.Context()) {
		if !errors.Is(err, ErrNoBrowser) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v", err)
		}
	}
}

// TestScriptSite walks a site that is empty without JavaScript.
func TestScriptSite(t *testing.T) {
	needChrome(t)
	dir := filepath.Join("..", "testdata", "sites", "js")
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := "index.html"
		if r.URL.Path == "/app.js" {
			name = "app.js"
		} else if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		}
		if name == "app.js" {
			w.Header().Set("Content-Type", "text/javascript")
		}
		w.Write(b)
	}))
	defer srv.Close()
	s := &site{Server: srv}
	got, err := s.crawl(t, Config{})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "audited /services", "audited /contact", "audited /services/passport", "audited /services/waste")
}

// TestSecrets checks who gets to see the credentials of the configuration.
func TestSecrets(t *testing.T) {
	needChrome(t)
	var mu sync.Mutex
	seen := make(map[string]string)
	note := func(r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		// A page is also asked for as a stranger, to know whether it is public.
		if sent := r.Header.Get("Authorization") + "|" + r.Header.Get("X-Token"); len(sent) > len(seen[r.Host+r.URL.Path]) {
			seen[r.Host+r.URL.Path] = sent
		}
	}
	third := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { note(r) }))
	defer third.Close()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		note(r)
		if r.URL.Path == "/" {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, "<p>x<img src=/own.png><img src=%s/third.png>", third.URL)
		}
	}))
	defer srv.Close()
	s := &site{Server: srv}
	if _, err := s.crawl(t, Config{BasicUser: "u", BasicPassword: "p", Headers: map[string]string{"x-token": "t"}}); err != nil {
		t.Fatal(err)
	}
	own, other := strings.TrimPrefix(srv.URL, "http://"), strings.TrimPrefix(third.URL, "http://")
	for path, want := range map[string]string{own + "/": "Basic dTpw|t", own + "/own.png": "Basic dTpw|t", other + "/third.png": "|"} {
		if got, ok := seen[path]; !ok || got != want {
			t.Errorf("%s: got %q, %v, want %q", path, got, ok, want)
		}
	}
}

func TestWaitIsNotTimeout(t *testing.T) {
	s := manyLinks(t)
	got, err := s.crawl(t, Config{Static: true, Delay: 20 * time.Millisecond, PageTimeout: 400 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(got, func(l string) bool { return strings.HasPrefix(l, "failed") }); i >= 0 {
		t.Error(got[i])
	}
}

// TestStopIsPrompt leaves the loop while many requests wait for their turn.
func TestStopIsPrompt(t *testing.T) {
	s := manyLinks(t)
	c, err := New(Config{Seeds: []string{s.URL}, Static: true, Delay: 500 * time.Millisecond}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	var left time.Time
	for range c.Visits(t.Context()) {
		if n++; n == 2 {
			left = time.Now()
			break
		}
	}
	if d := time.Since(left); d > 300*time.Millisecond {
		t.Errorf("took %v to stop", d)
	}
}

func TestCrawlDelay(t *testing.T) {
	s := newSite(t, map[string]string{"/": "<p>x<a href=/b>b</a>", "/b": "<p>b", "/robots.txt": "User-agent: *\nCrawl-delay: 0.3"})
	start := time.Now()
	if _, err := s.crawl(t, Config{Static: true, Delay: -1}); err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d < 300*time.Millisecond {
		t.Errorf("took only %v", d)
	}
}

func TestInterrupted(t *testing.T) {
	s := manyLinks(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	c, err := New(Config{Seeds: []string{s.URL}, Static: true, Delay: 30 * time.Millisecond}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	count := make(map[string]int)
	var last error
	for v, err := range c.Visits(ctx) {
		if last = err; err != nil {
			continue
		}
		if count[v.Rule]++; count[""] == 3 {
			cancel()
		}
	}
	if !errors.Is(last, context.Canceled) || count[""] < 3 || count[""] > 20 || count[""]+count[RuleInterrupted]+count[RuleDuplicate] != 42 {
		t.Errorf("got %v, %v", count, last)
	}
}

// TestDocuments fetches the first documents whole, and no more of them than told;
// one that is too large is met all the same.
func TestDocuments(t *testing.T) {
	s := newSite(t, map[string]string{
		"/":           "<p>home<a href=/huge.pdf>h</a><a href=/one.pdf>1</a><a href=/page.pdf>p</a><a href=/two.docx>2</a><a href=/three.pdf>3</a><a href=/table.xlsx>t</a>",
		"/huge.pdf":   "!type application/pdf",
		"/one.pdf":    "!type application/pdf",
		"/page.pdf":   "<p>a page after all",
		"/two.docx":   "!type application/octet-stream",
		"/three.pdf":  "!type application/pdf",
		"/table.xlsx": "!type application/vnd.ms-excel",
		"/robots.txt": "!404",
	})
	for _, c := range []struct {
		cfg  Config
		want map[string]int
	}{
		{Config{}, map[string]int{}},
		{Config{Documents: 4}, map[string]int{"/huge.pdf": 5000, "/one.pdf": 5000, "/two.docx": 5000}},
		{Config{Documents: 4, MaxBytes: 4000}, map[string]int{}},
	} {
		c.cfg.Seeds, c.cfg.Static = []string{s.URL}, true
		cr, err := New(c.cfg, quiet)
		if err != nil {
			t.Fatal(err)
		}
		got, documents := map[string]int{}, 0
		for v, err := range cr.Visits(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if v.Outcome == Document {
				documents++
				if v.Document.Size != 5000 {
					t.Errorf("%s: size %d", v.URL, v.Document.Size)
				}
				if v.Document.Body != nil {
					got[strings.TrimPrefix(v.URL, s.URL)] = len(v.Document.Body)
				}
			}
		}
		if d := cmp.Diff(c.want, got); d != "" || documents != 5 {
			t.Errorf("%d documents of at most %d bytes: %d met, whole: %s", c.cfg.Documents, c.cfg.MaxBytes, documents, d)
		}
	}
}
