package wcag

import (
	"context"
	"io"
	"net/http"
	"os"
	"path"
	"testing"

	"github.com/usager/usager/checks/checktest"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
)

// TestRendered judges the test pages as Chromium shows them. It is skipped
// where there is no Chromium, except in CI.
func TestRendered(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Chromium; -short")
	}
	if _, err := crawler.FindChrome(""); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	start := func(probes crawler.Probes) *crawler.Browser {
		b, err := crawler.StartBrowser(t.Context(), crawler.Config{Narrow: true, Zoom: true, Probes: probes, Sound: true, Tabs: 2})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(b.Stop)
		return b
	}
	quiet, driven := start(crawler.ProbesNone), start(crawler.ProbesAll)
	needs := make(map[string]page.Input)
	for _, c := range Family.Checks {
		needs[c.ID] = c.Needs
	}
	checktest.Pages(t, Family, func(t *testing.T, url string) *page.Page {
		t.Helper()
		// A document given with its source is not waited for once it is loaded.
		r, err := http.Get(url)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		b := quiet
		if needs[path.Base(path.Dir(url))] >= page.Keyboard {
			b = driven // the check looks at what came of driving the page
		}
		p, err := b.Render(context.Background(), &page.Page{URL: url, Status: r.StatusCode, Header: r.Header}, body)
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
}
