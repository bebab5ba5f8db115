// Package journeys walks personas through a site, on the graph of its pages,
// and says what the way costs them or where it ends.
//
// On each page a persona notices links in the order that its window, its zoom
// or its screen reader gives, and chooses among them by information scent: how
// much a link's words have in common with the words it has in mind. A choice
// is soft. A link of scent s has weight a·e^(k·s), a being the attention it
// gets; links are tried one after the other, without coming back to one
// (Plackett and Luce), so link l is tried before link t with probability
// w(l)/(w(l)+w(t)), and the persona gives up before it with probability
// w(0)/(w(0)+w(t)), w(0) being the weight of a link at the scent where giving
// up begins. From this follow, exactly and without a random number, the
// expected seconds of a step, wrong turns included, and the probability of not
// giving up. The way is the one of least seconds and risk. The whole model,
// with its limits, is in docs/journeys.md; the constants with their sources in
// constants.yaml.
package journeys

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"sync"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/profiles"
)

// The outcomes of a journey.
const (
	Reached   = "reached"
	Difficult = "difficult" // at least twice the effort of the reference adult
	Blocked   = "blocked"
)

// The actions of a step.
const (
	Follow = "follow" // a link
	Search = "search" // with the search of the site
	Find   = "find"   // what was sought
	Stop   = "stop"   // before a link that the persona cannot take
)

// Options of a walk.
type Options struct {
	// Complete says that every page of the site was met, so that what is on
	// none of them is not on the site.
	Complete bool
	// Lang is the language that the personas share with the site; empty means
	// that of the home page.
	Lang string
	// URLs is the coverage of the audit: from it come redirects and duplicates,
	// whose Final is the page they lead to, and what became of a link's target.
	URLs []audit.URL
	// Normalise returns the form of an address under which a page is known. If
	// it is nil, fragments are taken off and no more.
	Normalise func(url string) (string, error)
}

// Walk sends every persona toward every goal that is for it, see [New] and
// [Site.Walk].
func Walk(pages []*checks.Facts, home string, personas []profiles.Profile, goals []profiles.Goal, opts Options) []audit.Journey {
	return New(pages, home, personas, goals, opts).Walk()
}

// A Site is a site on which personas walk toward goals. Its methods may be
// called from several goroutines.
type Site struct {
	mu        sync.Mutex // the lexicon is for one at a time
	site      *site
	personas  []profiles.Profile
	quests    []*quest
	adult     *view   // nil without a reference persona
	reference []*trip // by quest
}

// New prepares a walk. home is the address of the page where walks begin; if
// it is empty, the first page of depth 0. An optional goal that the site does
// not speak of is left out.
func New(pages []*checks.Facts, home string, personas []profiles.Profile, goals []profiles.Goal, opts Options) *Site {
	s := &Site{site: newSite(pages, home, opts), personas: personas}
	for i := range goals {
		if q := newQuest(s.site, &goals[i]); !goals[i].Optional || q.offered {
			s.quests = append(s.quests, q)
		}
	}
	s.reference = make([]*trip, len(s.quests))
	if i := slices.IndexFunc(personas, func(p profiles.Profile) bool { return p.Reference }); i >= 0 {
		s.adult = newView(s.site, &s.personas[i], nil)
	}
	return s
}

// Walk returns the journeys of every persona toward every goal that is for it,
// in the order of personas and goals. The same site gives the same journeys. A
// goal that needs a channel which the persona cannot use is left out.
func (s *Site) Walk() []audit.Journey {
	s.mu.Lock()
	defer s.mu.Unlock()
	var journeys []audit.Journey
	for i := range s.personas {
		v := s.adult
		if !s.personas[i].Reference {
			v = newView(s.site, &s.personas[i], nil)
		}
		for k, q := range s.quests {
			if !q.isFor(v.who) {
				continue
			}
			t := s.compared(k)
			if v != s.adult {
				t = newWalker(v, q).travel()
			}
			journeys = append(journeys, t.journey(s.compared(k)))
		}
	}
	return journeys
}

// Again returns the journey of one persona toward one goal, with what the
// browser showed taken into account. It returns false if there is no such
// journey.
func (s *Site) Again(persona, goal string, seen []audit.Observation) (audit.Journey, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.personas, func(p profiles.Profile) bool { return p.ID == persona })
	k := slices.IndexFunc(s.quests, func(q *quest) bool { return q.goal.ID == goal })
	if i < 0 || k < 0 || !s.quests[k].isFor(&s.personas[i]) {
		return audit.Journey{}, false
	}
	v := newView(s.site, &s.personas[i], seen)
	return newWalker(v, s.quests[k]).travel().journey(s.compared(k)), true
}

