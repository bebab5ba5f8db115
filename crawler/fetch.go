package crawler

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/gocolly/colly/v2"
	"golang.org/x/net/html/charset"

	"github.com/usager/usager/page"
)

// maxHeader is how large the header of a response may be, in bytes.
const maxHeader = 256 << 10

// A fetcher makes the requests for pages, documents, robots.txt and sitemaps.
type fetcher struct {
	cfg       Config
	pace      *pacer
	transport *http.Transport
	col       *colly.Collector
	jar       *sharedJar
	inScope   func(*url.URL) bool
}

func newFetcher(cfg Config, inScope func(*url.URL) bool) *fetcher {
	tr := http.DefaultTransport.(*http.Transport).Clone()
	tr.MaxResponseHeaderBytes = maxHeader
	tr.MaxIdleConnsPerHost = cfg.Tabs
	tr.TLSClientConfig = &tls.Config{InsecureSkipVerify: cfg.InsecureTLS} //nolint:gosec // a setting, off by default
	tr.ForceAttemptHTTP2 = true
	if cfg.PublicOnly {
		tr.DialContext = guardedDialer(cfg.allowed()).DialContext
		tr.Proxy = nil
	}
	f := &fetcher{cfg: cfg, transport: tr, inScope: inScope, jar: newJar()}
	f.pace = newPacer(tr, cfg.Tabs, cfg.Delay, cfg.PageTimeout)

	f.col = colly.NewCollector()
	// Set the fields after NewCollector, which lets COLLY_* environment
	// variables override its options. What to visit is not colly's to decide.
	f.col.AllowURLRevisit = true
	f.col.AllowedDomains, f.col.DisallowedDomains = nil, nil
	f.col.IgnoreRobotsTxt = true
	f.col.DetectCharset = false
	f.col.CacheDir = ""
	f.col.MaxDepth, f.col.MaxRequests = 0, 0
	f.col.MaxBodySize = int(cfg.MaxBytes) + 1
	f.col.ParseHTTPErrorResponse = true
	f.col.UserAgent = cfg.UserAgent
	f.col.SetRequestTimeout(0) // the pacer has the timeout
	f.col.WithTransport(recorder{f.pace})
	f.col.SetCookieJar(f.jar)
	f.col.SetRedirectHandler(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })
	return f
}

// stranger returns a fetcher that keeps the same pace and has nothing of what
// lets in: no cookies, no secret header fields.
func (f *fetcher) stranger() *fetcher {
	cfg := f.cfg
	cfg.Headers, cfg.BasicUser, cfg.BasicPassword = nil, "", ""
	s := newFetcher(cfg, f.inScope)
	s.pace = f.pace
	s.col.WithTransport(recorder{s.pace})
	return s
}

func (f *fetcher) close() { f.transport.CloseIdleConnections() }

// A response is an answer as the server gave it, decompressed.
type response struct {
	status int
	header http.Header
	body   []byte
	whole  bool // body was read, to its end
	took   time.Duration
}

func (r *response) mediaType() string {
	t, _, err := mime.ParseMediaType(r.header.Get("Content-Type"))
	if err != nil {
		t, _, _ = strings.Cut(r.header.Get("Content-Type"), ";")
	}
	return strings.ToLower(strings.TrimSpace(t))
}

// size returns how large the resource is, or -1 if the server does not tell.
func (r *response) size() int64 {
	if _, total, ok := strings.Cut(r.header.Get("Content-Range"), "/"); ok {
		if n, err := strconv.ParseInt(total, 10, 64); err == nil {
			return n
		}
		return -1
	}
	if n, err := strconv.ParseInt(r.header.Get("Content-Length"), 10, 64); err == nil && n >= 0 && r.status != http.StatusPartialContent {
		return n
	}
	if r.whole {
		return int64(len(r.body))
	}
	return -1
}

type recordKey struct{}

// A recorder keeps the header as the server sent it and shows colly one that
// does not make it convert or decompress the body: that is the browser's
// affair, and bounds are ours.
type recorder struct{ next http.RoundTripper }

func (rec recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	start := time.Now()
	resp, err := rec.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if r, ok := req.Context().Value(recordKey{}).(*response); ok {
		r.status, r.header = resp.StatusCode, resp.Header.Clone()
		r.took = time.Since(start)
		if resp.Uncompressed {
			r.header.Del("Content-Length")
		}
	}
	resp.Uncompressed = true
	resp.Header.Set("Content-Type", "application/octet-stream")
	return resp, nil
}

// maxTries is how often a URL is asked for that a host says it could serve later.
const maxTries = 3

