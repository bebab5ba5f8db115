package service

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks/channels"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

// The states of conformity.
const (
	total   = "total"
	partial = "partial"
	none    = "none"
)

// statement is an accessibility statement as its page reads.
type statement struct {
	country string // "fr", "be" … or ""
	host    string
	state   string // total, partial, none or ""
	rate    float64
	rateOf  *html.Node // where the rate stands, nil if there is none
	node    *html.Node // its heading
	blocks  []block
	created *time.Time // when it was made
	updated *time.Time // when it was last reviewed
}

// block is a block of the page's content with its folded text.
type block struct {
	*page.Block
	text string
}

// contentOf returns the blocks of the page's content, or all blocks where the
// page marks none.
func contentOf(p *page.Page) []block {
	var list []block
	bs := p.Blocks()
	for i := range bs {
		if bs[i].Region == page.Content {
			list = append(list, block{&bs[i], words.Fold(bs[i].Text).S})
		}
	}
	return list
}

// mainHeading returns the main heading of a page and its text, or the title.
func mainHeading(p *page.Page) (*html.Node, string) {
	for _, h := range p.Find("h1") {
		if t := p.VisibleText(h); p.Visible(h) && t != "" {
			return h, t
		}
	}
	for _, t := range p.Find("head > title") {
		return p.Root, p.Text(t)
	}
	return p.Root, ""
}

// readStatement reads an accessibility statement; nil if the page is none.
func readStatement(p *page.Page) *statement {
	node, title := mainHeading(p)
	f := words.Fold(title).S
	if !statementTitle.Match(f) || len(strings.Fields(title)) > 14 || topics["accessibility"].not.Match(f) {
		return nil
	}
	s := &statement{node: node, blocks: contentOf(p)}
	france, lawful := 0, false
	for _, b := range s.blocks {
		lawful = lawful || statementBody.Match(b.text)
		france += len(franceWords.FindAll(b.text, 5))
	}
	if !lawful {
		return nil
	}
	if !statementSure.Match(f) {
		// A page called "Accessibility" may be about anything: a statement
		// says in what state the site itself is.
		declares := s.mentions(func(text string) bool { return stateIn(text) != "" || statementSure.Match(text) })
		if declares == nil || s.mentions(redressWords.Match) == nil {
			return nil
		}
	}
	if u, err := url.Parse(p.Final); err == nil {
		s.host = strings.ToLower(u.Hostname())
	}
	s.country = strings.ToLower(channels.Country(p, ""))
	belgian := slices.ContainsFunc(s.blocks, func(b block) bool {
		return slices.ContainsFunc(laws, func(l law) bool { return l.words.Match(b.text) })
	})
	switch {
	case strings.HasSuffix(s.host, ".be") || strings.HasSuffix(s.host, ".brussels"):
		s.country = "be"
	case belgian && france < 2:
		s.country = "be"
	case france >= 2:
		s.country = "fr"
	}
	for _, b := range s.blocks {
		if s.state == "" {
			s.state = stateIn(b.text)
		}
		if m := rate.FindStringSubmatch(b.text); m != nil && s.rateOf == nil && rateWords.Match(b.text) {
			if v, err := strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64); err == nil && v <= 100 {
				s.rate, s.rateOf = v, b.Node
			}
		}
		for _, d := range datesIn(b.text) {
			at := d.time
			before := b.text[max(0, d.start-90):d.start]
			e, u := lastMatch(establishWords.FindAll(before, -1)), lastMatch(updateWords.FindAll(before, -1))
			switch {
			case u >= 0 && u >= e:
				if s.updated == nil || at.After(*s.updated) {
					s.updated = &at
				}
			case e >= 0:
				if s.created == nil || at.After(*s.created) {
					s.created = &at
				}
			}
		}
	}
	return s
}

func lastMatch(ms [][]int) int {
	if len(ms) == 0 {
		return -1
	}
	return ms[len(ms)-1][0]
}

// stateIn returns the state of conformity that folded text declares.
func stateIn(text string) string {
	best, at := "", len(text)
	if m := stateTotal.FindStringIndex(text); m != nil && m[0] < at {
		best, at = total, m[0]
	}
	if m := statePartial.FindStringIndex(text); m != nil && m[0] < at {
		best, at = partial, m[0]
	}
	if m := stateNone.FindStringIndex(text); m != nil && m[0] < at {
		best = none
	}
	return best
}

// latest returns when the statement was made or last reviewed.
func (s *statement) latest() *time.Time {
	if s.updated != nil && (s.created == nil || s.updated.After(*s.created)) {
		return s.updated
	}
	return s.created
}

// mentions returns the first block that an expression matches, or nil.
func (s *statement) mentions(match func(string) bool) *block {
	for i := range s.blocks {
		if match(s.blocks[i].text) {
			return &s.blocks[i]
		}
	}
	return nil
}

// undated says that an action plan names no year.
const undated = "undated"

var aYear = regexp.MustCompile(`\b20\d\d\b`)

// plan returns the year of the latest action plan that the statement speaks
// of, undated if it names none, "" if there is no plan.
func (s *statement) plan() string {
	year, found := "", false
	for _, b := range s.blocks {
		if planWords.Match(b.text) {
			found = true
			year = slices.Max(append(aYear.FindAllString(b.text, 10), year))
		}
	}
	if found && year == "" {
		return undated
	}
	return year
}
