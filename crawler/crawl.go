package crawler

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

// Bounds on what one crawl keeps in mind.
const (
	maxRedirects = 10
	maxElsewhere = 10_000    // URLs of other hosts that are listed; more are counted
	maxFrontier  = 1_000_000 // URLs in scope; more are counted
)

// A Crawler walks one site, once.
type Crawler struct {
	cfg              Config
	log              *slog.Logger
	start            []string
	include, exclude []*regexp.Regexp
	unlisted         int
	version          string

	mu    sync.RWMutex
	hosts []string // in scope, see Config.hosts
}

// New returns a crawler. The error is a *ConfigError if cfg cannot be used.
func New(cfg Config, log *slog.Logger) (*Crawler, error) {
	c := &Crawler{cfg: cfg.withDefaults(), log: log}
	var err error
	if c.start, err = cfg.start(); err != nil {
		return nil, err
	}
	for _, h := range cfg.Hosts {
		if h = strings.TrimSpace(h); strings.ContainsAny(h, "/ ") || h == "" || h == "*" {
			return nil, &ConfigError{Setting: "hosts", Value: h, Problem: "this is not a host name", Advice: `write it without scheme and path, such as "docs.example.org" or "*.example.org"`}
		}
	}
	c.hosts = cfg.hosts()
	if c.include, err = compilePatterns("include", cfg.Include); err != nil {
		return nil, err
	}
	if c.exclude, err = compilePatterns("exclude", cfg.Exclude); err != nil {
		return nil, err
	}
	return c, nil
}

// Unlisted returns how many URLs were met that have no visit of their own,
// since there were too many; known once Visits has ended.
func (c *Crawler) Unlisted() int { return c.unlisted }

// BrowserVersion returns the name and version of the browser, such as
// "Chrome/156.0.8078.79"; empty before Visits has begun, and for a static crawl.
func (c *Crawler) BrowserVersion() string { return c.version }

func (c *Crawler) inScope(u *url.URL) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return inHosts(c.hosts, u.Host)
}

// Visits crawls until there is no more to visit, ctx is done or the loop that
// ranges over it ends. It yields a visit for every URL that it meets, in the
// order in which they are met; those too deep come last. An error says why the
// audit could not be made, or not to its end, and is the last thing yielded:
// an *UnreachableError, one that wraps ErrNoBrowser, or ctx.Err(). When Visits
// returns, no goroutine, no process and no profile of it is left. It may be
// called once.
func (c *Crawler) Visits(ctx context.Context) iter.Seq2[*Visit, error] {
	return func(yield func(*Visit, error) bool) {
		wctx, cancel := context.WithCancel(ctx)
		if c.cfg.MaxTime > 0 {
			wctx, cancel = context.WithTimeout(ctx, c.cfg.MaxTime)
		}
		defer cancel()
		w := &walk{
			Crawler: c, ctx: wctx, cancel: cancel, seen: make(map[string]*entry), hashes: make(map[string]string),
			failures: make(map[string]int), down: make(map[string]string),
			results: make(chan *entry), window: 2 * c.cfg.Tabs,
		}
		w.fetch = newFetcher(c.cfg, c.inScope)
		defer w.fetch.close()
		w.robots = newRobotsBook(w.fetch, c.cfg.RobotsToken)
		if !c.cfg.Static {
			b, err := StartBrowser(wctx, c.cfg)
			if err != nil {
				yield(nil, err)
				return
			}
			defer b.Stop()
			w.browser = b
			c.version = b.Version()
		}
		w.missing.w = w
		for _, s := range c.start {
			w.fetch.jar.put(s, c.cfg.Cookies)
		}
		if c.cfg.secret() {
			w.stranger = w.fetch.stranger()
			defer w.stranger.close()
		}
		if c.cfg.Recipe != nil {
			w.session = newSession(w)
			if err := w.session.begin(wctx); err != nil {
				yield(nil, err)
				return
			}
		}
		defer w.drain()
		w.run(ctx, yield)
	}
}

// An entry is one URL of the frontier.
type entry struct {
	url       string
	depth     int
	from      string
	seed      bool
	redirects []string

	rule, reason string // why it will not be visited, if decided already
	sitemaps     bool   // stands for the reading of the sitemaps, not for a URL

	refuseFirst string // page whose banner is refused before this is visited

	dispatched, done, parked, committed bool
	counted                             bool // in walk.potential
	whole                               bool // fetched whole if it is a document
	v                                   *Visit
	status                              int   // of the answer, if there was one
	err                                 error // that ends the crawl
}

