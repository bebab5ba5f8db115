package crawler

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"net/http/httptest"
)

var quiet = slog.New(slog.DiscardHandler)

// crawl runs a crawl and returns one line a visit, and the last error.
func crawl(t *testing.T, srv *httptest.Server, cfg Config) (lines []string, last error) {
	t.Helper()
	if cfg.Seeds == nil && cfg.URLList == nil {
		cfg.Seeds = []string{srv.URL + "/"}
	}
	c, err := New(cfg, quiet)
	if err != nil {
		t.Fatal(err)
	}
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			last = err
			continue
		}
		line := strings.TrimSpace(fmt.Sprintf("%s %s %s", v.Outcome, strings.TrimPrefix(v.URL, srv.URL), v.Rule))
		lines = append(lines, line)
	}
	return lines, last
}

func TestCrawlRendered(t *testing.T) {
	needChrome(t)
	srv := serve(t, map[string]string{"/": "<title>a</title><p>home<a href=/b>b</a><a href=/c>c</a>", "/b": "<p>b<a href=/>h</a>", "/c": "<p>b<a href=/>h</a>"})
	t.Log(crawl(t, srv, Config{}))
	t.Log(crawl(t, srv, Config{Static: true}))
}
