package journeys

import (
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/profiles"
)

// A quest is a goal on a site: where it can be reached, whoever goes.
type quest struct {
	goal     *profiles.Goal
	on       *site
	vocab    map[string]*vocabulary
	ends     [][]end // by page
	offered  bool
	premium  int      // a page where only a surcharged number is missing, -1 if none
	missing  []string // channels that keep the nearest page from being an end
	lead     *checks.Link
	leadFrom int
	smells   map[string]smell // by who smells
}

// smell remembers scents of texts.
type smell map[string]float64

// An end is something on a page that a persona may be content with.
type end struct {
	needs  []string // kinds of channels that the persona must be able to use
	words  bool     // the page must be understood
	y      float64
	target string
}

// strong is the scent of what names the goal itself.
const strong = 0.8

func newQuest(s *site, g *profiles.Goal) *quest {
	q := &quest{goal: g, on: s, vocab: make(map[string]*vocabulary), ends: make([][]end, len(s.pages)), premium: -1, smells: make(map[string]smell)}
	for _, lang := range checks.Languages {
		if len(g.Words[lang]) > 0 {
			q.vocab[lang] = s.lex.vocabulary(g, lang)
		}
	}
	least := -1
	for i := range s.pages {
		for k := range g.Found {
			e, missing := q.end(i, &g.Found[k])
			if len(missing) == 0 {
				q.ends[i] = append(q.ends[i], e)
				q.offered = true
				continue
			}
			if slices.Equal(missing, []string{"premium"}) && q.premium < 0 {
				q.premium = i
			}
			if len(g.Found[k].Channels) > 0 && (least < 0 || len(missing) < least) {
				least, q.missing = len(missing), missing
			}
		}
	}
	if !q.offered {
		q.seekLead()
		q.offered = q.lead != nil
	}
	return q
}

// seekLead finds the link that names the goal most strongly, for the reasons
// why it cannot be reached.
func (q *quest) seekLead() {
	best := strong
	for i, f := range q.on.pages {
		langs := checks.Languages
		if stemmers[q.on.langs[i]] != nil {
			langs = []string{q.on.langs[i]}
		}
		for k := range f.Links {
			if s := q.scent(shown(&f.Links[k]), langs, []string{"*"}); s >= best && (q.lead == nil || s > best) {
				best, q.lead, q.leadFrom = s, &f.Links[k], i
			}
		}
	}
}

// isFor reports whether a persona has this goal and could be content with
// something.
func (q *quest) isFor(p *profiles.Profile) bool {
	if len(q.goal.Personas) > 0 && !slices.Contains(q.goal.Personas, p.ID) {
		return false
	}
	return slices.ContainsFunc(q.goal.Found, func(f profiles.Found) bool {
		return !slices.ContainsFunc(f.Channels, func(kind string) bool { return slices.Contains(p.Cannot, kind) })
	})
}

// scent returns how strongly a text smells of the goal to somebody who reads
// langs and knows acronyms.
func (q *quest) scent(text string, langs, acronyms []string) float64 {
	if text == "" {
		return 0
	}
	key := strings.Join(langs, ",") + ";" + strings.Join(acronyms, ",")
	m := q.smells[key]
	if m == nil {
		m = make(smell)
		q.smells[key] = m
	}
	s, ok := m[text]
	if !ok {
		for _, lang := range langs {
			if v := q.vocab[lang]; v != nil {
				s = max(s, v.scent(q.on.lex.words(lang, text), acronyms))
			}
		}
		m[text] = s
	}
	return s
}

// end looks for one alternative of the goal on page i; missing tells what is
// not there.
func (q *quest) end(i int, want *profiles.Found) (e end, missing []string) {
	f := q.on.pages[i]
	if f.Status >= 400 {
		return e, []string{"page"}
	}
	if want.URL != "" && q.on.find(want.URL) != i {
		return e, []string{"page"}
	}
	for key, value := range want.Signals {
		if v, ok := f.Signals[key]; !ok || value != "" && v != value {
			return e, []string{"signal"}
		}
	}
	e.target = f.Title
	for _, kind := range want.Channels {
		c, why := channel(f, kind)
		if c == nil {
			missing = append(missing, why)
			continue
		}
		e.needs = append(e.needs, kind)
		if kind == "form" && asksForEmail(f) {
			e.needs = append(e.needs, "email")
		}
		e.y = max(e.y, c.Y)
		if e.target == f.Title {
			e.target = c.Text
		} else {
			e.target += " · " + c.Text
		}
	}
	if len(missing) > 0 {
		return e, missing
	}
	if want.Form != "" {
		k := slices.IndexFunc(f.Forms, func(form checks.Form) bool { return form.Kind == want.Form })
		if k < 0 {
			return e, []string{"form"}
		}
		if want.Form == "contact" && asksForEmail(f) {
			e.needs = append(e.needs, "email")
		}
	}
	x, lang := q.on.lex, q.on.langs[i]
	if len(want.Subject) > 0 {
		e.words = true
		if !x.anyPhrase(want.Subject, lang, f.Title) &&
			!slices.ContainsFunc(f.Headings, func(h checks.Heading) bool { return x.anyPhrase(want.Subject, lang, h.Text) }) {
			return e, []string{"subject"}
		}
	}
	if len(want.Text) > 0 {
		e.words = true
		k := slices.IndexFunc(f.Texts, func(t checks.Passage) bool { return x.anyPhrase(want.Text, lang, t.Text) })
		if k < 0 {
			return e, []string{"text"}
		}
		e.y = max(e.y, f.Texts[k].Y)
	}
	return e, nil
}

// channel returns the first channel of a kind on a page; without one, what is
// missing. A surcharged number is no phone.
func channel(f *checks.Facts, kind string) (*checks.Channel, string) {
	missing := kind
	for k := range f.Channels {
		c := &f.Channels[k]
		switch {
		case c.Kind != kind:
		case c.Premium:
			missing = "premium"
		default:
			return c, ""
		}
	}
	return nil, missing
}

// asksForEmail reports whether every form to write with wants an e-mail
// address.
func asksForEmail(f *checks.Facts) bool {
	any := false
	for _, form := range f.Forms {
		if form.Kind != "contact" {
			continue
		}
		any = true
		if !slices.ContainsFunc(form.Fields, func(e checks.Field) bool {
			return e.Required && (e.Type == "email" || strings.HasPrefix(e.Autocomplete, "email"))
		}) {
			return false
		}
	}
	return any
}
