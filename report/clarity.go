package report

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"hash/fnv"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

const (
	hardestPages     = 50   // on the page about clarity
	hardestSentences = 30   // on that page; the list for editors has all that are kept
	editorTerms      = 5000 // of a list for editors
	clarityGroups    = 40   // sections of the site shown
	clarityChanges   = 20   // pages shown that became clearer, and harder
	clarityStep      = 5.0  // points of the score that make a change
	hardPage         = 40.0 // a page below is hard, see text.Hard
)

// The signals of the clarity checks, see checks/clarity.
const (
	signalAcronyms   = "clarity.acronyms"
	signalExpansions = "clarity.expansions"
)

// clarityBook gathers what the page about clarity and the lists for editors need
// of each page.
type clarityBook struct {
	pages     []clarityPage
	index     map[uint64]int32 // of pages, by address
	sentences []siteSentence
	jargon    map[string]*term
	acronyms  map[string]*term
}

type clarityPage struct {
	row   pageRow
	lang  string
	links []uint64
}

// siteSentence is a hard sentence and where it stands.
type siteSentence struct {
	checks.Sentence
	Lang      string
	URL, File string
	Pages     int
}

// term is a word for the lists of editors.
type term struct {
	Text, Lang, Plain string
	Times, Pages      int
	Sentence, URL     string
	Source            string // page that explains an acronym
}

func urlHash(u string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(u)) //nolint:errcheck // never fails
	return h.Sum64()
}

// add takes note of a page.
func (b *clarityBook) add(p *audit.Page, row pageRow) {
	if b.index == nil {
		b.index = make(map[uint64]int32)
		b.jargon, b.acronyms = make(map[string]*term), make(map[string]*term)
	}
	page := clarityPage{row: row}
	if f := p.Facts; f != nil {
		page.lang = f.Detected
		seen := make(map[uint64]bool, len(f.Links))
		for _, l := range f.Links {
			if a := urlHash(l.URL); !l.External && !seen[a] {
				seen[a] = true
				page.links = append(page.links, a)
			}
		}
		for _, s := range f.Hardest {
			b.sentences = append(b.sentences, siteSentence{s, f.Detected, p.URL, row.File, 1})
		}
		b.addAcronyms(f, p)
	}
	for _, r := range p.Results {
		if r.Check != "jargon" {
			continue
		}
		for _, f := range r.Findings {
			a := f.Message.Args
			times := 1
			fmt.Sscan(a["times"], &times) //nolint:errcheck // then it is one
			b.note(b.jargon, term{Text: a["term"], Lang: page.lang, Plain: a["plain"], Times: times, Sentence: a["sentence"], URL: p.URL})
		}
	}
	for _, u := range []string{p.URL, p.Final} {
		if a := urlHash(u); u != "" {
			if _, ok := b.index[a]; !ok {
				b.index[a] = int32(len(b.pages))
			}
		}
	}
	b.pages = append(b.pages, page)
}

// addAcronyms takes note of the acronyms that a page explains or leaves
// unexplained.
func (b *clarityBook) addAcronyms(f *checks.Facts, p *audit.Page) {
	split := func(name string) []string {
		return strings.FieldsFunc(f.Signals[name], func(r rune) bool { return r == '|' })
	}
	for _, e := range split(signalExpansions) {
		short, long, _ := strings.Cut(e, "=")
		t := b.note(b.acronyms, term{Text: short, Lang: f.Detected})
		if t != nil && t.Plain == "" {
			t.Plain, t.Source = long, p.URL
		}
	}
	sentences := make(map[string]string)
	for _, r := range p.Results {
		if r.Check == "acronyms" {
			for _, x := range r.Findings {
				sentences[x.Message.Args["term"]] = x.Message.Args["sentence"]
			}
		}
	}
	for _, a := range split(signalAcronyms) {
		b.note(b.acronyms, term{Text: a, Lang: f.Detected, Times: 1, Sentence: sentences[a], URL: p.URL})
	}
}

// stemLetters is how much of a term its forms have in common at least, where
// they have the same plain alternative: "afférent", "afférentes".
const stemLetters = 6

func stem(t term) string {
	r := []rune(strings.ToLower(t.Text))
	if t.Plain != "" {
		r = r[:min(len(r), stemLetters)]
	}
	return string(r)
}

