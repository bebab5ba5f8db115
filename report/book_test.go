package report_test

import (
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/usager/usager/page"
	"github.com/usager/usager/report"
)

// TestBook binds a report into one document: every link leads within it or to
// the web, every id is there once.
func TestBook(t *testing.T) {
	dir := writeHTML(t, 7, "nl")
	a, opts := sample(t, 7)
	opts.Lang = "nl"
	name, err := report.WriteBook(dir, a, opts)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	root, err := html.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	ids := make(map[string]int)
	var links []string
	chapters := 0
	inside := false
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id, ok := page.Attr(n, "id"); ok {
			ids[id]++
		}
		inside = inside || n.Data == "main"
		if href, ok := page.Attr(n, "href"); ok && inside && n.Data == "a" {
			links = append(links, href)
		}
		if class, _ := page.Attr(n, "class"); class == "chapter" {
			chapters++
		}
	}
	if chapters < 12 {
		t.Errorf("%d chapters", chapters)
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %s stands %d times", id, n)
		}
	}
	for _, l := range links {
		if id, ok := strings.CutPrefix(l, "#"); ok && ids[id] == 0 {
			t.Errorf("%s leads nowhere", l)
		} else if !ok && !strings.Contains(l, "://") && l != "method.html" {
			t.Errorf("%s leads out of the book", l)
		}
	}
}
