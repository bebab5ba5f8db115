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
	ends     [][]end  // by page
	offered  bool     // a page or a link speaks of the goal
	possible bool     // on some page it can be reached, by somebody
	premium  int      // a page where only a surcharged number is missing, -1 if none
	missing  []string // channels that keep the nearest page from being an end
	lead     *checks.Link
	leadFrom int
	noses    map[string]*nose
}

// A nose is somebody who reads some languages, knows some acronyms and has the
// goal in mind. It remembers the scents of the site's texts.
type nose struct {
	q               *quest
	langs, acronyms []string
	scents          []float64 // by text; below 0 is not known yet
}

func (q *quest) nose(langs, acronyms []string) *nose {
	key := strings.Join(langs, ",") + ";" + strings.Join(acronyms, ",")
	n := q.noses[key]
	if n == nil {
		n = &nose{q: q, langs: langs, acronyms: acronyms, scents: make([]float64, len(q.on.texts))}
		for i := range n.scents {
			n.scents[i] = -1
		}
		n.scents[0] = 0
		q.noses[key] = n
	}
	return n
}

// scent returns how strongly a text smells of the goal.
func (n *nose) scent(text int) float64 {
	s := n.scents[text]
	if s < 0 {
		s = 0
		for _, lang := range n.langs {
			if v := n.q.vocab[lang]; v != nil {
				s = max(s, v.scent(n.q.on.lex, n.q.on.texts[text], n.acronyms))
			}
		}
		n.scents[text] = s
	}
	return s
}

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
	q := &quest{goal: g, on: s, vocab: make(map[string]*vocabulary), ends: make([][]end, len(s.pages)), premium: -1, noses: make(map[string]*nose)}
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
				q.possible = true
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
	if !q.possible {
		q.seekLead()
	}
	q.offered = q.possible || q.lead != nil
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
			if s := q.nose(langs, []string{"*"}).scent(q.on.cues[i][k].text); s >= best && (q.lead == nil || s > best) {
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
	var found []string
	for _, kind := range want.Channels {
		c, why := q.on.channel(i, kind)
		if c == nil {
			missing = append(missing, why)
			continue
		}
		e.needs = append(e.needs, kind)
		if kind == "form" && asksForEmail(f) {
			e.needs = append(e.needs, "email")
		}
		e.y = max(e.y, c.Y)
		found = append(found, brief(c.Text))
	}
	if len(missing) > 0 {
		return e, missing
	}
	if e.target = strings.Join(found, " · "); e.target == "" {
		e.target = f.Title
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
		if !q.on.names(i, want.Subject) {
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

// brief shortens what was found to about a line.
func brief(s string) string {
	const runes = 80
	if r := []rune(s); len(r) > runes {
		return string(r[:runes]) + "…"
	}
	return s
}

// channel returns the first channel of a kind on a page; without one, what is
// missing. A surcharged number is no phone, and a link to the page of the site
// that has the form or the booking is not yet the thing.
func (s *site) channel(i int, kind string) (*checks.Channel, string) {
	f := s.pages[i]
	missing := kind
	for k := range f.Channels {
		c := &f.Channels[k]
		switch {
		case c.Kind != kind, c.Text == "": // what only machines read helps nobody
		case c.Premium:
			missing = "premium"
		case (kind == "form" || kind == "appointment") && s.elsewhere(c.Value, i):
		default:
			return c, ""
		}
	}
	return nil, missing
}

// elsewhere reports whether an address is that of another page of the site.
func (s *site) elsewhere(address string, i int) bool {
	to := s.find(address)
	return to >= 0 && to != i
}

// names reports whether a page is about one of the phrases: its title or a
// heading says so. Lower headings of the home page, and those that a link
// repeats, announce other pages.
func (s *site) names(i int, subject map[string][]string) bool {
	f, lang := s.pages[i], s.langs[i]
	if s.lex.anyPhrase(subject, lang, f.Title) {
		return true
	}
	for _, h := range f.Headings {
		if h.Level > 1 && i == s.home || !s.lex.anyPhrase(subject, lang, h.Text) {
			continue
		}
		announces := slices.ContainsFunc(f.Links, func(l checks.Link) bool {
			return (l.Name == h.Text || l.Text == h.Text || strings.Contains(l.Context, h.Text)) && s.elsewhere(l.URL, i)
		})
		if h.Level == 1 || !announces {
			return true
		}
	}
	return false
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
