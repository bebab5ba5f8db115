// Package crawler walks a site and yields every URL it meets as a [Visit].
//
// Colly fetches, Chromium renders what was fetched, through chromedp, and all
// that a check may ask is captured into a [page.Page]. One goroutine owns the
// frontier; pages are fetched and rendered side by side and put back into the
// order in which their URLs were found, so that the same site gives the same
// visits in the same order.
package crawler

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/usager/usager/page"
)

// Config says what to visit, and how. The zero value of a field means the
// default given in its comment.
type Config struct {
	Seeds   []string // absolute http or https URLs where the crawl begins; their hosts are the scope
	URLList []string // exactly these pages and no others, instead of Seeds

	Include, Exclude []string // regular expressions on the URL; a page matches one of Include, if any, and none of Exclude
	Hosts            []string // further hosts in scope, such as "docs.example.org" or "*.example.org"

	MaxPages int           // pages audited; 100, no limit if negative
	MaxDepth int           // links from a seed; 10, no limit if negative
	MaxTime  time.Duration // for the whole crawl; no limit
	MaxBytes int64         // for one response, decompressed; 20 MiB. A page may load ten times as much

	// Documents is how many of the documents met are fetched whole, the first
	// ones: those whose address says that they are PDF or Word. 0: none.
	Documents int

	// MaxFailures is how many pages in a row of a host may fail because of the
	// host, before it is given up if it still does not answer; 10, no limit if
	// negative.
	MaxFailures int

	Tabs        int           // pages rendered at once; 4
	Delay       time.Duration // between two requests to a host; if negative, none on loopback and private addresses, half a second elsewhere
	PageTimeout time.Duration // to fetch one page, and again to render it; 30 s
	Quiet       time.Duration // longest wait for DOM and network to be quiet after loading; 3 s

	UserAgent    string // DefaultUserAgent
	RobotsToken  string // product token in robots.txt; "usager"
	IgnoreRobots bool   // visit what robots.txt forbids, too
	Sitemaps     bool   // visit what the sitemaps list, too
	InsecureTLS  bool   // accept invalid certificates

	// PublicOnly refuses every address that is not public, such as loopback,
	// private, link-local and metadata addresses: for audits on behalf of
	// others. It is looked at when a connection is made, for documents and for
	// all that they load. Proxies of the environment are not used then.
	PublicOnly bool
	allow      func(netip.AddrPort) bool // instead of public, for tests
	proxy      string                    // of the browser

	Headers                  map[string]string // sent with each request to a host in scope
	BasicUser, BasicPassword string            // HTTP basic authentication, for hosts in scope
	Languages                string            // Accept-Language; "fr,nl;q=0.9,de;q=0.8,en;q=0.7"

	// Recipe has the crawl sign in before it begins, and again when the session
	// is lost. It takes a browser. Env returns the secrets of the recipe by the
	// names of their variables; by default it is os.LookupEnv. Cookies are set
	// for the hosts of the seeds, values by name.
	Recipe  *Recipe
	Env     func(name string) (value string, ok bool)
	Cookies map[string]string

	// Known returns the visit that an earlier crawl with the same Config, which
	// was cut short, made of a URL or of SitemapsURL; nil if it made none. What
	// is known is not requested again: Visits yields it once more, in its
	// place, without Page. It is called by the goroutine that ranges over
	// Visits. A visit under a rule for which Stopped holds must not be given.
	Known func(url string) *Visit

	// Unchanged returns the snapshot that an earlier audit made of a page whose
	// body, by its hash, is what the server sends now; nil to render it. It is
	// called by several goroutines.
	Unchanged func(url, source string) *page.Page

	// Banners has banners that ask for consent refused: see Visit.Banner. Refuse
	// are patterns of the user for controls that do so, tried before those that
	// are known: CSS selectors, or "text=" and the words on the control.
	Banners bool
	Refuse  []string

	// Steady shows pages with animations at their end, a clock that begins at
	// Clock, in UTC, and random numbers that are the same on every visit.
	Steady bool
	Clock  time.Time // noon of today
	// OwnOnly has pages load nothing from third parties: hosts that are neither
	// in scope nor of the same registrable domain as a start page.
	OwnOnly bool
	Twice   bool // visit each page twice, see Visit.Again

	Viewport    page.Viewport // 1280 by 800
	Static      bool          // without a browser: pages have a DOM and no other input
	ChromePath  string        // found in PATH
	NoSandbox   bool          // run Chromium without its sandbox; always so for root
	Narrow      bool          // lay out each page a second time, page.NarrowWidth wide
	Screenshots bool          // take a picture of each page
	Sound       bool          // listen whether small videos are silent: they are fetched once more
	Zoom        bool          // lay out each page once more, as at 200 %
	Probes      Probes        // which pages are driven after they are captured; ProbesNone. Browser.Render drives all or none
	PerTemplate int           // pages of each template that are driven with ProbesTemplates; 2
}

