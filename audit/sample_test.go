package audit

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
)

// TestSample finds the pages that are asked for by name, whatever they are
// called, and draws the same tenth again for the same seed only.
func TestSample(t *testing.T) {
	at := func(path string) string { return "https://town.example" + path }
	page := func(path, title, heading, outline string, depth int) *checks.Facts {
		return &checks.Facts{URL: at(path), Final: at(path), Title: title, Outline: outline, Depth: depth, Headings: []checks.Heading{{Level: 1, Text: heading}}}
	}
	home := page("/", "Town", "Welcome", "a", 0)
	home.Links = []checks.Link{{URL: at("/x1"), Name: "Mentions légales"}, {URL: at("/x2"), Name: "Besoin d’aide ?"}}
	form := page("/ask", "Ask", "Ask us", "f", 1)
	form.Forms = []checks.Form{{Action: "/send"}}
	procedure := page("/passport", "Passport", "Passport", "b", 2)
	procedure.Procedure = &checks.Procedure{Title: "Passport"}
	pages := []*checks.Facts{
		home, page("/x1", "Page 1", "One", "b", 1), page("/x2", "Page 2", "Two", "b", 1), page("/k", "Kontakt – Stadt", "So finden Sie uns", "b", 1),
		page("/toegankelijkheidsverklaring", "Stad", "Verklaring", "b", 1), page("/map", "Sitemap", "Plan du site", "c", 1), form, procedure,
	}
	for i := range 80 {
		pages = append(pages, page(fmt.Sprintf("/news/%d", i), "News", "News", "n", 2))
	}
	met := []URL{{URL: at("/a.pdf"), Document: &Document{MIME: "application/pdf"}}, {URL: at("/b.pdf"), Document: &Document{MIME: "application/pdf"}}}
	got := make(map[string][]string)
	first := Sample(pages, met, 1)
	random := ""
	for _, s := range first {
		if slices.Contains(s.Reasons, "random") {
			random += s.URL
			continue
		}
		got[s.URL] = s.Reasons
	}
	want := map[string][]string{
		at("/"): {"home"}, at("/x1"): {"legal"}, at("/x2"): {"help"}, at("/k"): {"contact"}, at("/toegankelijkheidsverklaring"): {"accessibility"}, at("/map"): {"site-map"},
		at("/ask"): {"form"}, at("/passport"): {"procedure"}, at("/news/0"): {"template"}, at("/a.pdf"): {"document"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(first) != len(want)+1 {
		t.Errorf("%d pages for %d that are asked for", len(first), len(want))
	}
	if diff := cmp.Diff(first, Sample(pages, met, 1)); diff != "" {
		t.Error(diff)
	}
	others := make(map[string]bool)
	for seed := range int64(20) {
		for _, s := range Sample(pages, met, seed) {
			if s.Reasons[0] == "random" {
				others[s.URL] = true
			}
		}
	}
	if len(others) < 10 {
		t.Errorf("20 seeds draw %d pages", len(others))
	}
	if Sample(nil, nil, 1) != nil {
		t.Error("a sample of nothing")
	}
}
