package report_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
	"github.com/usager/usager/checks/wcag"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
)

// TestOwnChecks audits the report with our own checks, as Chromium shows it:
// nothing may fail at levels A and AA, nor as good practice, and nothing may
// scroll sideways on a narrow screen. It is skipped where there is no Chromium,
// except in CI.
func TestOwnChecks(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Chromium; -short")
	}
	if _, err := crawler.FindChrome(""); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	catalog, err := checks.NewCatalog(wcag.Family)
	if err != nil {
		t.Fatal(err)
	}
	b, err := crawler.StartBrowser(t.Context(), crawler.Config{Narrow: true, Tabs: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()

	dir := writeHTML(t, 230, "fr")
	srv := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer srv.Close()
	seen := make(map[string]int) // by folder
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		folder := path.Dir(rel)
		if seen[folder]++; folder != "." && seen[folder] > 3 {
			return nil // the rest is alike
		}
		body, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		u := srv.URL + "/" + rel
		p, err := b.Render(t.Context(), &page.Page{
			URL: u, Final: u, Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		}, body)
		if err != nil {
			return err
		}
		if p.NarrowScrollWidth > page.NarrowWidth {
			t.Errorf("%s: scrolls sideways at %d px: %.0f px wide", rel, page.NarrowWidth, p.NarrowScrollWidth)
		}
		for _, r := range checks.Run(p, wcag.Family.Checks) {
			if r.Outcome == checks.Untested {
				continue
			}
			for _, f := range r.Findings {
				text := catalog.Message(f.Check, f.Message, "en") + " " + f.Selector
				if f.Outcome == checks.Failed && !slices.ContainsFunc(f.Criteria, aaa) {
					t.Errorf("%s: %s: %s", rel, f.Check, text)
				} else {
					t.Logf("%s: %s: %s: %s", rel, f.Outcome, f.Check, text)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen["."] < 12 || seen["pages"] == 0 || seen["issues"] == 0 {
		t.Errorf("files seen: %v", seen)
	}
}

func aaa(number string) bool {
	c, ok := norm.Criterion(number)
	return ok && c.Level == "AAA"
}
