package crawler

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/usager/usager/page"
)

// TestResume cuts a crawl short after each of its visits and goes on from what
// was yielded until then: the whole must be the same, and nothing that is known
// may be requested again.
func TestResume(t *testing.T) {
	s := newSite(t, map[string]string{
		"/":            "<p>home<a href=/a>a</a><a href=/moved>m</a><a href=/twin>t</a><a href=/gone>g</a><a href=/x.pdf>x</a><a href=http://elsewhere.invalid/>e</a>",
		"/a":           "<p>a<a href=/b>b</a>",
		"/twin":        "<p>a<a href=/b>b</a>",
		"/moved":       "!301 /target",
		"/target":      "<p>target<a href=/c>c</a>",
		"/b":           "<p>b<a href=/d>d</a>",
		"/c":           "<p>c",
		"/d":           "<p>d",
		"/x.pdf":       "!type application/pdf",
		"/listed":      "<p>listed<a href=/d>d</a>",
		"/sitemap.xml": "<urlset></urlset>",
	})
	s.pages["/sitemap.xml"] = "<urlset><url><loc>" + s.URL + "/listed</loc></url></urlset>"
	visits := func(known map[string]*Visit, limit int) (all []*Visit) {
		cfg := Config{Static: true, Sitemaps: true, Seeds: []string{s.URL}, MaxDepth: 2, MaxPages: 7}
		if known != nil {
			cfg.Known = func(url string) *Visit { return known[url] }
		}
		c, err := New(cfg, quiet)
		if err != nil {
			t.Fatal(err)
		}
		for v, err := range c.Visits(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if all = append(all, v); len(all) == limit {
				break
			}
		}
		return all
	}
	whole := visits(nil, 0)
	if len(whole) != 13 {
		t.Fatalf("%d visits", len(whole))
	}
	same := cmp.Options{cmpopts.IgnoreFields(Visit{}, "Page", "FetchTime", "RenderTime"), cmpopts.EquateEmpty()}
	for n := 1; n <= len(whole); n++ {
		known := make(map[string]*Visit)
		for _, v := range visits(nil, n) {
			if !v.Tried {
				continue
			}
			b, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			stored := new(Visit)
			if err := json.Unmarshal(b, stored); err != nil {
				t.Fatal(err)
			}
			known[v.URL] = stored
		}
		s.mu.Lock()
		clear(s.asked)
		s.mu.Unlock()
		if d := cmp.Diff(whole, visits(known, 0), same); d != "" {
			t.Errorf("resumed after %d (-whole +resumed):\n%s", n, d)
		}
		for url, v := range known {
			if s.asked[fmt.Sprint(url[min(len(s.URL), len(url)):])] > 0 {
				t.Errorf("resumed after %d: %s was requested again", n, v.URL)
			}
		}
		if known[SitemapsURL] != nil && s.asked["/sitemap.xml"] > 0 {
			t.Errorf("resumed after %d: the sitemap was read again", n)
		}
	}
}

// TestUnchanged crawls again with the snapshots of a first crawl: they serve for
// what the server sends as before, and for nothing else.
func TestUnchanged(t *testing.T) {
	s := newSite(t, map[string]string{"/": "<p>home<a href=/a>a</a><a href=/b>b</a>", "/a": "<p>one", "/b": "<p>two<a href=/c>c</a>", "/c": "<p>three"})
	cfg := Config{Static: true, Seeds: []string{s.URL}, MaxDepth: 3, MaxPages: 9}
	crawl := func() map[string]*Visit {
		c, err := New(cfg, quiet)
		if err != nil {
			t.Fatal(err)
		}
		all := make(map[string]*Visit)
		for v, err := range c.Visits(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			all[v.URL] = v
		}
		return all
	}
	first := crawl()
	s.mu.Lock()
	s.pages["/a"] = "<p>another"
	s.mu.Unlock()
	cfg.Unchanged = func(url, source string) *page.Page {
		if v := first[url]; v != nil && v.Source == source {
			return v.Page
		}
		return nil
	}
	second := crawl()
	if len(first) != 4 || len(second) != 4 {
		t.Fatalf("%d visits, then %d", len(first), len(second))
	}
	for url, v := range second {
		if taken := v.Page == first[url].Page; taken != (url != s.URL+"/a") {
			t.Errorf("%s: taken over %v", url, taken)
		}
	}
}