// compared returns the trip of the reference for a quest, nil if none walks.
func (s *Site) compared(k int) *trip {
	if s.adult != nil && s.reference[k] == nil {
		s.reference[k] = newWalker(s.adult, s.quests[k]).travel()
	}
	return s.reference[k]
}

// A part of the effort.
type part uint8

const (
	loading   part = iota // pages that arrive
	searching             // noticing the right link
	straying              // wrong turns
	acting                // pointing, pressing
	reading               // finding and reading the answer
	parts
)

// A trip is what became of a persona that went for a goal.
type trip struct {
	w       *walker
	route   *route // nil if the goal cannot be reached
	blocked bool
	reason  checks.Message
	steps   []audit.Step
}

// travel walks and, where the walk fails, finds the reason.
func (w *walker) travel() *trip {
	t := &trip{w: w}
	if w.home < 0 {
		t.blocked, t.reason = true, checks.Message{Key: "no-start"}
		return t
	}
	t.route = w.best(w.start(), 0)
	if why := w.fails(t.route); why != "" {
		t.blocked = true
		t.reason, t.steps = w.explain(t.route, why)
		return t
	}
	t.steps = w.steps(t.route, len(t.route.hops))
	return t
}

// fails returns why a route does not lead there, "" if it does.
func (w *walker) fails(r *route) string {
	switch {
	case r == nil:
		return "no-way"
	case math.Exp(-r.risk) < model.Success.Value:
		return "gives-up"
	case r.seconds() > w.who.Patience.Value:
		return "too-long"
	}
	return ""
}

// journey makes the trip an entry of the audit, compared with that of the
// reference, which may be nil.
func (t *trip) journey(reference *trip) audit.Journey {
	j := audit.Journey{Persona: t.w.who.ID, Goal: t.w.goal.ID, Outcome: Reached, Success: t.success(), Reason: t.reason, Steps: t.steps}
	for _, s := range t.steps {
		j.Seconds += s.Seconds
	}
	j.Seconds = round(j.Seconds, 1)
	if t.blocked {
		j.Outcome = Blocked
	}
	count(&j)
	if t.blocked {
		j.Change = t.w.remedy(t)
		return j
	}
	if reference == nil || reference.blocked {
		return j
	}
	a, b := t.route.seconds(), reference.route.seconds()
	j.Ratio = round(a/b, 2)
	if a >= model.Difficult.Value*b {
		j.Outcome = Difficult
		j.Reason = t.burden(reference)
		j.Change = t.w.relief(t)
	}
	return j
}

// count adds up how many pages are seen, and lets those who are left at the end
// of a journey in vain give up there.
func count(j *audit.Journey) {
	left := 1.0
	for i := range j.Steps {
		j.Pages += j.Steps[i].Pages
		left -= j.Steps[i].Lost
	}
	j.Pages = round(j.Pages, 1)
	if n := len(j.Steps); n > 0 && j.Outcome == Blocked {
		last := &j.Steps[n-1]
		last.Lost = round(last.Lost+max(0, left-j.Success), 3)
	}
}

// success returns the probability that the persona does not give up before it
// arrives.
func (t *trip) success() float64 {
	r := t.route
	if t.blocked {
		if t.w.home < 0 || !t.w.possible {
			return 0
		}
		if r == nil { // too risky, or none
			limit := t.w.maxRisk
			t.w.maxRisk = math.Inf(1)
			r = t.w.best(t.w.start(), 0)
			t.w.maxRisk = limit
		}
		if r == nil || r.seconds() > t.w.who.Patience.Value {
			return 0
		}
	}
	return round(math.Exp(-r.risk), 3)
}

// burden names what costs the persona most in comparison with the reference.
func (t *trip) burden(reference *trip) checks.Message {
	most := part(0)
	for p := range parts {
		if t.route.spent[p]-reference.route.spent[p] > t.route.spent[most]-reference.route.spent[most] {
			most = p
		}
	}
	worst := hop{to: -1}
	for _, h := range t.route.hops {
		if worst.to < 0 || h.spent[most] > worst.spent[most] {
			worst = h
		}
	}
	m := checks.Message{
		Key:  []string{"slow-load", "slow-search", "wrong-turns", "slow-act", "slow-reading"}[most],
		Args: map[string]string{"seconds": strconv.Itoa(int(math.Round(t.route.spent[most]))), "page": t.w.title(t.route.end)},
	}
	if most != reading && most != loading && worst.link != nil {
		m.Args["page"], m.Args["link"] = t.w.title(worst.from), shown(worst.link)
	} else if most != reading && most != loading {
		m.Key = "slow-reading"
	}
	return m
}

