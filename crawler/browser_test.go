package crawler

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/usager/usager/page"
)

var shared struct {
	once sync.Once
	b    *Browser
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.b != nil {
		shared.b.Stop()
	}
	if left := leftovers(); len(left) > 0 {
		fmt.Fprintln(os.Stderr, "left after all tests:", left)
		code = max(code, 1)
	}
	os.Exit(code)
}

// leftovers are the profiles of this process, and processes that use them.
func leftovers() (left []string) {
	pattern := fmt.Sprintf("%s%d-", profilePrefix, os.Getpid())
	left, _ = filepath.Glob(filepath.Join(profileParent(), pattern+"*"))
	procs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range procs {
		if cmd, err := os.ReadFile(f); err == nil && strings.Contains(string(cmd), pattern) {
			left = append(left, f)
		}
	}
	return left
}

// needChrome skips the test where there is no Chromium, except in CI.
func needChrome(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs Chromium; -short")
	}
	if _, err := FindChrome(""); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

// sharedBrowser returns the browser that the tests share.
func sharedBrowser(t *testing.T) *Browser {
	t.Helper()
	needChrome(t)
	shared.once.Do(func() {
		shared.b, shared.err = StartBrowser(context.Background(), Config{Narrow: true, Screenshots: true, Tabs: 2})
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.b
}

// serve serves pages by path; what is missing is 404.
func serve(t *testing.T, pages map[string]string) *httptest.Server {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, body)
	}))
	t.Cleanup(srv.Close)
	return srv
}

func TestRender(t *testing.T) {
	b := sharedBrowser(t)
	srv := serve(t, map[string]string{"/": "<!DOCTYPE html><title>T</title><p>Hello"})
	p, err := b.Render(t.Context(), &page.Page{URL: srv.URL + "/"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.VisibleText(p.Root); got != "Hello" {
		t.Errorf("got text %q", got)
	}
}
