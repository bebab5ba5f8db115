package crawler

import (
	"context"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/publicsuffix"
)

// A sharedJar holds the cookies of the fetcher, and hands those that are new to
// the browser: one visitor has one set of them.
type sharedJar struct {
	*cookiejar.Jar

	mu    sync.Mutex
	given map[string]string // value, by where it belongs
	fresh []*network.CookieParam
}

// maxCookies bounds the cookies that are handed to the browser.
const maxCookies = 3000

func newJar() *sharedJar {
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		panic(err) // it never returns one
	}
	return &sharedJar{Jar: jar, given: make(map[string]string)}
}

// SetCookies keeps the cookies that an answer sets.
func (j *sharedJar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	j.Jar.SetCookies(u, cookies)
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range cookies {
		key := u.Host + "\x00" + c.Domain + "\x00" + c.Path + "\x00" + c.Name
		if value, ok := j.given[key]; ok && value == c.Value || c.MaxAge < 0 || !ok && len(j.given) >= maxCookies {
			continue
		}
		j.given[key] = c.Value
		j.fresh = append(j.fresh, &network.CookieParam{Name: c.Name, Value: c.Value, URL: u.String(), Domain: c.Domain, Path: c.Path, Secure: c.Secure, HTTPOnly: c.HttpOnly})
	}
}

// take returns the cookies that are new since it was asked last.
func (j *sharedJar) take() []*network.CookieParam {
	j.mu.Lock()
	defer j.mu.Unlock()
	fresh := j.fresh
	j.fresh = nil
	return fresh
}

// put sets cookies for the host of an address.
func (j *sharedJar) put(address string, values map[string]string) {
	u, err := url.Parse(address)
	if err != nil || len(values) == 0 {
		return
	}
	var cookies []*http.Cookie
	for _, name := range slices.Sorted(maps.Keys(values)) {
		cookies = append(cookies, &http.Cookie{Name: name, Value: values[name], Path: "/", Secure: u.Scheme == "https"})
	}
	j.SetCookies(u, cookies)
}

// adopt takes over cookies of the browser, which are not handed to it again.
func (j *sharedJar) adopt(cookies []*network.Cookie) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, c := range cookies {
		u := &url.URL{Scheme: "http", Host: strings.TrimPrefix(c.Domain, "."), Path: c.Path}
		if c.Secure {
			u.Scheme = "https"
		}
		own := &http.Cookie{Name: c.Name, Value: c.Value, Path: c.Path, Secure: c.Secure, HttpOnly: c.HTTPOnly}
		if strings.HasPrefix(c.Domain, ".") {
			own.Domain = c.Domain[1:]
		}
		if !c.Session && c.Expires > 0 {
			own.Expires = time.Unix(int64(c.Expires), 0)
		}
		j.Jar.SetCookies(u, []*http.Cookie{own})
	}
}

// setCookies gives cookies to the browser.
func (b *Browser) setCookies(ctx context.Context, cookies []*network.CookieParam) error {
	if len(cookies) == 0 {
		return nil
	}
	proc, err := b.process()
	if err != nil {
		return err
	}
	pctx, cancel := context.WithTimeout(proc.ctx, b.cfg.PageTimeout)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	if _, err := chromedp.CallBrowser(pctx, storage.SetCookies, storage.SetCookiesParams{Cookies: cookies}); err == nil || len(cookies) == 1 {
		return nil
	}
	for _, c := range cookies { // one that Chromium does not take keeps no other out
		if err := b.setCookies(ctx, []*network.CookieParam{c}); err != nil {
			return err
		}
	}
	return nil
}
