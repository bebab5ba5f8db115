package crawler

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Bounds on what a site without end is told by.
const (
	maxSegmentRepeats = 3      // of one segment of a path: /a/b/a/b/a/b
	maxParamRepeats   = 3      // of one parameter
	maxDates          = 24     // pages of one calendar
	maxSameGist       = 20     // pages in a row that say the same, whose addresses differ only in numbers of their query or in a session
	maxShapes         = 50_000 // that are counted
)

// A trapBook recognises sites without end by the shape of their URLs, and by
// pages that say the same again and again. It is used in the order of the
// crawl, so what it says does not depend on timing.
type trapBook struct {
	shapes map[string]*shapeCount
}

// A shapeCount is what is known of the URLs that differ in numbers only.
type shapeCount struct {
	dates  int    // met, if they look like pages of a calendar
	gist   string // of the last page
	run    int    // how many pages in a row had it
	closed string // why no more are visited, or ""
}

var (
	// token is what tells one URL of a family from the next: a number, or a
	// long word of hexadecimal digits.
	token = regexp.MustCompile(`[0-9a-fA-F]{8,}|[0-9]+`)

	// sessionID is the number of a visitor's session in a path.
	sessionID = regexp.MustCompile(`(?i);[a-z_]*sess[a-z_]*=[^/;]*|/\([a-z]\([a-z0-9]{16,}\)\)|/(?:[a-z_-]*(?:sid|sess(?:ion)?(?:id)?)[=_-])[a-z0-9]{8,}|/[0-9a-f]{16,}(?:/|$)`)

	// date is the end of a URL by which a calendar turns its pages.
	date = regexp.MustCompile(`(?:^|[^0-9])(?:19|20|21)[0-9]{2}[-/_.]?(?:0?[1-9]|1[0-2])(?:[-/_.]?(?:0?[1-9]|[12][0-9]|3[01]))?/?$`)

	// dated are words in the path of a calendar. Without one, a date in a path
	// is that of news, and each has a page of its own.
	dated = regexp.MustCompile(`(?i)agenda|calend|kalender|event|evene|veranstaltung|termine`)

	// dateParams are the names of parameters that turn the pages of a calendar.
	dateParams = regexp.MustCompile(`(?i)^(year|month|week|day|date|annee|mois|semaine|jour|jaar|maand|dag|datum|jahr|monat|woche|calendar|tribe-bar-date|start_?date)$`)
)

// shape returns the URL with its numbers left out and whether it looks like a
// page of a calendar.
func shape(u *url.URL) (s string, calendar bool) {
	var params []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(part, "=")
		if name == "" {
			continue
		}
		if dateParams.MatchString(name) && strings.ContainsAny(value, "0123456789") {
			calendar = true
		}
		params = append(params, token.ReplaceAllString(part, "0"))
	}
	slices.Sort(params)
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	if date.MatchString(path) && dated.MatchString(path) {
		calendar = true
	}
	return u.Host + token.ReplaceAllString(sessionID.ReplaceAllString(path, "/0"), "0") + "?" + strings.Join(params, "&"), calendar
}

func (b *trapBook) of(s string) *shapeCount {
	if b.shapes == nil {
		b.shapes = make(map[string]*shapeCount)
	}
	c := b.shapes[s]
	if c == nil {
		c = &shapeCount{}
		if len(b.shapes) < maxShapes {
			b.shapes[s] = c
		}
	}
	return c
}

// meet notes a URL that is new and returns why it is held for a trap, or "".
func (b *trapBook) meet(u *url.URL) string {
	segments := make(map[string]int)
	for s := range strings.SplitSeq(strings.Trim(u.EscapedPath(), "/"), "/") {
		if segments[s]++; segments[s] > maxSegmentRepeats && s != "" {
			return fmt.Sprintf("its path has %q more than %d times", s, maxSegmentRepeats)
		}
	}
	params := make(map[string]int)
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(part, "=")
		if strings.HasSuffix(name, "]") || strings.HasSuffix(name, "%5D") {
			continue // a list
		}
		if params[name]++; params[name] > maxParamRepeats {
			return fmt.Sprintf("it has the parameter %q more than %d times", name, maxParamRepeats)
		}
	}
	s, calendar := shape(u)
	if !calendar {
		return ""
	}
	c := b.of(s)
	if c.dates++; c.dates > maxDates {
		return fmt.Sprintf("it is a page of a calendar of which %d were met before", maxDates)
	}
	return ""
}

// closed returns why the URLs that look like u are not visited any more, or "".
func (b *trapBook) closed(u *url.URL) string {
	if len(b.shapes) == 0 {
		return ""
	}
	s, _ := shape(u)
	if c := b.shapes[s]; c != nil {
		return c.closed
	}
	return ""
}

// saw notes what a page of the site said.
func (b *trapBook) saw(u *url.URL, gist string) {
	if gist == "" || !token.MatchString(u.RawQuery) && !sessionID.MatchString(u.EscapedPath()) {
		return
	}
	s, _ := shape(u)
	c := b.of(s)
	if gist != c.gist {
		c.gist, c.run = gist, 0
	}
	if c.run++; c.run >= maxSameGist {
		c.closed = fmt.Sprintf("%d pages in a row with such addresses said the same", maxSameGist)
	}
}