// A walk is one crawl under way. Its goroutine, the one that ranges over
// Visits, owns all of it but what workers are given.
type walk struct {
	*Crawler
	ctx     context.Context // ends with that of Visits, after Config.MaxTime, and when the crawl is given up
	cancel  context.CancelFunc
	fetch   *fetcher
	robots  *robotsBook
	browser *Browser
	window  int // how many entries are worked on at once

	queue     []*entry // in the order in which they were met
	head      int      // the first that is not committed
	next      int      // the first that is not dispatched
	seen      map[string]*entry
	hashes    map[string]string // of audited pages, to their URL
	parked    []*entry          // too deep, unless found nearer
	seeds     []*entry
	elsewhere int

	inflight  int
	potential int // dispatched and not committed, which may become a page
	audited   int
	documents int // that are to be fetched whole
	results   chan *entry
	templates templates
	missing   missingPages
	traps     trapBook
	turnstile turnstile
	session   *session          // if the crawl signs in
	stranger  *fetcher          // without what the configuration lets in, if there is something
	guarded   sync.Map          // hosts that let no stranger in: true
	failures  map[string]int    // pages in a row, by host
	down      map[string]string // hosts that were given up, and why
	fatal     error
}

func (w *walk) list() bool { return len(w.cfg.URLList) > 0 }

func (w *walk) run(ctx context.Context, yield func(*Visit, error) bool) {
	for _, s := range w.start {
		if w.seen[s] == nil {
			e := &entry{url: s, seed: true}
			w.push(e)
			w.seeds = append(w.seeds, e)
		}
	}
	if w.cfg.Sitemaps && !w.list() {
		w.queue = append(w.queue, &entry{url: SitemapsURL, sitemaps: true})
	}
	for {
		w.dispatch()
		if w.head < len(w.queue) && w.queue[w.head].done {
			e := w.queue[w.head]
			w.queue[w.head] = nil
			w.head++
			if !yield(w.commit(e), nil) {
				return
			}
			continue
		}
		if w.inflight == 0 && w.head == len(w.queue) {
			break
		}
		e := <-w.results // workers end soon after ctx does
		w.arrived(e)
	}
	for _, e := range w.parked {
		if e.parked && !yield(w.refusal(e), nil) {
			return
		}
	}
	if err := w.verdict(ctx); err != nil {
		yield(nil, err)
	}
}

// drain waits for the workers of a crawl that was left early.
func (w *walk) drain() {
	w.cancel()
	for w.inflight > 0 {
		<-w.results
		w.inflight--
	}
}

func (w *walk) arrived(e *entry) {
	w.inflight--
	if u, err := url.Parse(e.url); err == nil && !e.sitemaps {
		w.turnstile.leave(u.Host, e.v)
	}
	w.settled(e)
	if e.err != nil && w.fatal == nil {
		w.fatal = e.err
		w.cancel()
	}
}

// settled notes that it is known what becomes of an entry once it is committed.
func (w *walk) settled(e *entry) {
	e.done = true
	if e.v.Outcome != Audited {
		w.uncount(e)
	}
}

// uncount notes that an entry will not become a page any more, or has become one.
func (w *walk) uncount(e *entry) {
	if e.counted {
		e.counted = false
		w.potential--
	}
}

// verdict returns why the crawl was for nothing, or ended before its time.
func (w *walk) verdict(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case w.fatal != nil:
		return w.fatal
	case w.audited > 0 || len(w.seeds) == 0:
		return nil
	}
	e := w.seeds[0]
	for e.v != nil && e.v.Outcome == Redirected && w.seen[e.v.Target] != nil && w.seen[e.v.Target] != e {
		e = w.seen[e.v.Target]
	}
	if e.v == nil {
		return nil
	}
	rule, reason := e.v.Rule, e.v.Reason
	if e.v.Outcome == Document {
		rule, reason = RuleContentType, "this is a document ("+e.v.Document.MIME+"), not a web page"
	}
	if rule == RuleMaxTime || rule == RuleMaxPages || rule == RuleHostDown || rule == RuleSignedOut {
		return nil
	}
	return &UnreachableError{URL: e.url, Rule: rule, Reason: reason, Advice: advice(rule)}
}