// note adds what a page says of a term and returns the term; nil if the list is
// full.
func (b *clarityBook) note(list map[string]*term, t term) *term {
	key := t.Lang + "\x00" + t.Plain + "\x00" + stem(t)
	known := list[key]
	if known == nil {
		if len(list) >= editorTerms || t.Text == "" {
			return nil
		}
		known = &term{Text: t.Text, Lang: t.Lang, Plain: t.Plain}
		if t.Lang != "de" && strings.ToUpper(t.Text) != t.Text {
			known.Text = strings.ToLower(t.Text)
		}
		list[key] = known
	}
	if t.Times > 0 {
		known.Times += t.Times
		known.Pages++
		known.Sentence, known.URL = cmp.Or(known.Sentence, t.Sentence), cmp.Or(known.URL, t.URL)
	}
	return known
}

// follow has the addresses that lead to a page, or show the same, stand for it.
func (b *clarityBook) follow(met []audit.URL) {
	leads := make(map[uint64]uint64)
	for _, u := range met {
		if u.Outcome == "redirected" || u.Outcome == "duplicate" {
			leads[urlHash(u.URL)] = urlHash(u.Final)
		}
	}
	const hops = 10
	for from, to := range leads {
		for range hops {
			if at, ok := b.index[to]; ok {
				b.index[from] = at
				break
			}
			to = leads[to]
		}
	}
}

// central returns, for each page, its share of the visits of somebody who
// follows links at random and starts anew now and then (PageRank, damping 0.85),
// and how many pages link to it.
func (b *clarityBook) central() (share []float64, linked []int) {
	n := len(b.pages)
	linked = make([]int, n)
	out := make([][]int32, n)
	for i, p := range b.pages {
		for _, a := range p.links {
			if to, ok := b.index[a]; ok && int(to) != i {
				out[i] = append(out[i], to)
				linked[to]++
			}
		}
	}
	const damping, rounds = 0.85, 40
	share, next := make([]float64, n), make([]float64, n)
	for i := range share {
		share[i] = 1 / float64(n)
	}
	for range rounds {
		lost := 0.0 // where no link leads on
		clear(next)
		for i, to := range out {
			if len(to) == 0 {
				lost += share[i]
			}
			for _, k := range to {
				next[k] += damping * share[i] / float64(len(to))
			}
		}
		for i := range next {
			next[i] += (1 - damping + damping*lost) / float64(n)
		}
		share, next = next, share
	}
	return share, linked
}

// clarityRow is a page, ranked by what readers lose there.
type clarityRow struct {
	pageRow
	Linked int     // pages that link to it
	Loss   float64 // percent of what readers lose on the site
}

// group is a part of the pages: a section of the site, or a language.
type group struct {
	Name  string
	Pages int
	Mean  float64
	Hard  int // pages below hardPage

	sum float64
}

func (g *group) add(score float64) {
	g.Pages++
	if score < hardPage {
		g.Hard++
	}
	g.sum += score
	g.Mean = g.sum / float64(g.Pages)
}

// section returns the part of the site that an address belongs to: its first
// folder that is no language.
func section(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "/"
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for len(parts) > 1 && len(parts[0]) == 2 {
		parts = parts[1:]
	}
	if len(parts) < 2 {
		return "/"
	}
	return "/" + line(parts[0]) + "/"
}

// clarityChange is a page whose score is another than in the audit before.
type clarityChange struct {
	pageRow
	Before, By float64
}

type clarityHistory struct {
	Pages           int // scored in both audits
	Before, After   float64
	Clearer, Harder []clarityChange
	Better, Worse   int // pages
}

type clarityDocument struct {
	audit.URL
	Name string
}

type clarityData struct {
	Bands     []band
	Ranked    []clarityRow
	Scored    int
	Sections  []group
	Languages []group
	Sentences []siteSentence
	Documents []clarityDocument
	History   *clarityHistory
	Terms     int // of jargon
	Acronyms  int
	Kept      int // sentences in the list for editors
	Issues    []issueRow
}

// band is a range of clarity scores and the pages in it.
type band struct {
	Range           string
	N               int
	Y, TextY, Width int // in the chart
}

