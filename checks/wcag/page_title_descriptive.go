package wcag

import (
	"regexp"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

var pageTitleDescriptive = &checks.Check{
	ID:       "page-title-descriptive",
	Criteria: []string{"2.4.2"},
	ACT:      []string{"c4a8a4"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.LimitedManipulation},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		title := documentTitle(p.Page)
		if title == nil || rootElement(p.Page) == nil {
			return
		}
		words := p.Page.Text(title)
		switch {
		case words == "":
			return // check page-title says so
		case isAll("untitled", words), fileName.MatchString(words):
			p.Failed(title, "empty", "title", short(words))
		case missesSearch(p.Page, words):
			p.Failed(title, "search", "title", short(words))
		case sharesWords(p.Page, words):
			p.Passed(title)
		default:
			p.CantTell(title, "unrelated", "title", short(words))
		}
	},
}

// missesSearch reports whether the page shows what a search found, by its main
// heading, and the title says neither that nor what was sought.
func missesSearch(p *page.Page, title string) bool {
	if says("results", title) || says("seek", title) {
		return false
	}
	own := longWords(title)
	for _, h := range p.Find("h1") {
		heading := p.Text(h)
		if !p.Visible(h) || !says("results", heading) {
			continue
		}
		if m := quoted.FindString(heading); m != "" {
			return !slices.ContainsFunc(longWords(m), func(w string) bool { return slices.Contains(own, w) })
		}
	}
	return false
}

// quoted matches what stands in quotation marks.
var quoted = regexp.MustCompile(`["“„«‘].{1,80}?["”“»’]`)

// fileName matches a title that a program made of a file or of an address.
var fileName = regexp.MustCompile(`(?i)^(?:https?://\S+|[\w.%-]+\.(?:html?|php|aspx?|jsp|docx?|pdf|indd|xlsx?)|(?:microsoft word|microsoft powerpoint) - .*|home\s*page?|index)$`)

// sharesWords reports whether a title has a word of the page's headings or, on
// a page without, of its text.
func sharesWords(p *page.Page, title string) bool {
	var b strings.Builder
	for _, h := range headings(p) {
		b.WriteString(p.Text(h))
		b.WriteByte(' ')
	}
	if b.Len() == 0 {
		for i, block := range p.Blocks() {
			if i > 200 {
				break
			}
			b.WriteString(block.Text)
			b.WriteByte(' ')
		}
	}
	stems := make(map[string]bool)
	for _, w := range longWords(b.String()) {
		stems[w] = true
	}
	own := longWords(title)
	for _, w := range own {
		if stems[w] {
			return true
		}
	}
	return len(own) == 0 || len(stems) == 0
}

// longWords returns the words of a text that carry meaning, cut to what their
// forms share: four letters at least, six at most.
func longWords(s string) []string {
	var ws []string
	for _, span := range text.Words(s) {
		r := []rune(strings.ToLower(s[span.Start:span.End]))
		if len(r) >= 4 {
			ws = append(ws, string(r[:min(len(r), 6)]))
		}
	}
	return ws
}
