package clarity

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

// A passage is one block of the main content, read as text.
type passage struct {
	page.Block
	text     *text.Text
	findings []text.Finding
}

// prose is the main content of a page as text in one of our languages.
type prose struct {
	lang     text.Lang
	known    bool // the language of the content is one of ours
	passages []passage
	whole    *text.Text // all passages, paragraphs apart
}

type proseKey struct{}

// read returns the main content of a page. It is computed once for a page.
func read(p *page.Page) *prose {
	return page.Derive(p, proseKey{}, func() *prose { return readProse(p) })
}

// minBlock is the least number of letters by which a block's own language is
// found; shorter ones are taken to be in the language of the page.
const minBlock = 60

func readProse(p *page.Page) *prose {
	r := new(prose)
	r.lang, r.known = text.Detect(Content(p))
	if !r.known {
		return r
	}
	var own strings.Builder // what is in the language of the page
	for _, b := range p.Blocks() {
		if !readable(b) {
			continue
		}
		lang := r.lang
		if len(b.Text) >= minBlock {
			l, ok := text.Detect(b.Text)
			if !ok {
				continue // in another language, or no language at all
			}
			lang = l
		}
		if lang == r.lang {
			own.WriteString(b.Text)
			own.WriteString("\n\n")
		}
		t := text.Read(b.Text, lang)
		r.passages = append(r.passages, passage{Block: b, text: t, findings: t.Findings()})
	}
	r.whole = text.Read(own.String(), r.lang)
	return r
}

// readable tells main content that is written to be read from menus, labels
// and code.
func readable(b page.Block) bool {
	if b.Region != page.Content {
		return false
	}
	switch b.Node.DataAtom {
	case atom.Button, atom.Option, atom.Select, atom.Pre, atom.Code, atom.Textarea, atom.Nav:
		return false
	}
	return strings.ContainsFunc(b.Text, func(r rune) bool { return r >= 'a' })
}

// node returns the element in which a part of the passage stands: the nearest
// to the text, so that an excerpt shows it.
func (b *passage) node(span text.Span) *html.Node {
	for _, piece := range b.Pieces {
		if piece.Start <= span.Start && span.End <= piece.End && piece.Node.Parent != nil {
			return piece.Node.Parent
		}
	}
	return b.Node
}

// each reports the findings of one kind, each distinct term once, by its first
// appearance; report gets the number of times that it appears on the page. If
// there is text and no finding, the check passed.
func each(p *checks.Pass, kind text.Kind, report func(b *passage, f text.Finding, times int)) {
	r := read(p.Page)
	if !r.known {
		return
	}
	type first struct {
		b     *passage
		f     text.Finding
		times int
	}
	var order []string
	found := make(map[string]*first)
	for i := range r.passages {
		b := &r.passages[i]
		for _, f := range b.findings {
			if f.Kind != kind {
				continue
			}
			term := strings.ToLower(f.Text)
			if found[term] == nil {
				found[term] = &first{b: b, f: f}
				order = append(order, term)
			}
			found[term].times++
		}
	}
	for _, term := range order {
		report(found[term].b, found[term].f, found[term].times)
	}
	if len(order) == 0 && len(r.passages) > 0 {
		p.Passed(p.Page.Root)
	}
}

// quote returns a sentence to show, bounded.
func quote(b *passage, s text.Span) string { return clip(s.In(b.Text), 240) }

func clip(s string, n int) string {
	s = page.Collapse(s)
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

func count(n int) string { return strconv.Itoa(n) }

// extract adds the language and the clarity of the main content.
func extract(p *page.Page, f *checks.Facts) {
	r := read(p)
	if !r.known {
		return
	}
	f.Detected = string(r.lang)
	extractSignals(p, f, r)
	if c, err := r.whole.Score(); err == nil {
		f.Score = &c.Score
	}
	texts := make([]*text.Text, len(r.passages))
	for i := range r.passages {
		texts[i] = r.passages[i].text
	}
	f.Hardest = Hardest(texts...)
}

// Content returns the main content of a page as text: paragraphs apart, without
// menus, banners and footers.
func Content(p *page.Page) string {
	var all strings.Builder
	for _, b := range p.Blocks() {
		if readable(b) {
			all.WriteString(b.Text)
			all.WriteString("\n\n")
		}
	}
	return all.String()
}