func (s *site) writeClarity(context.Context) error {
	b := &s.clarity
	var d clarityData
	counts := make([]int, 5)
	b.follow(s.Audit.Coverage.URLs)
	share, linked := b.central()
	sections, languages := make(map[string]*group), make(map[string]*group)
	put := func(groups map[string]*group, name string, score float64) {
		if groups[name] == nil {
			groups[name] = &group{Name: name}
		}
		groups[name].add(score)
	}
	loss := 0.0
	for i, p := range b.pages {
		if p.row.Clarity == nil {
			continue
		}
		score := *p.row.Clarity
		counts[min(max(int(score/20), 0), 4)]++
		put(sections, section(p.row.URL), score)
		put(languages, cmp.Or(p.lang, "–"), score)
		row := clarityRow{pageRow: p.row, Linked: linked[i], Loss: share[i] * (100 - score)}
		loss += row.Loss
		d.Ranked = append(d.Ranked, row)
	}
	d.Scored = len(d.Ranked)
	for i := range d.Ranked {
		d.Ranked[i].Loss *= 100 / max(loss, 1e-9)
	}
	slices.SortStableFunc(d.Ranked, func(x, y clarityRow) int { return cmp.Compare(y.Loss, x.Loss) })
	d.Ranked = d.Ranked[:min(len(d.Ranked), hardestPages)]
	for i, n := range counts {
		d.Bands = append(d.Bands, band{
			Range: fmt.Sprintf("%d–%d", i*20, i*20+20), N: n,
			Y: 8 + i*38, TextY: 26 + i*38, Width: 330 * n / max(1, slices.Max(counts)),
		})
	}
	d.Sections, d.Languages = sorted(sections), sorted(languages)
	d.Sections = d.Sections[:min(len(d.Sections), clarityGroups)]
	d.History = s.clarityHistory()
	for _, u := range s.Audit.Coverage.URLs {
		if u.Document == nil || u.Document.Text == nil {
			continue
		}
		doc := clarityDocument{URL: u, Name: u.URL}
		if parsed, err := url.Parse(u.URL); err == nil {
			doc.Name = line(filepath.Base(parsed.Path))
		}
		d.Documents = append(d.Documents, doc)
		for _, x := range u.Document.Text.Hardest {
			b.sentences = append(b.sentences, siteSentence{x, u.Document.Text.Lang, u.URL, "", 1})
		}
		for _, f := range u.Document.Text.Findings {
			if f.Kind == "jargon" {
				b.note(b.jargon, term{Text: f.Text, Lang: u.Document.Text.Lang, Plain: f.Plain, Times: f.Times, URL: u.URL})
			}
		}
	}
	b.sentences = distinct(b.sentences)
	d.Sentences = b.sentences[:min(len(b.sentences), hardestSentences)]
	d.Terms, d.Acronyms, d.Kept = len(b.jargon), len(b.acronyms), len(b.sentences)
	for _, i := range s.Audit.Issues {
		if i.Dimension == checks.Clarity && len(d.Issues) < hardestPages {
			d.Issues = append(d.Issues, issueRow{Issue: i, File: s.issueFiles[i.Fingerprint]})
		}
	}
	if err := s.writeEditorLists(); err != nil {
		return err
	}
	return s.render("clarity", "clarity.html", "clarity", s.T("clarity.title"), nil, d)
}

// sorted returns groups, those with most pages first.
func sorted(groups map[string]*group) []group {
	var all []group
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		all = append(all, *groups[name])
	}
	slices.SortStableFunc(all, func(x, y group) int { return cmp.Compare(y.Pages, x.Pages) })
	return all
}

// distinct returns each sentence once, the hardest first.
func distinct(all []siteSentence) []siteSentence {
	at := make(map[string]int)
	var once []siteSentence
	for _, s := range all {
		if i, ok := at[s.Text]; ok {
			once[i].Pages++
			continue
		}
		at[s.Text] = len(once)
		once = append(once, s)
	}
	slices.SortStableFunc(once, func(x, y siteSentence) int { return cmp.Compare(x.Score, y.Score) })
	return once
}