// push puts a URL at the end of the frontier.
func (w *walk) push(e *entry) {
	w.seen[e.url] = e
	w.queue = append(w.queue, e)
}

// meet takes note of a URL that was found on a page or a sitemap.
func (w *walk) meet(raw string, depth int, from string, seed bool, redirects []string) {
	if e := w.seen[raw]; e != nil {
		if e.parked && depth <= w.maxDepth() {
			e.parked, e.rule, e.depth, e.from = false, "", depth, from
			w.queue = append(w.queue, e)
		}
		return
	}
	u, err := url.Parse(raw)
	if err != nil {
		return
	}
	e := &entry{url: raw, depth: depth, from: from, seed: seed, redirects: redirects}
	if !w.inScope(u) {
		if w.elsewhere++; w.elsewhere > maxElsewhere {
			w.unlisted++
			return
		}
		e.rule, e.reason = RuleScope, u.Host+" is not audited"
	} else if len(w.seen) >= maxFrontier {
		w.unlisted++
		return
	} else if !seed {
		w.judge(e, u)
	}
	if e.rule == RuleMaxDepth {
		e.parked = true
		w.seen[e.url] = e
		w.parked = append(w.parked, e)
		return
	}
	w.push(e)
}

func (w *walk) maxDepth() int {
	if w.cfg.MaxDepth < 0 {
		return int(^uint(0) >> 1)
	}
	return w.cfg.MaxDepth
}

// judge decides what can be decided about a URL in scope before it is fetched.
func (w *walk) judge(e *entry, u *url.URL) {
	for _, re := range w.exclude {
		if re.MatchString(e.url) {
			e.rule, e.reason = RuleExclude, "it matches "+re.String()
			return
		}
	}
	if len(w.include) > 0 && !slices.ContainsFunc(w.include, func(re *regexp.Regexp) bool { return re.MatchString(e.url) }) {
		e.rule, e.reason = RuleInclude, "it matches no include pattern"
		return
	}
	if ext := extension(u); otherExt[ext] {
		e.rule, e.reason = RuleContentType, "files that end in "+ext+" are neither pages nor documents"
		return
	}
	if reason := w.signsOut(u); reason != "" {
		e.rule, e.reason = RuleSignOut, reason
		return
	}
	if reason := w.traps.meet(u); reason != "" {
		e.rule, e.reason = RuleTrap, reason
		return
	}
	if e.depth > w.maxDepth() {
		e.rule, e.reason = RuleMaxDepth, fmt.Sprintf("it is more than %d links from the start", w.cfg.MaxDepth)
	}
}

// dispatch starts work on the next entries, never on more than may be needed:
// no page is requested that a limit would then refuse.
func (w *walk) dispatch() {
	for w.next < len(w.queue) && w.inflight < w.window && w.next-w.head < 4*w.window {
		e := w.queue[w.next]
		if e.rule == "" && !e.sitemaps {
			limit := w.cfg.MaxPages
			switch {
			case w.fatal != nil:
				e.rule, e.reason = RuleBrowser, w.fatal.Error()
			case w.ctx.Err() != nil:
				e.rule, e.reason = w.stopped()
			case w.list(), limit < 0:
			case w.audited >= limit:
				e.rule, e.reason = RuleMaxPages, fmt.Sprintf("%d pages had been audited", limit)
			case w.audited+w.potential >= limit:
				return // wait for what becomes of those
			}
		}
		host := ""
		if u, err := url.Parse(e.url); err == nil && !e.sitemaps {
			host = u.Host
		}
		if w.cfg.Banners && w.browser != nil && e.rule == "" && w.turnstile.waits(host) {
			return
		}
		w.next++
		w.bar(e)
		if e.rule != "" {
			e.done = true
			continue
		}
		e.whole = w.readable(e)
		e.dispatched, e.counted = true, true
		w.potential++
		if w.cfg.Known != nil {
			if e.v = w.cfg.Known(e.url); e.v != nil {
				e.v.Depth, e.v.From, e.v.Redirects = e.depth, e.from, e.redirects
				w.turnstile.remember(host, e.v)
				w.settled(e)
				continue
			}
		}
		w.inflight++
		if host != "" {
			w.turnstile.enter(host)
			e.refuseFirst = w.turnstile.again[host]
			delete(w.turnstile.again, host)
		}
		w.templates.enter(e.url)
		go func() {
			w.work(e)
			w.templates.leave(e.url)
			w.results <- e
		}()
	}
}

