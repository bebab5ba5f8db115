package journeys

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
	"github.com/usager/usager/profiles"
)

// obstacle is a set of reasons for which a persona cannot take something.
type obstacle uint16

const (
	noLink     obstacle = 1 << iota // the link does not show
	hidden                          // not in the narrow layout
	unexposed                       // assistive technology is not told of it
	unnamed                         // no accessible name
	unfocused                       // the keyboard does not reach it
	foreign                         // in a language the persona does not read
	label                           // the words say too little to this persona
	impossible                      // a channel the persona cannot use
	barred                          // by what the browser showed

	first // not an obstacle: the link has the first place, see change
)

// all obstacles, in the order in which they are looked at one by one.
var obstacles = []obstacle{noLink, hidden, unexposed, unnamed, unfocused, barred, label, impossible, foreign}

// site is the graph of pages, with what does not depend on persona or goal.
type site struct {
	pages []*checks.Facts
	index map[string]int
	home  int
	lang  string // of the home page
	lex   *lexicon
	langs []string // of each page, "" unknown
	about []int    // of each page: the text of title and first heading
	cues  [][]cue  // of each page and link
	texts []string // that may smell; the first is ""
	ids   map[string]int
	opens map[string][]answer // by language and text, see open
	opts  Options

	results []result // of searches that the audit holds

	coverage map[string]*audit.URL
}

// A cue is what a link shows of where it leads: texts by their index.
type cue struct {
	text, name, context, heading int
	jargon                       bool // text and name are nothing but acronyms
}

// A result is a page with the results of a search on the site.
type result struct {
	page   int
	action string // address of the form, without query
	query  int    // the text that was searched for
	link   checks.Link
}

// seekResults finds the pages that hold the results of a search: their address
// is that of a search form, with a query.
func (s *site) seekResults() {
	var actions []string
	for _, f := range s.pages {
		for k := range f.Forms {
			if a := searches(&f.Forms[k]); a != "" && !slices.Contains(actions, a) {
				actions = append(actions, a)
			}
		}
	}
	for i, f := range s.pages {
		u, err := url.Parse(f.URL)
		if err != nil || u.RawQuery == "" {
			continue
		}
		var words []string
		for _, values := range u.Query() {
			words = append(words, values...)
		}
		slices.Sort(words)
		u.RawQuery, u.Fragment = "", ""
		if slices.Contains(actions, u.String()) {
			query := strings.TrimSpace(strings.Join(words, " "))
			s.results = append(s.results, result{page: i, action: u.String(), query: s.id(query), link: checks.Link{URL: f.URL, Name: query, Text: query, Heading: -1}})
		}
	}
}

// searches returns the address that a form searches at, "" if it is no search
// that a person could use.
func searches(f *checks.Form) string {
	u, err := url.Parse(f.Action)
	if err != nil || f.Kind != "search" || f.Method != "" && f.Method != "get" {
		return ""
	}
	u.RawQuery, u.Fragment = "", ""
	return u.String()
}

// An answer is yes, no or not known yet.
type answer uint8

const (
	unasked answer = iota
	yes
	no
)

// open reports whether a text could mean anything on page i, see [lexicon.open].
func (s *site) open(i, text int) bool {
	lang := s.langs[i]
	answers := s.opens[lang]
	if answers == nil {
		answers = make([]answer, len(s.texts))
		s.opens[lang] = answers
	}
	if answers[text] == unasked {
		answers[text] = no
		if s.lex.open(lang, s.texts[text]) {
			answers[text] = yes
		}
	}
	return answers[text] == yes
}

// id returns the index of a text.
func (s *site) id(text string) int {
	i, ok := s.ids[text]
	if !ok {
		i = len(s.texts)
		s.ids[text] = i
		s.texts = append(s.texts, text)
	}
	return i
}