// steps tells a route as far as its first n hops, and the end if n is all.
func (w *walker) steps(r *route, n int) []audit.Step {
	var steps []audit.Step
	extra := r.spent[loading]
	for _, h := range r.hops {
		extra -= h.spent[loading] // what is left is the first page
	}
	left := 1.0
	for _, h := range r.hops[:n] {
		f := w.site.pages[h.from]
		stay := math.Exp(-h.risk)
		action := Follow
		if h.search {
			action = Search
		}
		steps = append(steps, audit.Step{
			URL: f.URL, Title: f.Title, Action: action, Target: shown(h.link), Link: h.link.URL, Seconds: round(h.seconds()+extra, 1),
			Pages: round(1+h.wrong, 1), Lost: round(left*(1-stay), 3),
		})
		extra, left = 0, left*stay
	}
	if n == len(r.hops) {
		f := w.site.pages[r.end]
		steps = append(steps, audit.Step{
			URL: f.URL, Title: f.Title, Action: Find, Target: r.target, Seconds: round(r.spent[reading]+extra, 1), Pages: 1,
		})
	}
	return steps
}

// explain finds what stops the persona: the first obstacle whose absence alone
// would let it arrive, else the first on the way that would be open without
// any, else what the site lacks.
func (w *walker) explain(r *route, why string) (checks.Message, []audit.Step) {
	if !w.possible {
		return w.lacking()
	}
	open := w.best(w.start(), w.stopping)
	if w.fails(open) == "" {
		for _, o := range obstacles {
			if o&w.stopping == 0 {
				continue
			}
			if one := w.best(w.start(), o); w.fails(one) == "" {
				return w.stoppedBy(one, o)
			}
		}
		return w.stoppedBy(open, w.stopping)
	}
	switch {
	case r != nil && why == "too-long":
		return checks.Message{Key: "too-long", Args: map[string]string{
			"seconds": strconv.Itoa(int(math.Round(r.seconds()))), "patience": strconv.Itoa(int(w.who.Patience.Value)),
		}}, w.steps(r, len(r.hops))
	}
	limit := w.maxRisk
	w.maxRisk = math.Inf(1)
	if r = w.best(w.start(), 0); r == nil {
		r = w.best(w.start(), w.stopping)
	}
	w.maxRisk = limit
	if r == nil {
		return w.lacking()
	}
	return w.tooDeep(r)
}

// tooDeep names the vaguest link of a route on which the persona gives up.
func (w *walker) tooDeep(r *route) (checks.Message, []audit.Step) {
	worst := 0
	for i, h := range r.hops {
		if h.risk > r.hops[worst].risk {
			worst = i
		}
	}
	h := r.hops[worst]
	link := cmp.Or(shown(h.link), w.title(h.to))
	m := checks.Message{Key: "too-deep", Args: map[string]string{"page": w.title(r.end), "link": link, "steps": strconv.Itoa(len(r.hops))}}
	w.culprit = &change{kind: clearer, hop: h}
	w.shortcut = &change{kind: direct, hop: hop{from: w.start(), to: r.end}}
	return m, append(w.steps(r, worst), w.stop(h.from, h.link, link))
}

// stoppedBy names the first obstacle of a set on a route that leaves the set
// out of account.
func (w *walker) stoppedBy(r *route, set obstacle) (checks.Message, []audit.Step) {
	worst, at := -1, 0.0
	for i, h := range r.hops {
		if stops := h.stops & set; stops != 0 {
			return w.stopAt(r, i, stops)
		}
		if h.gain > at {
			worst, at = i, h.gain
		}
	}
	if set&label != 0 && worst >= 0 {
		return w.stopAt(r, worst, label)
	}
	steps := append(w.steps(r, len(r.hops))[:len(r.hops)], w.stop(r.end, nil, r.target))
	w.culprit = &change{kind: lifted, lift: impossible | foreign | barred, hop: hop{from: r.end, to: -1}}
	m := checks.Message{Key: "channel-impossible", Args: map[string]string{"page": w.title(r.end)}}
	switch {
	case w.view.pages[r.end].shut.Key != "":
		return w.view.pages[r.end].shut, steps
	case r.needs == "phone":
		m.Key = "phone-only"
	case r.needs == "email" || r.needs == "app":
		m.Key = "digital-only"
	case !w.reads(w.langs, r.end):
		m.Key = "other-language"
	}
	return m, steps
}