// readable reports whether an entry is one of the documents to fetch whole.
func (w *walk) readable(e *entry) bool {
	u, err := url.Parse(e.url)
	if err != nil || w.documents >= w.cfg.Documents {
		return false
	}
	switch extension(u) {
	case ".pdf", ".docx":
		w.documents++
		return true
	}
	return false
}

// Stopped reports whether a visit under a rule was not made only because the
// crawl came to its end before: an audit that is resumed makes it.
func Stopped(rule string) bool {
	return rule == RuleInterrupted || rule == RuleMaxTime || rule == RuleBrowser || rule == RuleHostDown || rule == RuleSignedOut
}

// stopped says why nothing more is visited once the walk's context is done.
func (w *walk) stopped() (rule, reason string) {
	if errors.Is(w.ctx.Err(), context.DeadlineExceeded) {
		return RuleMaxTime, fmt.Sprintf("the audit had lasted %v", w.cfg.MaxTime)
	}
	return RuleInterrupted, "the audit was stopped before"
}

// refusal is the visit of an entry that was not worked on.
func (w *walk) refusal(e *entry) *Visit {
	e.committed = true
	v := &Visit{URL: e.url, Outcome: Refused, Rule: e.rule, Reason: e.reason, Depth: e.depth, From: e.from, Redirects: e.redirects}
	if e.seed {
		e.v = v
	}
	return v
}

// bar refuses an entry if what is known of the site by now speaks against it.
// It never takes that back, so that asking before the entry's turn only spares
// a request.
func (w *walk) bar(e *entry) {
	u, err := url.Parse(e.url)
	if e.rule != "" || e.sitemaps || err != nil {
		return
	}
	if reason := w.down[u.Host]; reason != "" {
		e.rule, e.reason = RuleHostDown, reason
		return
	}
	if e.seed {
		return
	}
	if reason := w.traps.closed(u); reason != "" {
		e.rule, e.reason = RuleTrap, reason
	}
}

// commit takes the next entry in order for good: it alone adds to the
// frontier and to what is known, so the order of arrival does not matter.
func (w *walk) commit(e *entry) *Visit {
	w.bar(e) // by what was found out while it was worked on
	w.uncount(e)
	if e.rule != "" {
		return w.refusal(e)
	}
	v := e.v
	e.committed, e.v = true, nil
	w.breaker(e, v)
	if e.sitemaps {
		for _, u := range v.Links {
			w.meet(u, 1, "", false, nil)
		}
		return v
	}
	if v.Outcome == Audited {
		if first, ok := w.hashes[v.Hash]; ok && !w.list() {
			v.Outcome, v.Rule, v.DuplicateOf = Duplicate, RuleDuplicate, first
			v.Reason = "it shows the same as " + first
			v.Page, v.Met, v.Again = nil, nil, nil
		} else {
			w.hashes[v.Hash] = e.url
			w.audited++
		}
		if u, err := url.Parse(e.url); err == nil && !w.list() {
			w.traps.saw(u, v.Gist)
		}
	}
	switch {
	case v.Outcome == Redirected:
		w.follow(e, v)
	case v.Outcome == Audited && !w.list():
		for _, u := range v.Links {
			if u != e.url {
				w.meet(u, e.depth+1, e.url, false, nil)
			}
		}
		for _, u := range v.Exits {
			if w.seen[u] == nil {
				w.push(&entry{url: u, depth: e.depth + 1, from: e.url, rule: RuleSignOut, reason: "a link to it says that it ends the session"})
			}
		}
	}
	if e.seed { // for the verdict
		kept := *v
		kept.Page, kept.Met, kept.Again, kept.Links = nil, nil, nil, nil // the consumer's
		e.v = &kept
	}
	return v
}

// breaker gives a host up that failed too often in a row, unless it answers
// for its start page: a row of bad pages does not make a bad host.
func (w *walk) breaker(e *entry, v *Visit) {
	u, err := url.Parse(e.url)
	if err != nil || e.sitemaps {
		return
	}
	if !v.HostFailed {
		delete(w.failures, u.Host)
		return
	}
	w.failures[u.Host]++
	n := w.failures[u.Host]
	if w.cfg.MaxFailures < 0 || n < w.cfg.MaxFailures || w.ctx.Err() != nil {
		return
	}
	delete(w.failures, u.Host)
	r, err := w.fetch.get(w.ctx, u.Scheme+"://"+u.Host+"/", false, func(*response) bool { return false })
	if w.ctx.Err() == nil && (err != nil || hostStatus(r.status)) {
		w.down[u.Host] = fmt.Sprintf("%d pages in a row failed, the last: %s", n, v.Reason)
	}
}

