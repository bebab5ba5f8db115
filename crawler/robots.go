package crawler

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxRobots is how much of a robots.txt is read, in bytes (RFC 9309 2.5).
const maxRobots = 500 << 10

// robots is what a robots.txt says to one crawler.
type robots struct {
	rules    []robotsRule
	delay    time.Duration // Crawl-delay, 0 if none
	sitemaps []string
}

type robotsRule struct {
	pattern string
	allow   bool
}

// parseRobots reads a robots.txt as the crawler with the product token does
// (RFC 9309 2.2): the rules of all groups that name it, otherwise those of the
// groups for "*".
func parseRobots(body []byte, token string) *robots {
	body = body[:min(len(body), maxRobots)]
	own, others := &robots{}, &robots{}
	var sitemaps []string
	named := false        // some group names us
	var current []*robots // whom the lines concern
	inAgents, started := false, false
	text := strings.TrimPrefix(string(body), "\ufeff")
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		if !ok {
			continue
		}
		value = strings.TrimSpace(value)
		switch strings.ToLower(strings.TrimSpace(key)) {
		case "user-agent":
			if !inAgents {
				current = nil
			}
			inAgents, started = true, true
			product := strings.FieldsFunc(value, func(r rune) bool { return r == '/' || r == ' ' || r == '\t' })
			switch {
			case value == "*":
				current = append(current, others)
			case len(product) > 0 && strings.EqualFold(product[0], token):
				named = true
				current = append(current, own)
			}
		case "allow", "disallow":
			inAgents = false
			if value == "" || !started {
				continue
			}
			allow := strings.EqualFold(strings.TrimSpace(key), "allow")
			for _, r := range current {
				r.rules = append(r.rules, robotsRule{normaliseEscapes(value), allow})
			}
		case "crawl-delay":
			inAgents = false
			if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 && s < 1e6 {
				for _, r := range current {
					r.delay = max(r.delay, time.Duration(s*float64(time.Second)))
				}
			}
		case "sitemap":
			if len(sitemaps) < maxSitemaps {
				sitemaps = append(sitemaps, value)
			}
		}
	}
	r := others
	if named {
		r = own
	}
	r.sitemaps = sitemaps
	return r
}

// allows reports whether a URL may be visited: the longest rule that matches
// decides, and of two equally long ones the one that allows.
func (r *robots) allows(u *url.URL) bool {
	path := normaliseEscapes(u.EscapedPath())
	if path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	if u.RawQuery != "" {
		path += "?" + normaliseEscapes(u.RawQuery)
	}
	allow, length := true, -1
	for _, rule := range r.rules {
		if len(rule.pattern) < length || len(rule.pattern) == length && !rule.allow {
			continue
		}
		if robotsMatch(rule.pattern, path) {
			allow, length = rule.allow, len(rule.pattern)
		}
	}
	return allow
}

// robotsMatch reports whether a pattern matches the beginning of a path; "*"
// stands for anything and a final "$" for the end.
func robotsMatch(pattern, path string) bool {
	pattern, end := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	rest := path[len(parts[0]):]
	for i, part := range parts[1:] {
		if end && i == len(parts)-2 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !end || rest == ""
}

// A robotsBook reads the robots.txt of each host once.
type robotsBook struct {
	fetch *fetcher
	token string

	mu    sync.Mutex
	hosts map[string]*robotsEntry
}

type robotsEntry struct {
	once sync.Once
	r    *robots
	err  error
}

func newRobotsBook(f *fetcher, token string) *robotsBook {
	return &robotsBook{fetch: f, token: token, hosts: make(map[string]*robotsEntry)}
}

// of returns what the host of u says. The error is a *fetchError under
// RuleRobotsUnavailable if it cannot be known, and so nothing may be visited.
func (b *robotsBook) of(ctx context.Context, u *url.URL) (*robots, error) {
	origin := u.Scheme + "://" + u.Host
	b.mu.Lock()
	e := b.hosts[origin]
	if e == nil {
		e = &robotsEntry{}
		b.hosts[origin] = e
	}
	b.mu.Unlock()
	e.once.Do(func() {
		e.r, e.err = b.read(ctx, origin)
		if e.r != nil && e.r.delay > 0 {
			b.fetch.pace.setCrawlDelay(u.Host, e.r.delay)
		}
	})
	return e.r, e.err
}

func (b *robotsBook) read(ctx context.Context, origin string) (*robots, error) {
	at := origin + "/robots.txt"
	for range 6 { // RFC 9309 2.3.1.2: at least five redirects
		r, err := b.fetch.get(ctx, at, false, func(*response) bool { return true })
		var fe *fetchError
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.As(err, &fe) && fe.rule == RuleSize && r != nil && len(r.body) > 0:
			return parseRobots(r.body, b.token), nil
		case errors.As(err, &fe) && (fe.rule == RuleNetwork || fe.rule == RuleTLS || fe.rule == RulePrivate):
			return nil, fe // no site at all
		case err != nil:
			return nil, &fetchError{RuleRobotsUnavailable, at + " cannot be read: " + err.Error(), err}
		case r.status >= 500 || r.status == http.StatusTooManyRequests:
			return nil, &fetchError{RuleRobotsUnavailable, fmt.Sprintf("%s answers %s", at, statusText(r.status)), nil}
		case r.status >= 400:
			return &robots{}, nil
		case r.status >= 300:
			base, err := url.Parse(at)
			if err != nil {
				return &robots{}, nil
			}
			next, err := base.Parse(r.header.Get("Location"))
			if err != nil || next.Scheme != "http" && next.Scheme != "https" {
				return &robots{}, nil
			}
			at = next.String()
		default:
			return parseRobots(r.body, b.token), nil
		}
	}
	return &robots{}, nil // too many redirects count as unavailable: all is allowed
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return strconv.Itoa(status)
}
