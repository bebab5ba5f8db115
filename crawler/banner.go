package crawler

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// A Banner asked for consent to cookies on a page, and was refused if it could
// be. It is never accepted.
type Banner struct {
	Manager string `json:"manager,omitempty"` // product that shows it, if it is known
	Refused bool   `json:"refused"`
	Control string `json:"control,omitempty"` // words on what was pressed last
	Problem string `json:"problem,omitempty"` // why it was not refused, in English
}

//go:embed data/banners.yaml
var bannersYAML []byte

//go:embed data/banner.js
var bannerScript string

// bannerPatterns are what banners and their controls are found by.
type bannerPatterns struct {
	Managers []struct {
		Name   string   `json:"name"`
		Banner string   `json:"banner"`
		Refuse []string `json:"refuse,omitempty"`
	} `json:"managers"`
	Marks    []string            `json:"marks"`
	About    []string            `json:"about"`
	Refuse   map[string][]string `json:"-"` // by language
	Settings map[string][]string `json:"-"`
	Accept   []string            `json:"accept"`
}

var knownBanners = sync.OnceValue(func() *bannerPatterns {
	p := new(bannerPatterns)
	if err := yaml.Unmarshal(bannersYAML, p); err != nil {
		panic(fmt.Sprintf("banners.yaml: %v", err)) // a test reads it
	}
	return p
})

// bannerCall returns the script that finds a banner, given the patterns of the
// user: CSS selectors, or "text=" and words.
func bannerCall(own []string) string {
	p := knownBanners()
	all := struct {
		*bannerPatterns
		Own      []string `json:"own"`
		Refuse   []string `json:"refuse"`
		Settings []string `json:"settings"`
	}{p, []string{}, nil, nil}
	for _, lang := range []string{"fr", "nl", "de", "en"} {
		all.Refuse = append(all.Refuse, p.Refuse[lang]...)
		all.Settings = append(all.Settings, p.Settings[lang]...)
	}
	for _, s := range own {
		if words, ok := strings.CutPrefix(s, "text="); ok {
			all.Refuse = append(all.Refuse, quoteRegexp(phrase(words)))
		} else {
			all.Own = append(all.Own, s)
		}
	}
	b, err := json.Marshal(all)
	if err != nil {
		panic(err) // strings can always be marshalled
	}
	return pressScript + strings.TrimSpace(bannerScript) + "(" + string(b) + ")"
}

