package crawler

import (
	"testing"
	"time"
)

// TestLoad loads a page that changes after it is loaded, and one that does not.
func TestLoad(t *testing.T) {
	needChrome(t)
	s := newSite(t, map[string]string{
		"/still": "<p>still<img src=/a.png>",
		"/moves": "<p>moves<script>setTimeout(()=>fetch('/late'),150)</script>",
	})
	b, err := StartBrowser(t.Context(), Config{Tabs: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	for _, path := range []string{"/still", "/moves", "/still"} {
		if err := b.Load(t.Context(), s.URL+path); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(50 * time.Millisecond)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked["/still"] != 2 || s.asked["/a.png"] == 0 || s.asked["/late"] != 1 {
		t.Errorf("asked for %v", s.asked)
	}
	if err := b.Load(t.Context(), "http://127.0.0.1:1/"); err == nil {
		t.Error("a page that is not there loads")
	}
}
