package crawler

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// TestSteady shows a page of clock, chance and animation twice, in two browsers.
func TestSteady(t *testing.T) {
	needChrome(t)
	s := newSite(t, map[string]string{"/": `<!DOCTYPE html><title>x</title><style>
		@keyframes in { from { opacity: 0 } to { opacity: 1 } } @keyframes turn { to { rotate: 1turn } }
		#in { animation: in 90s both } #turn { animation: turn 7s infinite linear; width: 9px; height: 9px }</style>
		<p id=in>Here</p><div id=turn></div><p id=out></p><script>
		const d = new Date();
		document.querySelector('#out').textContent = [d.getFullYear(), d.getMonth(), d.getDate(), d.getHours(), d.getTimezoneOffset(), Math.random(), Math.random(), self.crypto.getRandomValues(new Uint8Array(4)).join(),
			new Date(2020, 1, 2).getDate(), Date.UTC(2020, 0), new Date(0).toISOString(), d instanceof Date, typeof Date(), Math.abs(Date.now() - d) < 60000].join(' ');
		</script>`})
	shown := func(steady bool) (text, opacity string) {
		t.Helper()
		c, err := New(Config{Seeds: []string{s.URL + "/"}, Steady: steady, Clock: time.Date(2024, 2, 29, 8, 0, 0, 0, time.UTC), Quiet: time.Second}, quiet)
		if err != nil {
			t.Fatal(err)
		}
		for v, err := range c.Visits(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			return v.Page.Text(v.Page.Find("#out")[0]), v.Page.Style(v.Page.Find("#in")[0], "opacity")
		}
		return "", ""
	}
	first, opacity := shown(true)
	second, _ := shown(true)
	if first != second || !strings.HasPrefix(first, "2024 1 29 8 0 0.") || !strings.HasSuffix(first, "2 1577836800000 1970-01-01T00:00:00.000Z true string true") {
		t.Errorf("%q, then %q", first, second)
	}
	if opacity != "1" {
		t.Errorf("opacity %s at the end of the animation", opacity)
	}
	if wild, o := shown(false); wild == first || o == "1" {
		t.Errorf("without: %q, opacity %s", wild, o)
	}
}

// TestOwnOnly counts what is asked of a third party.
func TestOwnOnly(t *testing.T) {
	needChrome(t)
	var asked atomic.Int32
	third := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	defer third.Close()
	at := strings.Replace(third.URL, "127.0.0.1", "localhost", 1)
	s := newSite(t, map[string]string{"/own.css": "p { color: red }", "/": fmt.Sprintf(`<!DOCTYPE html><title>x</title><link rel=stylesheet href=/own.css><img src=%[1]s/a.png><script src=%[1]s/b.js></script><iframe src=%[1]s/c></iframe><p>x<script>fetch('%[1]s/d')</script>`, at)})
	for _, own := range []bool{false, true} {
		asked.Store(0)
		got, err := s.crawl(t, Config{OwnOnly: own})
		if err != nil {
			t.Fatal(err)
		}
		want(t, got, "audited /")
		if n := asked.Load(); own != (n == 0) {
			t.Errorf("own only %v: %d requests to a third party", own, n)
		}
		if s.asked["/own.css"] == 0 {
			t.Error("its own style was not loaded")
		}
		clear(s.asked)
	}
}

func TestResolverRules(t *testing.T) {
	c := Config{Seeds: []string{"https://www.ville.gouv.fr/a", "http://127.0.0.1:8080/"}, Hosts: []string{"*.cdn.example", "docs.example.org"}}
	if got, want := c.resolverRules(), "MAP * ~NOTFOUND, EXCLUDE *.cdn.example, EXCLUDE *.example.org, EXCLUDE *.ville.gouv.fr, EXCLUDE 127.0.0.1, EXCLUDE cdn.example, EXCLUDE docs.example.org, EXCLUDE example.org, EXCLUDE ville.gouv.fr, EXCLUDE www.ville.gouv.fr"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for host, own := range map[string]bool{"ville.gouv.fr:443": true, "img.ville.gouv.fr:443": true, "autre.gouv.fr:443": false, "127.0.0.1:9": true, "evil-example.org:1": false, "x.cdn.example:443": true} {
		if c.own(host) != own {
			t.Errorf("%s: own %v", host, !own)
		}
	}
}