// clarityHistory compares the scores with those of the audit before; nil without
// one.
func (s *site) clarityHistory() *clarityHistory {
	if s.Comparison == nil || len(s.Clarity) == 0 {
		return nil
	}
	h := new(clarityHistory)
	for _, p := range s.clarity.pages {
		before, ok := s.Clarity[p.row.URL]
		if !ok || p.row.Clarity == nil {
			continue
		}
		h.Pages++
		h.Before += before
		h.After += *p.row.Clarity
		switch c := (clarityChange{p.row, before, *p.row.Clarity - before}); {
		case c.By >= clarityStep:
			h.Clearer = append(h.Clearer, c)
		case c.By <= -clarityStep:
			h.Harder = append(h.Harder, c)
		}
	}
	if h.Pages == 0 {
		return nil
	}
	h.Before, h.After = h.Before/float64(h.Pages), h.After/float64(h.Pages)
	h.Better, h.Worse = len(h.Clearer), len(h.Harder)
	slices.SortStableFunc(h.Clearer, func(x, y clarityChange) int { return cmp.Compare(y.By, x.By) })
	slices.SortStableFunc(h.Harder, func(x, y clarityChange) int { return cmp.Compare(x.By, y.By) })
	h.Clearer, h.Harder = h.Clearer[:min(h.Better, clarityChanges)], h.Harder[:min(h.Worse, clarityChanges)]
	return h
}

// piece is a part of a sentence: plain, or in a mark.
type piece struct {
	Text, Kind, Plain string
}

// pieces cuts a sentence at its marks.
func pieces(s checks.Sentence) []piece {
	var list []piece
	at := 0
	for _, m := range s.Marks {
		if m.Start < at || m.End > len(s.Text) || m.End < m.Start {
			continue
		}
		if m.Start > at {
			list = append(list, piece{Text: s.Text[at:m.Start]})
		}
		list = append(list, piece{s.Text[m.Start:m.End], m.Kind, m.Plain})
		at = m.End
	}
	return append(list, piece{Text: s.Text[at:]})
}

// writeEditorLists writes what editors may take into their hands: jargon,
// acronyms and the hardest sentences of the site.
func (s *site) writeEditorLists() error {
	list := func(terms map[string]*term) []*term {
		return slices.SortedFunc(maps.Values(terms), func(x, y *term) int {
			return cmp.Or(cmp.Compare(x.Lang, y.Lang), cmp.Compare(y.Pages, x.Pages), cmp.Compare(y.Times, x.Times), cmp.Compare(x.Text, y.Text))
		})
	}
	head := func(keys ...string) []string {
		for i, k := range keys {
			keys[i] = s.T("editors." + k)
		}
		return keys
	}
	jargon := [][]string{head("term", "plain", "lang", "times", "pages", "sentence", "url")}
	for _, t := range list(s.clarity.jargon) {
		jargon = append(jargon, []string{t.Text, t.Plain, t.Lang, fmt.Sprint(t.Times), fmt.Sprint(t.Pages), t.Sentence, t.URL})
	}
	acronyms := [][]string{head("acronym", "long", "lang", "unexplained", "sentence", "url", "source")}
	for _, t := range list(s.clarity.acronyms) {
		acronyms = append(acronyms, []string{t.Text, t.Plain, t.Lang, fmt.Sprint(t.Pages), t.Sentence, t.URL, t.Source})
	}
	sentences := [][]string{head("sentence", "score", "lang", "marks", "pages", "url")}
	for _, x := range s.clarity.sentences {
		var marks []string
		for _, p := range pieces(x.Sentence) {
			if p.Kind == "" {
				continue
			}
			mark := p.Text + " (" + s.Word("kind", p.Kind)
			if p.Plain != "" {
				mark += s.T("editors.instead", "plain", p.Plain)
			}
			marks = append(marks, mark+")")
		}
		sentences = append(sentences, []string{x.Text, s.words.Score(x.Score), x.Lang, strings.Join(marks, "; "), fmt.Sprint(x.Pages), x.URL})
	}
	for name, rows := range map[string][][]string{"clarity-jargon.csv": jargon, "clarity-acronyms.csv": acronyms, "clarity-sentences.csv": sentences} {
		// Spreadsheets take a file for UTF-8 by the mark at its beginning.
		out := bytes.NewBufferString("\ufeff")
		w := csv.NewWriter(out)
		for _, row := range rows {
			for i := range row {
				row[i] = cell(row[i])
			}
			if err := w.Write(row); err != nil {
				return err
			}
		}
		w.Flush()
		if err := os.WriteFile(filepath.Join(s.dir, name), out.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// dict makes the data of a template of several things: alternately names and
// values.
func dict(pairs ...any) map[string]any {
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m
}
