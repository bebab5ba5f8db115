package channels

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

// line is one line of a block of visible text.
type line struct {
	block   *page.Block
	start   int // in block.Text
	text    string
	heading string // the nearest heading before it
	head    bool   // it is a heading or a caption
	label   string // what names it: the head of its row or column, the term, a short line before
	row     string // in a table: the head of its row
	column  string // in a table: the head of its column
}

// reader is a page made ready for extraction.
type reader struct {
	p      *page.Page
	lang   string // of the page: "fr", "nl", "de", "en" or ""
	region string // country whose national numbers are expected
	lines  []line
	folded map[*html.Node]*html.Node // what is not shown to the control that shows it
	byNode map[*html.Node]*line      // text nodes
}

func newReader(p *page.Page) *reader {
	r := &reader{p: p}
	blocks := r.blocks()
	heading := ""
	for i := range blocks {
		b := &blocks[i]
		if b.Kind == "option" || b.Kind == "select" {
			continue
		}
		head := len(b.Kind) == 2 && b.Kind[0] == 'h' && isDigit(b.Kind[1]) || b.Kind == "caption" || b.Kind == "legend" || b.Kind == "summary" || hasRole(b.Node, "heading")
		if head {
			heading = page.Collapse(b.Text)
		}
		at := 0
		for t := range strings.SplitSeq(b.Text, "\n") {
			if strings.TrimSpace(t) != "" {
				r.lines = append(r.lines, line{block: b, start: at, text: t, heading: heading, head: head})
			}
			at += len(t) + 1
		}
	}
	r.byNode = make(map[*html.Node]*line)
	for i := range r.lines {
		l := &r.lines[i]
		l.label = r.labelOf(i)
		for _, pc := range l.block.Pieces {
			if pc.Start >= l.start && pc.Start <= l.start+len(l.text) {
				r.byNode[pc.Node] = l
			}
		}
	}
	r.lang = r.pageLang()
	r.region = Country(p, r.lang)
	return r
}

func hasRole(n *html.Node, role string) bool {
	v, _ := page.Attr(n, "role")
	return v == role
}

// labelOf returns the words that name line i.
func (r *reader) labelOf(i int) string {
	l := &r.lines[i]
	n := l.block.Node
	if cell := r.p.Closest(n, "td, th"); cell != nil && l.start == 0 {
		l.row, l.column = r.cellHeads(cell)
		return strings.TrimSpace(l.row + " " + l.column)
	}
	if l.head {
		return ""
	}
	if dd := r.p.Closest(n, "dd"); dd != nil {
		for s := dd.PrevSibling; s != nil; s = s.PrevSibling {
			if s.DataAtom == atom.Dt {
				return r.p.VisibleText(s)
			}
		}
	}
	if i == 0 {
		return ""
	}
	before := &r.lines[i-1]
	if before.block != l.block && (before.block.Region != l.block.Region || before.head) {
		return ""
	}
	if t := strings.TrimSpace(before.text); utf8.RuneCountInString(t) <= 48 && digitCount(t) < 4 && !strings.Contains(t, "@") {
		return t
	}
	return ""
}