// hostStatus reports whether a status speaks of trouble of the host, not of the
// page.
func hostStatus(status int) bool {
	return status >= 500 && status != http.StatusNotImplemented || status == http.StatusTooManyRequests
}

// follow meets the URL that an entry redirects to.
func (w *walk) follow(e *entry, v *Visit) {
	chain := append(slices.Clip(e.redirects), e.url)
	u, err := url.Parse(v.Target)
	switch {
	case err != nil:
		return
	case len(chain) > maxRedirects:
		v.Outcome, v.Rule, v.Reason = Failed, RuleRedirects, fmt.Sprintf("more than %d redirects", maxRedirects)
		return
	case slices.Contains(chain, v.Target):
		v.Outcome, v.Rule, v.Reason = Failed, RuleRedirectLoop, "it redirects in a circle"
		return
	case !w.inScope(u) && e.seed && sameSite(e.url, u):
		w.mu.Lock()
		w.hosts = append(w.hosts, u.Host)
		w.mu.Unlock()
	case !w.inScope(u):
		v.Outcome, v.Rule, v.Reason = Refused, RuleRedirectScope, "it redirects to "+v.Target+", and "+u.Host+" is not audited"
		return
	}
	w.meet(v.Target, e.depth, e.from, e.seed, chain)
}

// sameSite reports whether two URLs differ in no more than scheme and "www.".
func sameSite(a string, b *url.URL) bool {
	u, err := url.Parse(a)
	if err != nil {
		return false
	}
	return strings.TrimPrefix(u.Hostname(), "www.") == strings.TrimPrefix(b.Hostname(), "www.")
}

// work fetches and renders one entry. It runs on a goroutine of its own and
// touches nothing but the entry and what is safe to share.
func (w *walk) work(e *entry) {
	if e.sitemaps {
		e.v = &Visit{URL: e.url, Outcome: Sitemap, Tried: true}
		seen := make(map[string]bool)
		for _, s := range w.start {
			u, err := url.Parse(s)
			if err != nil || seen[u.Host] {
				continue
			}
			seen[u.Host] = true
			for _, raw := range w.readSitemaps(w.ctx, u) {
				if n, err := Normalise(raw); err == nil {
					e.v.Links = append(e.v.Links, n)
				}
			}
		}
		if w.ctx.Err() != nil { // what was read is not all there is
			e.v.Rule, e.v.Reason = w.stopped()
		}
		return
	}
	e.v = &Visit{URL: e.url, Depth: e.depth, From: e.from, Redirects: e.redirects, Tried: true}
	if e.refuseFirst != "" {
		w.refuseAgain(w.ctx, e.refuseFirst)
	}
	visit := w.visit
	if w.session != nil {
		visit = w.visitSignedIn
	}
	if err := visit(e); err != nil {
		v := e.v
		v.Page, v.Met, v.Again = nil, nil, nil
		var fe *fetchError
		switch {
		case w.ctx.Err() != nil:
			v.Outcome = Refused
			v.Rule, v.Reason = w.stopped()
		case errors.As(err, &fe):
			v.Outcome, v.Rule, v.Reason = Failed, fe.rule, fe.reason
			switch fe.rule {
			case RuleNetwork, RuleTimeout, RuleTLS, RuleRobotsUnavailable, RuleWAF:
				v.HostFailed = true
			case RuleStatus:
				v.HostFailed = hostStatus(e.status)
			}
			switch fe.rule {
			case RuleRobots, RuleRobotsUnavailable, RuleContentType, RuleSize, RuleTooLarge, RuleLogin, RuleSignedOut, RuleWAF, RulePrivate:
				v.Outcome = Refused
			}
		case errors.Is(err, errBrowserGone):
			v.Outcome, v.Rule, v.Reason = Failed, RuleBrowser, err.Error()
			e.err = err
		default:
			v.Outcome, v.Rule, v.Reason = Failed, RuleRender, err.Error()
		}
	}
}