// DefaultUserAgent is how usager presents itself.
const DefaultUserAgent = "Mozilla/5.0 (compatible; usager/1; +https://github.com/usager/usager)"

func (c Config) withDefaults() Config {
	setDefault(&c.MaxPages, 100)
	setDefault(&c.MaxDepth, 10)
	setDefault(&c.MaxBytes, 20<<20)
	setDefault(&c.MaxFailures, 10)
	setDefault(&c.PerTemplate, 2)
	setDefault(&c.Tabs, 4)
	setDefault(&c.PageTimeout, 30*time.Second)
	setDefault(&c.Quiet, 3*time.Second)
	setDefault(&c.UserAgent, DefaultUserAgent)
	setDefault(&c.RobotsToken, "usager")
	setDefault(&c.Languages, "fr,nl;q=0.9,de;q=0.8,en;q=0.7")
	setDefault(&c.Clock, time.Now().UTC().Truncate(24*time.Hour).Add(12*time.Hour))
	setDefault(&c.Viewport.Width, 1280)
	setDefault(&c.Viewport.Height, 800)
	setDefault(&c.Viewport.Scale, 1)
	return c
}

func setDefault[T comparable](p *T, v T) {
	var zero T
	if *p == zero {
		*p = v
	}
}

// start returns the normalised URLs where the crawl begins.
func (c *Config) start() ([]string, error) {
	urls := c.Seeds
	if len(c.URLList) > 0 {
		urls = c.URLList
	}
	if len(urls) == 0 {
		return nil, &ConfigError{Setting: "seeds", Problem: "there is no URL to audit", Advice: "give at least one, such as https://www.example.org/"}
	}
	var out []string
	for _, s := range urls {
		n, err := Normalise(s)
		if err != nil {
			return nil, seedError(s, err)
		}
		out = append(out, n)
	}
	return out, nil
}

// hosts returns the hosts in scope: "example.org", "example.org:8080", and
// ".example.org" for all below it and itself.
func (c *Config) hosts() []string {
	var hosts []string
	for _, s := range append(slices.Clip(c.Seeds), c.URLList...) {
		if n, err := Normalise(s); err == nil {
			if u, err := url.Parse(n); err == nil {
				hosts = append(hosts, u.Host)
			}
		}
	}
	for _, h := range c.Hosts {
		hosts = append(hosts, strings.TrimPrefix(strings.ToLower(strings.TrimSpace(h)), "*"))
	}
	return hosts
}

// inHosts reports whether a host, with its port if it has one, is in scope.
func inHosts(hosts []string, host string) bool {
	return slices.ContainsFunc(hosts, func(h string) bool {
		return host == h || strings.HasPrefix(h, ".") && (strings.HasSuffix(host, h) || host == h[1:])
	})
}

func seedError(s string, err error) error {
	advice := "write it in full, such as https://www.example.org/"
	u, perr := url.Parse(strings.TrimSpace(s))
	switch {
	case perr == nil && u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" && u.Host != "":
		return &ConfigError{Setting: "seeds", Value: s, Problem: "scheme " + u.Scheme + " is not http or https", Advice: advice}
	case perr == nil && u.Host == "":
		if guess, gerr := Normalise("https://" + strings.TrimSpace(s)); gerr == nil && strings.Contains(s, ".") {
			advice = "did you mean " + guess + "?"
		}
		return &ConfigError{Setting: "seeds", Value: s, Problem: "this is not an absolute URL", Advice: advice}
	}
	return &ConfigError{Setting: "seeds", Value: s, Problem: err.Error(), Advice: advice}
}

func compilePatterns(setting string, patterns []string) ([]*regexp.Regexp, error) {
	var out []*regexp.Regexp
	for _, p := range patterns {
		re, err := regexp.Compile(p)
		if err != nil {
			return nil, &ConfigError{Setting: setting, Value: p, Problem: "this is not a regular expression: " + err.Error(), Advice: `see https://pkg.go.dev/regexp/syntax; a dot is written \.`}
		}
		out = append(out, re)
	}
	return out, nil
}
