package live

import (
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/journeys"
	"github.com/usager/usager/page"
	"github.com/usager/usager/profiles"
)

// TestBeforeAfter compares the two versions of the W3C's Before and After
// Demonstration: whoever goes for something has more trouble before its repair
// than after. The bars that explain the demonstration are taken away.
func TestBeforeAfter(t *testing.T) {
	dir := filepath.Join("..", "..", "..", "shared", "sites", "w3c-bad")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("the demonstration is not here: %v", err)
	}
	b := browser(t)
	files := http.FileServer(http.Dir(dir))
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) != ".html" {
			files.ServeHTTP(w, r)
			return
		}
		f, err := os.Open(filepath.Join(dir, filepath.FromSlash(path.Clean(r.URL.Path))))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer f.Close()
		doc, err := goquery.NewDocumentFromReader(f)
		if err != nil {
			t.Error(err)
			return
		}
		doc.Find("#meta-header, #meta-footer, body > header, body > footer").Remove()
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if s, err := doc.Html(); err == nil {
			fmt.Fprint(w, s)
		}
	}))
	defer srv.Close()
	goals := []struct {
		id, page string
		words    map[string]float64
	}{
		{"tickets", "tickets.html", map[string]float64{"tickets": 1, "concerts": 0.8, "buy": 0.6}},
		{"news", "news.html", map[string]float64{"news": 1, "all the news": 1}},
		{"survey", "survey.html", map[string]float64{"survey": 1, "take part": 0.7, "opinion": 0.6}},
	}
	ps, _ := load(t)
	effort := func(version string) map[string]float64 {
		base := srv.URL + "/" + version + "/"
		var pages []*checks.Facts
		for _, name := range []string{"home.html", "news.html", "tickets.html", "survey.html"} {
			p, err := b.Render(t.Context(), &page.Page{URL: base + name}, nil)
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, checks.Gather(p))
		}
		var gs []profiles.Goal
		text := checks.Localized{FR: "x", NL: "x", DE: "x", EN: "x"}
		for _, g := range goals {
			gs = append(gs, profiles.Goal{ID: g.id, Title: text, Description: text, Words: map[string]map[string]float64{"en": g.words}, Found: []profiles.Found{{URL: base + g.page}}})
		}
		all := make(map[string]float64)
		for _, j := range journeys.Walk(pages, base+"home.html", ps, gs, journeys.Options{Complete: true}) {
			all[j.Persona+" "+j.Goal] = cost(j)
		}
		return all
	}
	before, after := effort("before"), effort("after")
	if len(after) != len(ps)*len(goals) || len(before) != len(after) {
		t.Fatalf("%d journeys before, %d after", len(before), len(after))
	}
	for _, key := range slices.Sorted(maps.Keys(after)) {
		t.Logf("%s: %.1f s before, %.1f after", key, before[key], after[key])
		if !(after[key] < before[key]) {
			t.Errorf("%s: %v s after, %v before", key, after[key], before[key])
		}
	}
}

// cost is what a way is chosen by: its seconds and, at a minute for each unit of
// risk, the probability of giving up; without end if the journey is blocked.
func cost(j audit.Journey) float64 {
	if j.Outcome == journeys.Blocked {
		return math.Inf(1)
	}
	return j.Seconds - 60*math.Log(j.Success)
}
