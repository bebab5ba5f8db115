package wcag

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// longDelay is what WCAG 2.2.1 calls long enough: 20 hours, in seconds.
const longDelay = 20 * 60 * 60

var metaRefresh = &checks.Check{
	ID:       "meta-refresh",
	Criteria: []string{"2.2.1"},
	ACT:      []string{"bc659a"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.LimitedManipulation},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		n, seconds := refreshMeta(p.Page)
		switch {
		case n == nil:
		case seconds > 0 && seconds <= longDelay:
			p.Failed(n, "delay", "seconds", strconv.Itoa(seconds))
		default:
			p.Passed(n)
		}
	},
}

// refreshMeta returns the element that makes the page reload or leave, and
// after how many seconds, or nil.
func refreshMeta(p *page.Page) (*html.Node, int) {
	for _, n := range p.Find("meta[http-equiv][content]") {
		kind, _ := page.Attr(n, "http-equiv")
		content, _ := page.Attr(n, "content")
		if !strings.EqualFold(strings.TrimSpace(kind), "refresh") || p.DocumentOf(n) != p.Root {
			continue
		}
		if seconds, ok := refreshDelay(content); ok {
			return n, seconds
		}
	}
	return nil, 0
}

// refreshDelay reads the time of a declarative refresh as HTML says ("shared
// declarative refresh steps"); ok is false where a browser does nothing.
func refreshDelay(content string) (seconds int, ok bool) {
	s := strings.TrimLeft(content, " \t\n\f\r")
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits == 0 && !strings.HasPrefix(s, ".") {
		return 0, false
	}
	seconds, err := strconv.Atoi(s[:digits])
	if err != nil && digits > 0 {
		seconds = 1 << 30
	}
	s = strings.TrimLeft(s[digits:], "0123456789.")
	if s != "" && !strings.ContainsAny(s[:1], ";, \t\n\f\r") {
		return 0, false
	}
	return seconds, true
}