func (w *walk) visit(e *entry) error {
	v := e.v
	u, err := url.Parse(e.url)
	if err != nil {
		return err
	}
	if !w.cfg.IgnoreRobots {
		r, err := w.robots.of(w.ctx, u)
		if err != nil {
			return err
		}
		if !r.allows(u) {
			return &fetchError{RuleRobots, "robots.txt of " + u.Host + " forbids it", nil}
		}
	}
	ranged, whole := documentExt[extension(u)], e.whole
	var resp *response
	for hop := 0; ; hop++ {
		resp, err = w.fetch.get(w.ctx, e.url, ranged && !whole, func(r *response) bool {
			return r.status >= 300 && r.status < 400 || r.isHTML() || whole && r.status < 300
		})
		v.Requests++
		if err != nil && whole && w.ctx.Err() == nil {
			whole = false // too large or too slow: its type and size will do
			continue
		}
		if resp != nil {
			v.FetchTime += resp.took
		}
		if err != nil && (resp == nil || resp.status < 400) {
			return err
		}
		if ranged && !whole && (resp.status == http.StatusRequestedRangeNotSatisfiable || resp.status < 300 && resp.isHTML()) {
			ranged = false // what looked like a document is a page
			continue
		}
		if resp.status < 300 || resp.status >= 400 {
			break
		}
		target, err := u.Parse(resp.header.Get("Location"))
		if err != nil || resp.header.Get("Location") == "" {
			return &fetchError{RuleStatus, "the server answers " + statusText(resp.status) + " and does not say where to", nil}
		}
		norm, err := Normalise(target.String())
		if err != nil {
			return &fetchError{RuleRedirectScope, "it redirects to " + target.String() + ", which is no web address", nil}
		}
		if norm != e.url && hop < maxRedirects && w.comesBack(e.url, u, resp, norm) {
			continue // with the cookie that it wanted
		}
		if norm != e.url {
			v.Outcome, v.Rule, v.Target = Redirected, RuleRedirect, norm
			v.Reason = "it redirects to " + norm + " (" + statusText(resp.status) + ")"
			return nil
		}
		if hop == maxRedirects { // the same page again, perhaps with a cookie
			return &fetchError{RuleRedirectLoop, "it redirects to itself", nil}
		}
	}
	e.status = resp.status
	switch {
	case resp.status >= 400:
		if rule, reason := w.recogniseError(e, resp); rule != "" {
			return &fetchError{rule, reason, nil}
		}
		return &fetchError{RuleStatus, "the server answers " + statusText(resp.status), nil}
	case resp.packed() != "":
		return &fetchError{RuleContentType, "it is packed as " + resp.packed() + ", which was not asked for", nil}
	case resp.status < 200 || resp.status == http.StatusNoContent || resp.status == http.StatusResetContent:
		return &fetchError{RuleEmpty, "the server answers " + statusText(resp.status), nil}
	case !resp.isHTML() || resp.attachment():
		mediaType := resp.mediaType()
		if isDocumentType(mediaType) || ranged || resp.attachment() {
			v.Outcome = Document
			v.Document = &DocumentInfo{MIME: mediaType, Size: resp.size()}
			if whole && resp.whole {
				v.Document.Body = resp.body
			}
			return nil
		}
		return &fetchError{RuleContentType, mediaType + " is neither a page nor a document", nil}
	case len(bytes.TrimSpace(resp.body)) == 0:
		return &fetchError{RuleEmpty, "the page has no content", nil}
	}
	return w.see(e, resp)
}

// comesBack follows a redirect that may only be there to set a cookie, and
// reports whether it leads back to where it came from. It may if it sets one
// itself, or tells where to come back to.
func (w *walk) comesBack(from string, u *url.URL, resp *response, to string) bool {
	t, err := url.Parse(to)
	if err != nil || len(resp.header.Values("Set-Cookie")) == 0 && !namesURL(t.Query(), u, from) {
		return false
	}
	for range maxRedirects {
		if !w.inScope(t) {
			return false
		}
		if !w.cfg.IgnoreRobots {
			if r, err := w.robots.of(w.ctx, t); err != nil || !r.allows(t) {
				return false
			}
		}
		r, err := w.fetch.get(w.ctx, to, false, func(*response) bool { return false })
		if err != nil || r.status < 300 || r.status >= 400 {
			return false
		}
		next, err := t.Parse(r.header.Get("Location"))
		if err != nil {
			return false
		}
		if to, err = Normalise(next.String()); err != nil || to == from {
			return err == nil
		}
		if t, err = url.Parse(to); err != nil {
			return false
		}
	}
	return false
}

