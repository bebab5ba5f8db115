package service

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

// The signals that the checks of a site look for.
const (
	signalCountry   = "country"            // "fr", "be", "lu" …: what the page itself tells
	signalMention   = "conformity.mention" // the state that the page mentions: total, partial, none
	signalStatement = "statement"          // the page is an accessibility statement: its country or "yes"
	signalState     = "statement.state"    // total, partial, none
	signalDate      = "statement.date"     // when the statement was made or last reviewed, as 2006-01-02
	signalPlan      = "statement.plan"     // year of the latest action plan, or undated
	signalVisited   = "statement.visited"  // when the server sent the page, as 2006-01-02
	signalResults   = "results.year"       // of the latest quality results
	signalProcedure = "procedure"          // the page explains a procedure: its title
	signalTopic     = "topic."             // followed by a topic of data/topics.yaml: the words that name it
)

// extract adds to the facts of a page the signals of this family.
func extract(p *page.Page, f *checks.Facts) {
	set := func(k, v string) {
		if v == "" {
			return
		}
		if f.Signals == nil {
			f.Signals = make(map[string]string)
		}
		f.Signals[k] = clip(v, 120)
	}
	visit := func() {
		if t, err := http.ParseTime(strings.TrimSpace(p.Header.Get("Date"))); err == nil {
			set(signalVisited, t.Format(time.DateOnly))
		}
	}
	lang, _, _ := strings.Cut(strings.ToLower(f.Lang), "-")
	set(signalCountry, strings.ToLower(channels.Country(p, lang)))
	if m, _ := findMention(p); m != "" {
		set(signalMention, m)
	}
	if s := readStatement(p); s != nil {
		set(signalStatement, cmp.Or(s.country, "yes"))
		set(signalState, s.state)
		set(signalPlan, s.plan())
		if t := s.latest(); t != nil {
			set(signalDate, t.Format(time.DateOnly))
		}
		visit()
	}
	if r := procedureOf.of(p, ReadProcedure); r != nil {
		f.Procedure = r
		set(signalProcedure, r.Title)
	}
	found := make(map[string]string)
	name := func(text string, prose bool) {
		s := words.Fold(clip(text, 300)).S
		if s == "" {
			return
		}
		for k, t := range topics {
			if found[k] == "" && (!prose || t.Prose) && t.says(s) {
				found[k] = text
			}
		}
	}
	for _, n := range p.Find("a[href], button, h1, h2, h3, h4, summary, input[type=submit], iframe[title]") {
		if p.Hidden(n) && n.DataAtom != atom.A { // a closed menu is a way all the same
			continue
		}
		if text := nameOf(p, n); len(strings.Fields(text)) <= 14 {
			name(text, false)
		}
	}
	year := ""
	for _, b := range p.Blocks() {
		name(b.Text, true)
		if s := words.Fold(clip(b.Text, 300)).S; topics["results"].says(s) {
			for _, y := range aYear.FindAllString(s, 10) {
				year = max(year, y)
			}
		}
	}
	if year != "" {
		set(signalResults, year)
		visit()
	}
	if searchForm(p) {
		found["search"] = "search"
	}
	for k, text := range found {
		set(signalTopic+k, text)
	}
}

// nameOf returns what a link, button or heading is called.
func nameOf(p *page.Page, n *html.Node) string {
	if ax := p.AX(n); ax != nil && ax.Name != "" {
		return page.Collapse(ax.Name)
	}
	for _, k := range []string{"aria-label", "value", "title"} {
		if v, _ := page.Attr(n, k); v != "" && (k == "aria-label" || p.Text(n) == "") {
			return page.Collapse(v)
		}
	}
	t := p.Text(n)
	for _, img := range p.FindIn(n, "img[alt]") {
		v, _ := page.Attr(img, "alt")
		t += " " + v
	}
	return page.Collapse(t)
}

func searchForm(p *page.Page) bool {
	if len(p.Find("input[type=search], [role=search] input, search input, [role=searchbox]")) > 0 {
		return true
	}
	for _, n := range p.Find("form input[type=text], form input:not([type])") {
		name, _ := page.Attr(n, "name")
		label, _ := page.Attr(n, "aria-label")
		hint, _ := page.Attr(n, "placeholder")
		if slices.Contains([]string{"q", "s", "search", "query", "keys", "recherche"}, strings.ToLower(name)) ||
			topics["search"].says(words.Fold(label+" "+hint).S) {
			return true
		}
	}
	return false
}

// findMention returns the state of conformity that a page mentions in the
// words of French law, and the element that holds the mention.
func findMention(p *page.Page) (string, *html.Node) {
	bs := p.Blocks()
	for i := range bs {
		s := words.Fold(strings.ReplaceAll(bs[i].Text, "\n", " ")).S
		if m := mention.FindStringSubmatch(s); m != nil {
			return stateNamed(m[1]), bs[i].Node
		}
	}
	for _, n := range p.Find("a[href]") {
		if p.Hidden(n) {
			continue
		}
		if m := mention.FindStringSubmatch(words.Fold(nameOf(p, n)).S); m != nil {
			return stateNamed(m[1]), n
		}
	}
	return "", nil
}

func stateNamed(word string) string {
	switch word {
	case "totalement":
		return total
	case "partiellement":
		return partial
	}
	return none
}

// procedure returns the title of a page that explains a procedure, or "".
func procedure(p *page.Page) string {
	if r := procedureOf.of(p, ReadProcedure); r != nil {
		return r.Title
	}
	return ""
}
