package report

import (
	"testing"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

// TestCentral counts the links to a page under all its addresses.
func TestCentral(t *testing.T) {
	var b clarityBook
	for url, link := range map[string]string{
		"http://a.example/":     "http://a.example/one",
		"http://a.example/one":  "http://a.example/index.html",
		"http://a.example/two":  "http://a.example/old",
		"http://a.example/nine": "http://a.example/nowhere",
	} {
		b.add(&audit.Page{URL: url, Final: url, Facts: &checks.Facts{Links: []checks.Link{{URL: link}}}}, pageRow{URL: url})
	}
	b.follow([]audit.URL{
		{URL: "http://a.example/index.html", Outcome: "duplicate", Final: "http://a.example/"},
		{URL: "http://a.example/old", Outcome: "redirected", Final: "http://a.example/index.html"},
		{URL: "http://a.example/nowhere", Outcome: "redirected", Final: "http://a.example/nowhere"},
		{URL: "http://a.example/two", Outcome: "audited"},
	})
	share, linked := b.central()
	sum := 0.0
	for i, p := range b.pages {
		want := map[string]int{"http://a.example/": 2, "http://a.example/one": 1}[p.row.URL]
		if linked[i] != want {
			t.Errorf("%d pages link to %s, want %d", linked[i], p.row.URL, want)
		}
		if home := p.row.URL == "http://a.example/"; home && share[i] < 0.3 {
			t.Errorf("the home page has %.2f of the visits", share[i])
		}
		sum += share[i]
	}
	if sum < 0.999 || sum > 1.001 {
		t.Errorf("shares add up to %v", sum)
	}
}