// quoteRegexp quotes words for a regular expression of a page's script.
func quoteRegexp(s string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(`^$\.*+?()[]{}|/`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Bounds of the refusal of one banner.
const (
	maxRefusing   = 6 * time.Second
	bannerPresses = 3                       // on what refuses, and on what leads there
	bannerGone    = 1500 * time.Millisecond // until it goes, once refused
	bannerOpens   = 600 * time.Millisecond  // until what leads on has led on
)

// mayAsk reports whether a page may have a banner: it speaks of cookies, or has
// the marks of a consent manager. A false "true" only costs an exchange.
func mayAsk(p *page.Page, own []string) bool {
	if len(own) > 0 {
		return true
	}
	marks := append([]string{"didomi", "axeptio", "orejime", "onetrust", "usercentrics", "klaro", "cmpbox", "cky-", "iubenda", "osano", "cmplz", "ccm-root"}, knownBanners().Marks...)
	about := func(s string) bool {
		s = strings.ToLower(s)
		for _, m := range marks {
			if strings.Contains(s, m) {
				return true
			}
		}
		return false
	}
	for n := range p.Root.Descendants() {
		switch n.Type {
		case html.TextNode:
			if about(n.Data) && n.Parent != nil && n.Parent.Data != "script" && n.Parent.Data != "style" {
				return true
			}
		case html.ElementNode:
			for _, a := range n.Attr {
				if (a.Key == "id" || a.Key == "class" || a.Key == "aria-label") && about(a.Val) {
					return true
				}
			}
		}
	}
	return false
}

// consentPatterns are the expressions for what consents and what refuses.
var consentPatterns = sync.OnceValue(func() (all []*regexp.Regexp) {
	p := knownBanners()
	lists := [][]string{p.Accept}
	for _, l := range p.Refuse {
		lists = append(lists, l)
	}
	for _, l := range lists {
		for _, s := range l {
			all = append(all, regexp.MustCompile(`^(?:`+s+`)$`))
		}
	}
	return all
})

// choices returns where the links of a page lead that say yes or no to cookies.
// Following one would be a choice.
func choices(p *page.Page) map[string]bool {
	var out map[string]bool
	for _, a := range p.Find("a[href]") {
		name := p.Text(a)
		if len(name) > 80 {
			continue
		}
		if name = phrase(name); !slices.ContainsFunc(consentPatterns(), func(re *regexp.Regexp) bool { return re.MatchString(name) }) {
			continue
		}
		outer := a
		for range 4 {
			if up := outer.Parent; up != nil && up.Type == html.ElementNode && up.DataAtom != atom.Body {
				outer = up
			}
		}
		if text := strings.ToLower(p.Text(outer)); len(text) > 4000 || !slices.ContainsFunc(knownBanners().About, func(w string) bool { return strings.Contains(text, w) }) {
			continue
		}
		href, _ := page.Attr(a, "href")
		u, err := url.Parse(p.URL)
		if err == nil {
			u, err = u.Parse(strings.TrimSpace(href))
		}
		if err != nil {
			continue
		}
		if n, err := Normalise(u.String()); err == nil && n != p.URL {
			if out == nil {
				out = make(map[string]bool)
			}
			out[n] = true
		}
	}
	return out
}

// refuse refuses the banner that the page shows, and returns what came of it;
// nil if there is none. left is where the page wanted to go for it. A host whose
// banner could not be refused on one page is not asked on the next.
func (t *tab) refuse(ctx context.Context, host string) (b *Banner, left string, err error) {
	ctx, cancel := context.WithTimeout(ctx, maxRefusing)
	defer cancel()
	world, err := t.world(ctx)
	if err != nil {
		return nil, "", err
	}
	var f struct {
		Found, Refuses   bool
		Manager, Control string
	}
	if err := t.ask(ctx, world, bannerCall(t.cfg.Refuse), &f); err != nil || !f.Found {
		return nil, "", err
	}
	b = &Banner{Manager: f.Manager}
	if b.Problem = t.stubborn.of(host); b.Problem != "" {
		return b, "", nil
	}
	defer func() {
		if !b.Refused && left == "" {
			t.stubborn.add(host, b.Problem)
		}
	}()
	for press := 1; ; press++ {
		switch {
		case f.Control == "" && !f.Refuses:
			b.Problem = "it has no control that refuses"
			return b, "", nil
		case press > bannerPresses:
			b.Problem = "it did not go when it was refused"
			return b, "", nil
		}
		b.Control = f.Control
		if err := t.pressTaken(ctx, world, "nearest"); err != nil {
			return b, "", err
		}
		gone, limit := false, bannerOpens
		if f.Refuses {
			limit = bannerGone
		}
		if err := t.ask(ctx, world, fmt.Sprintf("usagerBanner.gone(%d)", limit.Milliseconds()), &gone); err != nil {
			return b, "", err
		}
		t.mu.Lock()
		if n := len(t.navigated); n > 0 {
			left = t.navigated[n-1]
		}
		away := t.left
		t.mu.Unlock()
		switch {
		case left != "" && f.Refuses:
			return b, left, nil
		case away:
			b.Problem = "refusing it sends a form or leaves the page"
			return b, "", nil
		case gone && f.Refuses:
			b.Refused = true
			_, err := t.settle(ctx)
			return b, "", err
		}
		f.Found, f.Refuses, f.Control = false, false, ""
		if err := t.ask(ctx, world, "usagerBanner.find()", &f); err != nil {
			return b, "", err
		}
		if !f.Found && gone {
			b.Problem = "it went without being refused"
			return b, "", nil
		}
	}
}

// unbanner refuses the banner of the page that was captured last, and captures
// what is behind it.
func (t *tab) unbanner(ctx context.Context, r *rendering, p *page.Page, b *builder, snap *page.Page) (*builder, *page.Page, error) {
	met := page.New(*snap, b.info)
	if !mayAsk(met, t.cfg.Refuse) {
		return b, snap, nil
	}
	host := ""
	if u, err := url.Parse(p.URL); err == nil {
		host = u.Host
	}
	banner, left, err := t.refuse(ctx, host)
	if banner == nil {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		return b, snap, nil // scripts may be off
	}
	r.banner, r.leads = banner, left
	if err != nil && banner.Problem == "" {
		banner.Problem = "the page did not answer any more"
	}
	if !banner.Refused {
		r.unruly = r.unruly || banner.Control != "" // what was pressed may have opened something
		return b, snap, nil
	}
	t.motion(ctx, true)
	behind, bs, err := t.captureWithin(ctx, time.Now(), p)
	if err != nil {
		return nil, nil, errors.Join(errors.New("capture what is behind the banner"), err)
	}
	r.met = met
	return behind, bs, nil
}

// stubbornBanners are the hosts whose banner could not be refused, and why.
type stubbornBanners struct {
	mu    sync.Mutex
	hosts map[string]string
}

func (s *stubbornBanners) of(host string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hosts[host]
}

func (s *stubbornBanners) add(host, problem string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.hosts == nil {
		s.hosts = make(map[string]string)
	}
	if problem != "" && s.hosts[host] == "" {
		s.hosts[host] = problem
	}
}

// A turnstile lets one page of a host be looked at before all others: the one
// that is met with its banner. The others are visited as by somebody who has
// refused, however many at once. The goroutine that ranges over Visits owns it.
type turnstile struct {
	open  map[string]bool   // hosts of which a page was looked at
	busy  map[string]int    // visits under way, by host
	again map[string]string // page of an earlier crawl on which the banner was refused, by host
}

// waits reports whether a visit of a host must wait for the one under way.
func (g *turnstile) waits(host string) bool { return !g.open[host] && g.busy[host] > 0 }

func (g *turnstile) enter(host string) {
	if g.busy == nil {
		g.open, g.busy = make(map[string]bool), make(map[string]int)
	}
	g.busy[host]++
}

func (g *turnstile) leave(host string, v *Visit) {
	g.busy[host]--
	if v != nil && v.Outcome == Audited {
		g.open[host] = true
	}
}

// remember takes note that the banner of a host was refused in the crawl that
// is gone on with: this browser must do so again.
func (g *turnstile) remember(host string, v *Visit) {
	if v.Banner == nil || !v.Banner.Refused || g.open[host] {
		return
	}
	if g.again == nil {
		g.again = make(map[string]string)
	}
	if g.again[host] == "" {
		g.again[host] = v.URL
	}
}

// refuseAgain refuses the banner of a page that was audited before.
func (w *walk) refuseAgain(ctx context.Context, address string) {
	e := &entry{url: address, v: new(Visit)}
	resp, err := w.fetch.get(ctx, address, false, (*response).isHTML)
	if err != nil || !resp.whole || resp.status >= 300 {
		return // then it is refused where it is met
	}
	_ = w.see(e, resp)
}

// behindBanner fetches what refuses a banner by its address, and then the page
// again.
func (w *walk) behindBanner(ctx context.Context, e *entry, r *rendering) *rendering {
	r.banner.Problem = "the address that refuses it could not be followed"
	u, err := url.Parse(r.leads)
	if err != nil || !w.inScope(u) {
		return nil
	}
	for hop := 0; ; hop++ {
		resp, err := w.fetch.get(ctx, u.String(), false, func(*response) bool { return false })
		e.v.Requests++
		if err != nil || resp.status >= 400 {
			return nil
		}
		to, err := u.Parse(resp.header.Get("Location"))
		if resp.status < 300 || err != nil || resp.header.Get("Location") == "" || !w.inScope(to) || hop == maxRedirects {
			break
		}
		u = to
	}
	resp, err := w.fetch.get(ctx, e.url, false, (*response).isHTML)
	e.v.Requests++
	if err != nil || !resp.whole || resp.status != http.StatusOK || !resp.isHTML() {
		return nil
	}
	p, err := resp.parse(e.url)
	if err != nil {
		return nil
	}
	if err := w.browser.setCookies(ctx, w.fetch.jar.take()); err != nil {
		return nil
	}
	again, _, err := w.browser.render(ctx, p, resp.body, false)
	if err != nil || len(again.navigated) > 0 {
		return nil
	}
	if again.banner != nil && !again.banner.Refused {
		r.banner.Problem = "it did not go when it was refused"
		return nil
	}
	return again
}

// shareCookies gives the fetcher the cookies that pages set in the browser.
func (w *walk) shareCookies(ctx context.Context) error {
	cookies, err := w.browser.cookies(ctx)
	if err != nil {
		return err
	}
	w.fetch.jar.adopt(cookies)
	return nil
}

// cookies returns the cookies of the browser.
func (b *Browser) cookies(ctx context.Context) ([]*network.Cookie, error) {
	proc, err := b.process()
	if err != nil {
		return nil, err
	}
	pctx, cancel := context.WithTimeout(proc.ctx, b.cfg.PageTimeout)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	r, err := chromedp.CallBrowser(pctx, storage.GetCookies, storage.GetCookiesParams{})
	if err != nil {
		return nil, fmt.Errorf("read the cookies of the browser: %w", err)
	}
	return r.Cookies, nil
}