// get requests a URL without following redirects. The body is read only if
// wanted, which is asked once the header is there, says so; ranged asks the
// server for the first bytes only. A host that wants to be asked later is, in
// bounds.
func (f *fetcher) get(ctx context.Context, rawURL string, ranged bool, wanted func(*response) bool) (*response, error) {
	for try := 1; ; try++ {
		r, err := f.getOnce(ctx, rawURL, ranged, wanted)
		if err != nil || try == maxTries || r.status != http.StatusTooManyRequests && r.status != http.StatusServiceUnavailable {
			return r, err
		}
		if retryAfter(r.header, time.Now()) > maxRetryAfter {
			return r, nil
		}
	}
}

func (f *fetcher) getOnce(ctx context.Context, rawURL string, ranged bool, wanted func(*response) bool) (*response, error) {
	r := &response{}
	c := f.col.Clone()
	c.Context = context.WithValue(ctx, recordKey{}, r)
	var failed error
	tooLarge := false
	c.OnResponseHeaders(func(cr *colly.Response) {
		if n, err := strconv.ParseInt(r.header.Get("Content-Length"), 10, 64); err == nil && n > f.cfg.MaxBytes {
			tooLarge = true
		}
		if tooLarge || !wanted(r) {
			cr.Request.Abort()
		}
	})
	c.OnResponse(func(cr *colly.Response) { r.body, r.whole = cr.Body, true })
	c.OnError(func(_ *colly.Response, err error) { failed = err })
	err := c.Request(http.MethodGet, rawURL, nil, nil, f.header(rawURL, ranged))
	if failed != nil {
		err = failed
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, colly.ErrAbortedAfterHeaders):
		if tooLarge && wanted(r) {
			return r, f.sizeError()
		}
		return r, nil
	case err != nil:
		return nil, networkError(err)
	case int64(len(r.body)) > f.cfg.MaxBytes:
		return r, f.sizeError()
	}
	return r, nil
}

func (f *fetcher) sizeError() error {
	return &fetchError{RuleSize, fmt.Sprintf("the response is larger than %d bytes", f.cfg.MaxBytes), nil}
}

func (f *fetcher) header(rawURL string, ranged bool) http.Header {
	h := http.Header{
		"User-Agent":      {f.cfg.UserAgent},
		"Accept":          {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"},
		"Accept-Language": {f.cfg.Languages},
	}
	if ranged {
		h.Set("Range", "bytes=0-1023")
	}
	if u, err := url.Parse(rawURL); err == nil && f.inScope(u) {
		for name, v := range f.cfg.secrets() {
			h.Set(name, v)
		}
	}
	return h
}

// secrets returns the header fields that only hosts in scope may see.
func (c *Config) secrets() map[string]string {
	m := make(map[string]string)
	for name, v := range c.Headers {
		m[http.CanonicalHeaderKey(name)] = v
	}
	if c.BasicUser != "" {
		m["Authorization"] = "Basic " + base64.StdEncoding.EncodeToString([]byte(c.BasicUser+":"+c.BasicPassword))
	}
	return m
}

// parse makes a page without layout of a response.
func (r *response) parse(address string) (*page.Page, error) {
	p, err := page.Parse(address, bytes.NewReader(r.utf8Body()))
	if err != nil {
		return nil, err
	}
	p.Status, p.Header = r.status, r.header
	return p, nil
}

// isHTML reports whether a response is a page. One without a type is judged by
// its first bytes, as a browser does.
func (r *response) isHTML() bool {
	switch t := r.mediaType(); t {
	case "text/html", "application/xhtml+xml":
		return true
	case "", "application/unknown", "unknown/unknown", "*/*":
		return !r.whole || strings.HasPrefix(http.DetectContentType(r.body), "text/html")
	}
	return false
}

// packed names the way in which the body is packed in spite of what was asked
// for, or "". What is no way to pack is passed over, as browsers do.
func (r *response) packed() string {
	for name := range strings.SplitSeq(r.header.Get("Content-Encoding"), ",") {
		switch name = strings.ToLower(strings.TrimSpace(name)); name {
		case "br", "zstd", "dcb", "dcz", "deflate", "gzip", "x-gzip", "compress", "x-compress":
			return name
		}
	}
	return ""
}

// attachment reports whether the server wants the response to be saved rather
// than shown.
func (r *response) attachment() bool {
	d, _, _ := strings.Cut(r.header.Get("Content-Disposition"), ";")
	return strings.EqualFold(strings.TrimSpace(d), "attachment")
}

// utf8Body returns the body in UTF-8, decoded as its header or itself says.
func (r *response) utf8Body() []byte {
	enc, name, _ := charset.DetermineEncoding(r.body[:min(len(r.body), 1024)], r.header.Get("Content-Type"))
	if name == "utf-8" {
		return bytes.ToValidUTF8(bytes.TrimPrefix(r.body, []byte("\xef\xbb\xbf")), []byte("\ufffd"))
	}
	out, err := enc.NewDecoder().Bytes(r.body)
	if err != nil {
		return bytes.ToValidUTF8(r.body, []byte("\ufffd"))
	}
	return out
}
