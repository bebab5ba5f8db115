package channels

import (
	"context"
	"io"
	"net/http"
	"os"
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
	b, err := crawler.StartBrowser(t.Context(), crawler.Config{Narrow: true, Tabs: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
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
		p, err := b.Render(context.Background(), &page.Page{URL: url, Status: r.StatusCode, Header: r.Header}, body)
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
}