func (s *site) cue(f *checks.Facts, l *checks.Link) cue {
	text := shown(l)
	return cue{
		text: s.id(text), name: s.id(l.Name), context: s.id(l.Context), heading: s.id(headingOf(f, l, text)),
		jargon: jargon(s.lex.words("", text)),
	}
}

// headingOf returns the heading that a link of the content stands under; where
// that says the same as the link, the one above it.
func headingOf(f *checks.Facts, l *checks.Link, text string) string {
	k := l.Heading
	if k < 0 || k >= len(f.Headings) || l.Region != page.Content {
		return ""
	}
	level := f.Headings[k].Level
	if f.Headings[k].Text != text {
		return f.Headings[k].Text
	}
	for k--; k >= 0; k-- {
		if f.Headings[k].Level < level && f.Headings[k].Level > 1 {
			return f.Headings[k].Text
		}
	}
	return ""
}

func newSite(pages []*checks.Facts, home string, opts Options) *site {
	s := &site{pages: pages, index: make(map[string]int), home: -1, lex: newLexicon(), ids: make(map[string]int), opens: make(map[string][]answer), coverage: make(map[string]*audit.URL), opts: opts}
	s.id("")
	if opts.Normalise == nil {
		s.opts.Normalise = withoutFragment
	}
	for i := range opts.URLs {
		u := &opts.URLs[i]
		s.coverage[s.normal(u.URL)] = u
	}
	for i, f := range pages {
		for _, u := range []string{f.URL, f.Final} {
			if u = s.normal(u); u != "" {
				if _, ok := s.index[u]; !ok {
					s.index[u] = i
				}
			}
		}
		lang := f.Detected
		if lang == "" {
			if lang, _, _ = strings.Cut(strings.ToLower(f.Lang), "-"); len(lang) > 3 {
				lang = "" // no code of a language
			}
		}
		about := f.Title
		for _, h := range f.Headings {
			if h.Level == 1 {
				about += " – " + h.Text
				break
			}
		}
		s.langs, s.about = append(s.langs, lang), append(s.about, s.id(about))
		cues := make([]cue, len(f.Links))
		for k := range f.Links {
			cues[k] = s.cue(f, &f.Links[k])
		}
		s.cues = append(s.cues, cues)
	}
	s.seekResults()
	s.home = s.find(home)
	if s.home < 0 && home == "" {
		s.home = slices.IndexFunc(pages, func(f *checks.Facts) bool { return f.Depth == 0 })
	}
	if s.lang = opts.Lang; s.lang == "" && s.home >= 0 {
		s.lang = s.langs[s.home]
	}
	return s
}

// find returns the page at an address, after redirects, -1 if it is not on the
// site.
func (s *site) find(address string) int {
	const redirects = 10
	u := s.normal(address)
	for range redirects {
		if i, ok := s.index[u]; ok {
			return i
		}
		met := s.coverage[u]
		if met == nil || met.Final == "" || met.Final == u {
			break
		}
		u = s.normal(met.Final)
	}
	return -1
}

// met returns what the audit knows of an address, the zero URL if nothing.
func (s *site) met(address string) audit.URL {
	if u := s.coverage[s.normal(address)]; u != nil {
		return *u
	}
	return audit.URL{}
}

func (s *site) normal(address string) string {
	u, err := s.opts.Normalise(address)
	if err != nil {
		return address
	}
	return u
}

// withoutFragment leaves out of an address what does not tell pages apart.
func withoutFragment(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return raw, err
	}
	u.Fragment, u.RawFragment = "", ""
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), nil
}

// languages returns those that a persona reads on this site.
func (s *site) languages(p *profiles.Profile) []string {
	if len(p.Languages) > 0 || s.lang == "" {
		return p.Languages
	}
	return []string{s.lang}
}

// reads reports whether somebody who reads langs can read page i. A page or a
// person of unknown language is given the benefit of the doubt.
func (s *site) reads(langs []string, i int) bool {
	return s.langs[i] == "" || len(langs) == 0 || slices.Contains(langs, s.langs[i])
}