// namesURL reports whether a parameter is the URL of u, which is normalised to
// name.
func namesURL(params url.Values, u *url.URL, name string) bool {
	for _, values := range params {
		for _, v := range values {
			if ref, err := u.Parse(v); err == nil {
				if n, err := Normalise(ref.String()); err == nil && n == name && v != "" {
					return true
				}
			}
		}
	}
	return false
}

// see turns the response into a snapshot.
func (w *walk) see(e *entry, resp *response) error {
	v := e.v
	source, err := resp.parse(e.url)
	if err != nil {
		if w.browser == nil {
			return &fetchError{RuleTooLarge, "its source cannot be parsed: " + err.Error(), err}
		}
		source = page.New(page.Page{URL: e.url, Status: resp.status, Header: resp.header, Root: &html.Node{Type: html.DocumentNode}}, nil)
	}
	nodes := 0
	for range source.Root.Descendants() {
		if nodes++; nodes > maxNodes {
			return tooLarge(nodes)
		}
	}
	found, canonical := links(source)
	p, incomplete := source, ""
	sum := sha256.Sum256(resp.body)
	v.Source = hex.EncodeToString(sum[:])
	var kept *page.Page
	probe := false
	if w.cfg.Unchanged != nil {
		kept = w.cfg.Unchanged(e.url, v.Source)
	}
	switch {
	case kept != nil:
		p = kept
		rendered, c := links(p)
		canonical, found = c, union(rendered, found)
	case w.browser != nil:
		if err := w.browser.setCookies(w.ctx, w.fetch.jar.take()); err != nil {
			return err
		}
		probe = w.probes(e, source)
		r, took, err := w.browser.render(w.ctx, source, resp.body, probe)
		v.RenderTime = took
		if err != nil {
			return err
		}
		v.Requests += r.requests
		if r.leads != "" {
			if again := w.behindBanner(w.ctx, e, r); again != nil {
				r.met, r.page = r.page, again.page
				r.banner.Refused, r.banner.Problem = true, ""
			}
		}
		p, v.Met, v.Banner = r.page, r.met, r.banner
		if v.Banner != nil && v.Banner.Refused {
			if err := w.shareCookies(w.ctx); err != nil {
				return err
			}
		}
		incomplete = r.incomplete
		for _, to := range r.navigated {
			if target, err := Normalise(to); err == nil && target != e.url {
				v.Outcome, v.Rule, v.Target = Redirected, RuleScriptRedirect, target
				v.Reason = "the page itself leads to " + target
				return nil
			}
		}
		rendered, c := links(p)
		canonical = c
		found = union(rendered, found)
	}
	for _, p := range []*page.Page{source, v.Met, p} {
		if p == nil {
			continue
		}
		if chosen := choices(p); chosen != nil {
			found = slices.DeleteFunc(found, func(u string) bool { return chosen[u] })
		}
	}
	if w.cfg.Recipe != nil || len(w.cfg.Cookies) > 0 {
		v.Exits = exits(p)
		found = slices.DeleteFunc(found, func(u string) bool { return slices.Contains(v.Exits, u) })
	}
	l := look(p)
	if rule, reason := w.recognise(w.ctx, e, resp, l); rule != "" {
		v.Outcome, v.Rule, v.Reason, v.Met = Refused, rule, reason, nil
		return nil
	}
	v.Outcome, v.Page, v.Canonical, v.Links = Audited, p, canonical, found
	if incomplete != "" {
		v.Rule, v.Reason = RuleIncomplete, incomplete
	}
	v.Hash, v.Gist = contentHash(p), l.gist()
	if w.cfg.Twice && kept == nil {
		v.Again = w.visitAgain(w.ctx, e, probe)
	}
	if w.stranger != nil {
		v.SignedIn = w.behindSignIn(w.ctx, e)
		p.Header.Del("Set-Cookie") // it may be a session, and is kept
		if v.Met != nil {
			v.Met.Header.Del("Set-Cookie")
		}
	}
	return nil
}

// union returns a and what of b is not in it, in their order.
func union(a, b []string) []string {
	in := make(map[string]bool, len(a))
	for _, s := range a {
		in[s] = true
	}
	for _, s := range b {
		if !in[s] {
			a = append(a, s)
		}
	}
	return a
}
