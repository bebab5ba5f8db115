package clarity

import (
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

// What a page tells the checks of the site, in its signals: lists parted by "|".
const (
	signalTerms      = "clarity.terms"      // words of words.Terms in use
	signalAcronyms   = "clarity.acronyms"   // acronyms not spelt out on the page
	signalExpansions = "clarity.expansions" // acronym=long form
)

// Bounds on one page's signals.
const (
	maxSignals  = 40
	maxLongForm = 120 // bytes
)

// signal keeps a list in the facts of a page.
func signal(f *checks.Facts, name string, list []string) {
	if len(list) == 0 {
		return
	}
	if f.Signals == nil {
		f.Signals = make(map[string]string)
	}
	f.Signals[name] = strings.Join(list[:min(len(list), maxSignals)], "|")
}

// list returns a signal of a page.
func list(f *checks.Facts, name string) []string {
	if f.Signals[name] == "" {
		return nil
	}
	return strings.Split(f.Signals[name], "|")
}

// extractSignals notes the terms, acronyms and expansions of a page.
func extractSignals(p *page.Page, f *checks.Facts, r *prose) {
	whole := " " + strings.ToLower(strings.Join(wordsOf(r.whole), " ")) + " "
	var terms []string
	for _, group := range words.Terms[r.lang] {
		for _, term := range group {
			if strings.Contains(whole, " "+term+" ") || strings.Contains(whole, " "+plural(term, r.lang)+" ") {
				terms = append(terms, term)
			}
		}
	}
	signal(f, signalTerms, terms)

	var acronyms, expansions []string
	known := make(map[string]bool)
	explain := func(acronym, long string) {
		if !known[acronym] && len(long) <= maxLongForm && !strings.ContainsAny(acronym+long, "|=") {
			known[acronym] = true
			expansions = append(expansions, acronym+"="+long)
		}
	}
	for _, n := range p.Find("abbr[title]") {
		title, _ := page.Attr(n, "title")
		if a := page.Collapse(p.Text(n)); a != "" && len(a) <= 10 && strings.Contains(page.Collapse(title), " ") {
			explain(a, page.Collapse(title))
		}
	}
	for i := range r.passages {
		for _, e := range r.passages[i].text.Expansions() {
			explain(e.Acronym, e.Long)
		}
	}
	for i := range r.passages {
		for _, x := range r.passages[i].findings {
			if x.Kind == text.Acronym && !known[x.Text] && !slices.Contains(acronyms, x.Text) {
				acronyms = append(acronyms, x.Text)
			}
		}
	}
	signal(f, signalAcronyms, acronyms)
	signal(f, signalExpansions, expansions)
}

// wordsOf returns the words of a text.
func wordsOf(t *text.Text) []string {
	spans := t.Words()
	list := make([]string, len(spans))
	for i, s := range spans {
		list[i] = s.In(t.String())
	}
	return list
}

// plural returns the ordinary plural of the last word of a term.
func plural(term string, lang text.Lang) string {
	switch lang {
	case text.Dutch:
		return term + "en"
	case text.German:
		return term + "e"
	}
	return term + "s"
}

// pagesBy groups the pages of a site by the language of their content.
func pagesBy(p *checks.SitePass) map[text.Lang][]*checks.Facts {
	by := make(map[text.Lang][]*checks.Facts)
	for _, f := range p.Pages {
		if l := text.Lang(f.Detected); l.Known() {
			by[l] = append(by[l], f)
		}
	}
	return by
}