// A view is a site as one persona perceives it.
type view struct {
	*site
	who   *profiles.Profile
	langs []string
	pages []viewedPage
	// stopping are the obstacles that this persona has anywhere on the site.
	stopping obstacle
	seen     []sighting
}

// A sighting is an observation on the graph.
type sighting struct {
	audit.Observation
	page   int
	common bool // the link is not part of the content: what is true of it here is true of its like on other pages
	alone  bool // it is not true of other links of the page to the same address
}

// ofOne are the barriers of one link, which another one to the same address on
// the same page may not have.
var ofOne = []string{"navigation-failed", "wrong-page", "covered", "not-keyboard"}

// sightings finds the observations on this site. What is on it no more is left out.
func (s *site) sightings(seen []audit.Observation) []sighting {
	var out []sighting
	for _, o := range seen {
		i := s.find(o.URL)
		if i < 0 {
			continue
		}
		x := sighting{Observation: o, page: i, alone: slices.Contains(ofOne, o.Barrier.Key)}
		for k := range s.pages[i].Links {
			l := &s.pages[i].Links[k]
			if l.URL == o.Link && shown(l) == o.Text {
				x.common = l.Region != page.Content
				break
			}
		}
		out = append(out, x)
	}
	return out
}

// of reports whether the sighting is about a link of page i.
func (x *sighting) of(i int, l *checks.Link) bool {
	if x.Link == "" || l.URL != x.Link {
		return false
	}
	same := shown(l) == x.Text
	return x.page == i && (same || !x.alone) || x.common && same && l.Region != page.Content
}

type viewedPage struct {
	shut   checks.Message // why the answer on it cannot be perceived; empty: it can
	links  []viewedLink
	load   float64 // seconds until the page is there
	glance float64 // seconds to find out that it is the wrong page, and to go back
	read   float64 // seconds a word
	narrow bool
	screen float64 // height of the window in pixels of the layout
}

type viewedLink struct {
	link      *checks.Link
	cue       *cue
	to        int // page, -1 if it is not on the site
	stops     obstacle
	barrier   checks.Message // if it is barred
	see       float64        // seconds until it is noticed
	act       float64        // seconds to activate it
	attention float64        // 0 to 1
	switching bool           // to the persona's own language
}

func newView(s *site, who *profiles.Profile, seen []audit.Observation) *view {
	v := &view{site: s, who: who, langs: s.languages(who), pages: make([]viewedPage, len(s.pages)), stopping: label, seen: s.sightings(seen)}
	if len(who.Cannot) > 0 {
		v.stopping |= impossible
	}
	for i := range s.pages {
		v.pages[i] = v.page(i)
	}
	for _, x := range v.seen {
		if x.Link == "" && !x.Open {
			v.pages[x.page].shut = x.Barrier
			v.stopping |= barred
		}
	}
	return v
}

func (v *view) page(i int) viewedPage {
	f, p := v.site.pages[i], v.who
	width := float64(p.Width) / p.Zoom.Value
	vp := viewedPage{narrow: width <= model.Narrow.Value, screen: float64(p.Height) / p.Zoom.Value}
	if vp.narrow { // the narrow layout was captured at page.NarrowWidth
		vp.screen *= width / page.NarrowWidth
	} else { // the same words in a narrower window reach further down
		vp.screen *= min(1, width/model.Wide.Value)
	}
	slow := 1.0
	if f.Score != nil && *f.Score < p.Clarity.Value {
		slow += (p.Clarity.Value - *f.Score) / model.Unclear.Value
	}
	if !v.reads(v.langs, i) {
		slow *= model.Foreign.Value
	}
	words := min(model.GlanceWords.Value, float64(f.Words)) * model.Skim.Value
	vp.read = 60 / p.Reading.Value * slow
	if p.Sense == profiles.ScreenReader {
		vp.read = 60 / p.Listening.Value * slow
		words = model.GlanceHeard.Value
	}
	vp.load = model.Exchange.Value*p.Latency.Value/1000 + float64(f.Bytes)*8/1000/p.Network.Value
	if p.Sense == profiles.ScreenReader { // a new page says its title first
		vp.load += float64(countWords(f.Title)) * vp.read
	}
	vp.glance = v.think() + words*vp.read + p.Keystroke.Value + model.Reload.Value
	v.links(i, &vp)
	return vp
}