func digitCount(s string) (n int) {
	for _, r := range s {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

// cellHeads returns the heads of the row and the column of a cell.
func (r *reader) cellHeads(cell *html.Node) (rowHead, columnHead string) {
	row := cell.Parent
	if row == nil || row.DataAtom != atom.Tr {
		return "", ""
	}
	col, first := 0, (*html.Node)(nil)
	for s := row.FirstChild; s != nil && s != cell; s = s.NextSibling {
		if s.DataAtom == atom.Td || s.DataAtom == atom.Th {
			if first == nil {
				first = s
			}
			col++
		}
	}
	if table := r.p.Closest(cell, "table"); table != nil {
		if rows := r.p.FindIn(table, "tr"); len(rows) > 0 && rows[0] != row {
			k := 0
			for s := rows[0].FirstChild; s != nil; s = s.NextSibling {
				if s.DataAtom == atom.Td || s.DataAtom == atom.Th {
					if k == col && s.DataAtom == atom.Th {
						columnHead = r.p.VisibleText(s)
					}
					k++
				}
			}
		}
	}
	if first != nil {
		rowHead = r.p.VisibleText(first)
	}
	return rowHead, columnHead
}

// nodeAt returns the text node that byte i of a line comes from.
func (l *line) nodeAt(i int) *html.Node {
	i += l.start
	for _, pc := range l.block.Pieces {
		if i < pc.End {
			return pc.Node
		}
	}
	return l.block.Node
}

// spaced returns the text of a line with a space between the texts of two
// elements where a letter meets a digit or a capital: "Lundi" and "9h" stand
// apart to the eye.
// Digits raised after digits are the number of a note and are marked off.
func (l *line) spaced() spacedText {
	var b strings.Builder
	var gaps [][2]int
	end := l.start + len(l.text)
	at := l.start
	for _, pc := range l.block.Pieces {
		if pc.Start <= at || pc.Start >= end {
			continue
		}
		b.WriteString(l.block.Text[at:pc.Start])
		at = pc.Start
		switch a, z := l.block.Text[at-1], l.block.Text[at]; {
		case isDigit(a) != isDigit(z) && a != ' ' && z != ' ', isLower(a) && isUpper(z):
			b.WriteByte(' ')
			gaps = append(gaps, [2]int{b.Len(), b.Len() - (at - l.start)})
		case isDigit(a) && isDigit(z) && pc.Node.Parent != nil && pc.Node.Parent.DataAtom == atom.Sup:
			b.WriteByte('*')
			gaps = append(gaps, [2]int{b.Len(), b.Len() - (at - l.start)})
		}
	}
	b.WriteString(l.block.Text[at:end])
	return spacedText{b.String(), gaps}
}

func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }

// spacedText is the text of a line with what was put in.
type spacedText struct {
	text string
	gaps [][2]int // byte from which on, bytes put in so far
}

// at returns the byte of the line that byte i of the text stands for.
func (s *spacedText) at(i int) int {
	in := 0
	for _, g := range s.gaps {
		if i < g[0] {
			break
		}
		in = g[1]
	}
	return i - in
}

var iconParts = strings.NewReplacer("-", " ", "_", " ", "#", " ", "/", " ", ".", " ")

// iconLabel looks in images, names and classes beside a text for what they
// declare a number to be.
func (r *reader) iconLabel(l *line, n *html.Node) Label {
	var b strings.Builder
	note := func(e *html.Node) {
		for _, name := range []string{"alt", "aria-label", "title"} {
			if v, ok := page.Attr(e, name); ok {
				b.WriteString(" " + v)
			}
		}
		for _, name := range []string{"class", "href", "xlink:href", "src"} {
			v, ok := page.Attr(e, name)
			if !ok || name != "class" && e.DataAtom != atom.Img && e.Data != "use" {
				continue
			}
			switch v = iconParts.Replace(strings.ToLower(v)); {
			case faxIcons.Match(v):
				b.WriteString(" fax ")
			case phoneIcons.Match(v):
				b.WriteString(" phone ")
			}
		}
		if v, ok := page.Attr(e, "itemprop"); ok && v == "faxNumber" {
			b.WriteString(" fax")
		}
	}
	for a := l.block.Node; a != nil && a != r.p.Root; a = r.p.Parent(a) {
		if a.DataAtom == atom.Body || a.DataAtom == atom.Main || a.DataAtom == atom.Section || a.DataAtom == atom.Footer {
			break
		}
		if a != l.block.Node && a.DataAtom != atom.Li && a.DataAtom != atom.P && a.DataAtom != atom.Span && a.DataAtom != atom.Div {
			break
		}
		if a != l.block.Node && len(r.p.Text(a)) > 2*len(l.block.Text)+20 {
			break
		}
		note(a)
	}
	var walk func(e *html.Node) bool
	steps := 0
	walk = func(e *html.Node) bool {
		if steps++; e == n || steps > 400 {
			return false
		}
		if e.Type == html.ElementNode {
			if e.DataAtom == atom.Br {
				b.Reset()
			}
			note(e)
		} else if e.Type == html.TextNode && strings.ContainsAny(e.Data, "0123456789") {
			b.Reset()
		}
		for c := range r.p.Children(e) {
			if !walk(c) {
				return false
			}
		}
		return true
	}
	walk(l.block.Node)
	return LabelOf(b.String())
}

// pageLang returns the language of the page: the declared one if it is one of
// ours, else the one its words are in.
func (r *reader) pageLang() string {
	if l, _, _ := strings.Cut(strings.ToLower(declaredLang(r.p)), "-"); phoneData.ByLang[l] != "" {
		return l
	}
	var b strings.Builder
	for _, l := range r.lines {
		if b.WriteString(l.text + "\n"); b.Len() > 5000 {
			break
		}
	}
	if l, ok := text.Detect(b.String()); ok {
		return string(l)
	}
	return ""
}

// declaredLang returns the lang attribute of the page, or "".
func declaredLang(p *page.Page) string {
	if roots := p.Find("html[lang]"); len(roots) > 0 {
		v, _ := page.Attr(roots[0], "lang")
		return strings.TrimSpace(v)
	}
	return ""
}

// langOf returns the language of a line.
func (r *reader) langOf(l *line) string {
	if v, _, _ := strings.Cut(strings.ToLower(l.block.Lang), "-"); phoneData.ByLang[v] != "" {
		return v
	}
	return r.lang
}

var countryWords = func() map[string]*words.Set {
	m := make(map[string]*words.Set)
	for c, d := range phoneData.Countries {
		m[c] = words.Compile(d.Words)
	}
	return m
}()

// Country returns the country of a page as ISO 3166 code ("FR", "BE" …), by
// its domain, the region of its language, international prefixes and names of
// countries and towns, or "" if nothing tells. lang is the language of its
// text, or "".
func Country(p *page.Page, lang string) string {
	return best(countryScores(p), lang)
}

// countryScores weighs what tells the country of a page.
func countryScores(p *page.Page) map[string]int {
	return countryOf.of(p, weighCountries)
}

func weighCountries(p *page.Page) map[string]int {
	score := make(map[string]int)
	if u, err := url.Parse(p.Final); err == nil {
		host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
		for c, d := range phoneData.Countries {
			for _, tld := range d.TLD {
				if strings.HasSuffix(host, "."+tld) {
					score[c] += 12
					break
				}
			}
		}
	}
	if _, region, ok := strings.Cut(declaredLang(p), "-"); ok && len(region) == 2 {
		score[strings.ToUpper(region)] += 6
	}
	var b strings.Builder
	for _, bl := range p.Blocks() {
		if b.WriteString(bl.Text + "\n"); b.Len() > 60_000 {
			break
		}
	}
	for part := range strings.SplitSeq(b.String(), "\n") {
		f := words.Fold(part).S
		for c, w := range countryWords {
			score[c] += len(w.FindAll(f, 2))
		}
		for _, m := range digitRun.FindAllString(f, 20) {
			for prefix, c := range dialling {
				if strings.HasPrefix(strings.TrimLeft(m, "( "), prefix) {
					score[c] += 5
				}
			}
		}
	}
	for _, n := range p.Find(`a[href^="tel:"]`) {
		v, _ := page.Attr(n, "href")
		for prefix, c := range dialling {
			if strings.HasPrefix(strings.TrimPrefix(v, "tel:"), prefix) {
				score[c] += 5
			}
		}
	}
	for _, n := range p.Find(`[itemprop="addressCountry"], meta[name="geo.region"]`) {
		v, _ := page.Attr(n, "content")
		if v == "" {
			v = p.Text(n)
		}
		if len(v) >= 2 {
			score[strings.ToUpper(v[:2])] += 6
		}
	}
	return score
}

func best(score map[string]int, lang string) string {
	first, weight := "", 0
	for _, c := range sortedKeys(phoneData.Countries) {
		w := score[c]
		if phoneData.ByLang[lang] == c {
			w++
		}
		if w > weight {
			first, weight = c, w
		}
	}
	return first
}

var dialling = map[string]string{
	"+33": "FR", "0033": "FR", "+32": "BE", "0032": "BE", "+352": "LU", "00352": "LU", "+41": "CH", "0041": "CH",
	"+49": "DE", "0049": "DE", "+31": "NL", "0031": "NL", "+44": "GB", "0044": "GB", "+353": "IE", "+43": "AT",
}