var obstacleKeys = map[obstacle]string{
	noLink: "no-link-visible", hidden: "hidden-at-width", unexposed: "not-exposed", unnamed: "no-name",
	unfocused: "not-keyboard", foreign: "other-language", label: "weak-link",
}

func (w *walker) stopAt(r *route, i int, set obstacle) (checks.Message, []audit.Step) {
	h := r.hops[i]
	m := checks.Message{Args: map[string]string{"page": w.title(h.from), "link": cmp.Or(shown(h.link), w.title(h.to))}}
	for _, o := range obstacles {
		if set&o != 0 {
			m.Key = obstacleKeys[o]
			w.culprit = &change{kind: lifted, lift: o, hop: h}
			if o == barred {
				m = h.barrier
			}
			break
		}
	}
	if m.Key == "weak-link" && jargon(w.lex.words("", shown(h.link))) {
		m.Key = "jargon-link"
	}
	switch m.Key {
	case "other-language":
		m.Args["page"] = w.title(r.end)
		delete(m.Args, "link")
	case "hidden-at-width":
		m.Args["width"] = strconv.Itoa(int(float64(w.who.Width) / w.who.Zoom.Value))
	}
	return m, append(w.steps(r, i), w.stop(h.from, h.link, cmp.Or(shown(h.link), w.title(h.to))))
}

// stop is the last step of a walk in vain: a look at the page, before a link
// or, if that is nil, something else.
func (w *walker) stop(i int, l *checks.Link, target string) audit.Step {
	f := w.site.pages[i]
	s := audit.Step{URL: f.URL, Title: f.Title, Action: Stop, Target: target, Seconds: round(w.view.pages[i].glance, 1), Pages: 1}
	if l != nil {
		s.Link = l.URL
	}
	return s
}

// lacking says what the site does not have, or only where a walk cannot go.
func (w *walker) lacking() (checks.Message, []audit.Step) {
	q := w.quest
	nowhere := []audit.Step{w.stop(w.start(), nil, "")}
	for i := range q.ends {
		if len(q.ends[i]) > 0 {
			return checks.Message{Key: "no-way", Args: map[string]string{"page": w.title(i)}}, nowhere
		}
	}
	if q.premium >= 0 {
		return checks.Message{Key: "premium-only", Args: map[string]string{"page": w.title(q.premium)}}, nowhere
	}
	missing := ""
	if len(q.goal.Found) == 1 && len(q.missing) == 1 {
		missing = missingKeys[q.missing[0]]
	}
	if key := w.handover(); key != "" && !(key == "external-handover" && missing != "") {
		link := shown(q.lead)
		return checks.Message{Key: key, Args: map[string]string{"page": w.title(q.leadFrom), "link": link}},
			[]audit.Step{w.stop(q.leadFrom, q.lead, link)}
	}
	switch {
	case !w.opts.Complete:
		missing = "not-seen"
	case missing == "":
		missing = "not-on-site"
	}
	return checks.Message{Key: missing}, nowhere
}

// missingKeys are the reasons for a channel that no page has.
var missingKeys = map[string]string{"phone": "no-phone", "hours": "hours-missing", "address": "address-missing"}

// handover names where the link leads that speaks most of the goal, if no walk
// can go there; else it is "".
func (w *walker) handover() string {
	l := w.quest.lead
	if l == nil {
		return ""
	}
	to, met := w.find(l.URL), w.met(l.URL)
	switch {
	case l.Download, met.Outcome == "document":
		return "pdf-only"
	case to < 0 && l.External:
		return "external-handover"
	case to >= 0 && w.locked(to):
		return "login-wall"
	case to >= 0 && w.site.pages[to].Status >= 400, met.Outcome == "failed" && met.Rule == "status",
		to < 0 && w.opts.Complete && w.opts.URLs == nil:
		return "dead-end"
	}
	return ""
}

// locked reports whether a page wants a sign-in and shows nothing else.
func (w *walker) locked(i int) bool {
	f := w.site.pages[i]
	if f.Status == 401 || f.Status == 403 {
		return true
	}
	const little = 150 // words
	return f.Words < little && slices.ContainsFunc(f.Forms, func(f checks.Form) bool { return f.Kind == "login" })
}

func (w *walker) title(i int) string { return cmp.Or(w.site.pages[i].Title, w.site.pages[i].URL) }

func round(x float64, digits int) float64 {
	p := math.Pow(10, float64(digits))
	return math.Round(x*p) / p
}