// think is the time of one choice.
func (v *view) think() float64 { return model.Mental.Value * v.who.Thinking.Value }

// links lists what a persona meets on a page, in the order it is met, with
// what it costs to notice and activate each.
func (v *view) links(i int, vp *viewedPage) {
	f := v.site.pages[i]
	chooser := true // nothing but links to languages
	for k := range f.Links {
		l := &f.Links[k]
		to := v.find(l.URL)
		if to == i {
			continue
		}
		vl := viewedLink{link: l, cue: &v.cues[i][k], to: to, stops: v.stops(l, vp.narrow), attention: 1}
		if to >= 0 && !v.reads(v.langs, to) && len(v.langs) > 0 {
			vl.stops |= foreign
		}
		for n := range v.seen {
			switch x := &v.seen[n]; {
			case !x.of(i, l):
			case x.Open:
				vl.stops &^= noLink | hidden | unexposed | unnamed | unfocused
			default:
				vl.stops |= barred
				vl.barrier = x.Barrier
			}
		}
		v.stopping |= vl.stops
		chooser = chooser && l.Lang != ""
		vp.links = append(vp.links, vl)
	}
	for k := range vp.links {
		l := &vp.links[k]
		l.switching = l.link.Lang != "" && slices.Contains(v.langs, l.link.Lang) && (chooser || !v.reads(v.langs, i))
	}
	if v.who.Sense == profiles.ScreenReader {
		v.listen(f, vp)
	} else {
		v.look(f, vp)
	}
	for k := range vp.links {
		v.activate(&vp.links[k], vp)
	}
}

// stops tells what keeps the persona from a link.
func (v *view) stops(l *checks.Link, narrow bool) (o obstacle) {
	c := l.Behind
	if v.who.Sense == profiles.ScreenReader {
		if !l.Exposed && (c == nil || !c.Exposed) {
			return unexposed
		}
		if l.Name == "" {
			o |= unnamed
		}
		return o
	}
	switch {
	case narrow && l.Narrow == nil && (c == nil || c.Narrow == nil):
		if l.Visible || c != nil {
			o |= hidden
		} else {
			o |= noLink
		}
	case !narrow && !l.Visible && c == nil:
		o |= noLink
	}
	if v.who.Hand == profiles.Keyboard && !l.Focus && (c == nil || !c.Focus) {
		o |= unfocused
	}
	return o
}

// place returns where on the page a link, or the control that shows it, is.
func place(l *checks.Link, narrow bool) (b page.Box, behind bool) {
	switch {
	case narrow && l.Narrow != nil:
		return *l.Narrow, false
	case narrow && l.Behind != nil && l.Behind.Narrow != nil:
		return *l.Behind.Narrow, true
	case !narrow && !l.Visible && l.Behind != nil:
		return l.Behind.Box, true
	}
	return l.Box, false
}

