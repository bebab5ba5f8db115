package crawler

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
)

// TestCookieRedirect has pages that lead elsewhere and back until a visitor has
// a cookie, and looks at who sends the cookie afterwards.
func TestCookieRedirect(t *testing.T) {
	for _, static := range []bool{true, false} {
		t.Run(fmt.Sprintf("static=%v", static), func(t *testing.T) {
			if !static {
				needChrome(t)
			}
			var mu sync.Mutex
			var without []string
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				c, err := r.Cookie("seen")
				w.Header().Set("Content-Type", "text/html")
				switch {
				case r.URL.Path == "/robots.txt":
					http.NotFound(w, r)
				case r.URL.Path == "/check":
					http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1", Path: "/"})
					http.Redirect(w, r, r.URL.Query().Get("back"), http.StatusFound)
				case r.URL.Path == "/loop":
					http.SetCookie(w, &http.Cookie{Name: "other", Value: "1"})
					http.Redirect(w, r, "/loop2", http.StatusFound)
				case r.URL.Path == "/loop2":
					http.Redirect(w, r, "/loop", http.StatusFound)
				case err != nil || c.Value != "1":
					mu.Lock()
					without = append(without, r.URL.Path)
					mu.Unlock()
					http.Redirect(w, r, "/check?back="+url.QueryEscape(r.URL.Path), http.StatusFound)
				default:
					fmt.Fprintf(w, "<title>%s</title><p>content<a href=/a>a</a><a href=/loop>l</a><img src=/own.png>", r.URL.Path)
				}
			}))
			defer srv.Close()
			s := &site{Server: srv}
			got, err := s.crawl(t, Config{Static: static})
			if err != nil {
				t.Fatal(err)
			}
			want(t, got, "audited /", "audited /a", "redirected /loop redirect", "failed /loop2 redirect-loop")
			if !slices.Equal(without, []string{"/"}) {
				t.Errorf("asked for without the cookie: %q", without)
			}
		})
	}
}