// look gives the costs of noticing links with the eyes: scanning from the top,
// scrolling, and for the keyboard a stop at each.
func (v *view) look(f *checks.Facts, vp *viewedPage) {
	y := make([]float64, len(vp.links))
	order := make([]int, len(vp.links))
	for k := range vp.links {
		l := &vp.links[k]
		b, behind := place(l.link, vp.narrow)
		if y[k] = b.Y; f.Height == 0 { // not laid out
			y[k] = float64(k) * model.Line.Value
		}
		if behind {
			l.attention = model.Behind.Value
		}
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(y[a], y[b]) })
	words := 0
	for _, k := range order {
		l := &vp.links[k]
		screens := math.Floor(max(0, y[k]) / vp.screen)
		l.attention /= 1 + model.Fold.Value*screens
		words += countWords(shown(l.link))
		l.see = v.think() + screens*model.Scroll.Value + float64(words)*model.Skim.Value*vp.read
	}
	if v.who.Hand != profiles.Keyboard {
		return
	}
	stops, skip := 0, 0
	for k := range vp.links {
		l := &vp.links[k]
		if stops > 0 && skip == 0 && l.link.Region == page.Content && v.skips(f) {
			skip = stops - 2 // the skip link and Enter
		}
		stops++
		n := stops
		if l.link.Region == page.Content || l.link.Region == page.Footer {
			n -= max(0, skip)
		}
		l.see += float64(n) * v.who.Keystroke.Value
	}
}

// skips reports whether the page begins with a link into itself: a skip link.
func (v *view) skips(f *checks.Facts) bool {
	for k := range min(3, len(f.Links)) {
		l := &f.Links[k]
		if l.Focus && (l.URL == f.Final || l.URL == f.URL) && countWords(l.Name) > 1 {
			return true
		}
	}
	return false
}

// listen gives the costs of coming to links with a screen reader by the
// cheapest of three ways: from link to link, from heading to heading and then
// from link to link, or by landmark and then from link to link.
func (v *view) listen(f *checks.Facts, vp *viewedPage) {
	key := v.who.Keystroke.Value
	say := func(text string) float64 { return key + float64(countWords(text)+1)*vp.read } // and the role
	headings := make([]float64, len(f.Headings))
	sum := 0.0
	for h, heading := range f.Headings {
		sum += say(heading.Text)
		headings[h] = sum
	}
	total, inSection, inRegion := 0.0, 0.0, 0.0
	regions := make(map[page.Region]int)
	for k := range vp.links {
		l := &vp.links[k]
		if k > 0 {
			if before := vp.links[k-1].link; before.Heading != l.link.Heading {
				inSection = 0
			}
			if vp.links[k-1].link.Region != l.link.Region {
				inRegion = 0
			}
		}
		if _, ok := regions[l.link.Region]; !ok {
			regions[l.link.Region] = len(regions) + 1
		}
		heard := say(l.link.Name)
		total, inSection, inRegion = total+heard, inSection+heard, inRegion+heard
		best := min(total, float64(regions[l.link.Region])*(key+2*vp.read)+inRegion)
		if h := l.link.Heading; h >= 0 && h < len(headings) {
			best = min(best, headings[h]+inSection)
		}
		l.see = v.think() + best
	}
}

// activate gives the cost of activating a link that was noticed.
func (v *view) activate(l *viewedLink, vp *viewedPage) {
	if v.who.Hand == profiles.Keyboard {
		l.act = v.who.Keystroke.Value
		if !l.link.Visible && l.link.Behind != nil {
			l.act += v.who.Keystroke.Value
		}
		return
	}
	b, behind := place(l.link, vp.narrow)
	l.act = v.point(b, vp)
	if behind {
		l.act += v.think() + v.point(page.Box{}, vp) // in the menu that opened
	}
}

// press is the time to activate a link of which nothing is known.
func (v *view) press(vp *viewedPage) float64 {
	if v.who.Hand == profiles.Keyboard {
		return v.who.Keystroke.Value
	}
	return v.point(page.Box{}, vp)
}

// point is the time to point at a box from half a window away, and press.
func (v *view) point(b page.Box, vp *viewedPage) float64 {
	return point(v.who, vp.screen/2, min(b.Width, b.Height))
}

// shown returns what a link shows: its text, or its name.
func shown(l *checks.Link) string {
	if l.Text != "" {
		return l.Text
	}
	return l.Name
}

func countWords(s string) int { return len(strings.Fields(s)) }
