package journeys

import (
	"container/heap"
	"math"
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/profiles"
)

// A walker is one persona that goes for one goal.
type walker struct {
	*view
	*quest
	nose, polyglot *nose   // the second reads every language
	maxRisk        float64 // of one hop: the risk beyond which a route cannot succeed

	known  map[int][]hop // of pages as they are
	change *change       // made to the site, for the sake of argument; nil for none
	// What would take away what stopped the walk, or spare it; nil for nothing.
	culprit, shortcut *change
}

func newWalker(v *view, q *quest) *walker {
	read := v.langs
	if len(read) == 0 {
		read = checks.Languages
	}
	return &walker{
		view: v, quest: q, nose: q.nose(read, v.who.Acronyms), polyglot: q.nose(checks.Languages, v.who.Acronyms),
		maxRisk: -math.Log(model.Success.Value), known: make(map[int][]hop),
	}
}

// start returns the page where the walk begins.
func (w *walker) start() int {
	if w.goal.Start != "" {
		if i := w.find(w.goal.Start); i >= 0 {
			return i
		}
	}
	return w.home
}

// A hop is the following of one link.
type hop struct {
	from, to int
	link     *checks.Link
	search   bool           // not a link, but a search for its text
	stops    obstacle       // what was left out of account
	barrier  checks.Message // what bars it, if something does
	gain     float64        // risk that better words would save
	spent    [parts]float64
	wrong    float64 // expected pages looked at in vain before
	risk     float64 // -ln of the probability of not giving up before
}

func (h *hop) seconds() float64 { return sum(&h.spent) }

// loads returns the seconds until a page is there.
func (w *walker) loads(i int) float64 {
	if w.change.is(lighter) {
		return min(w.view.pages[i].load, model.Exchange.Value*w.who.Latency.Value/1000)
	}
	return w.view.pages[i].load
}

// first is what it takes to notice a link that comes first on its page.
func (w *walker) first(vp *viewedPage, l *viewedLink) float64 {
	s := w.think()
	if w.who.Hand == profiles.Keyboard {
		s += w.who.Keystroke.Value
	}
	if w.who.Sense == profiles.ScreenReader {
		return s + float64(countWords(l.link.Name)+1)*vp.read
	}
	return s + float64(countWords(shown(l.link)))*model.Skim.Value*vp.read
}

func sum(spent *[parts]float64) (s float64) {
	for _, x := range spent {
		s += x
	}
	return s
}

// A route leads from the first page to the end.
type route struct {
	hops   []hop
	end    int // page
	target string
	needs  string // kind of a channel that was left out of account
	spent  [parts]float64
	risk   float64
}

func (r *route) seconds() float64 { return sum(&r.spent) }

// best returns the route of least effort, seconds and risk weighed, from a
// page to an end, nil if there is none; obstacles in without are left out of
// account.
func (w *walker) best(from int, without obstacle) *route {
	r := w.search(from, without, model.Risk.Value)
	if r != nil && r.risk > w.maxRisk { // is there a surer way, if a longer one?
		if sure := w.search(from, without, 100*model.Risk.Value); sure.risk <= w.maxRisk {
			return sure
		}
	}
	return r
}

// search is best for one price of risk, in seconds.
func (w *walker) search(from int, without obstacle, price float64) *route {
	n := len(w.view.pages)
	cost := make([]float64, n)
	last := make([]hop, n)
	done := make([]bool, n)
	for i := range cost {
		cost[i] = math.Inf(1)
		last[i].from = -1
	}
	cost[from] = w.loads(from)
	queue := &frontier{{from, cost[from]}}
	goal, end, least := -1, arrival{}, math.Inf(1)
	for queue.Len() > 0 {
		i := heap.Pop(queue).(stop).page
		if done[i] {
			continue
		}
		if cost[i] >= least {
			break
		}
		done[i] = true
		if a, ok := w.arrive(i, without); ok && cost[i]+a.seconds < least {
			goal, end, least = i, a, cost[i]+a.seconds
		}
		for _, h := range w.hops(i, without) {
			c := cost[i] + h.seconds() + price*h.risk
			if c < cost[h.to] {
				cost[h.to], last[h.to] = c, h
				heap.Push(queue, stop{h.to, c})
			}
		}
	}
	if goal < 0 {
		return nil
	}
	r := &route{end: goal, target: end.target, needs: end.needs}
	for i := goal; i != from; i = last[i].from {
		r.hops = append(r.hops, last[i])
		r.risk += last[i].risk
		for p, s := range last[i].spent {
			r.spent[p] += s
		}
	}
	slices.Reverse(r.hops)
	r.spent[loading] += w.loads(from)
	r.spent[reading] += end.seconds
	return r
}

// arrival is the cheapest end on a page.
type arrival struct {
	seconds float64
	target  string
	needs   string
}

func (w *walker) arrive(i int, without obstacle) (best arrival, ok bool) {
	f, vp := w.site.pages[i], &w.view.pages[i]
	without |= w.change.at(i)
	if vp.shut.Key != "" && without&barred == 0 {
		return best, false
	}
	for _, e := range w.ends[i] {
		a := arrival{target: e.target}
		if k := slices.IndexFunc(e.needs, func(kind string) bool { return slices.Contains(w.who.Cannot, kind) }); k >= 0 {
			if without&impossible == 0 {
				continue
			}
			a.needs = e.needs[k]
		}
		if e.words && !w.reads(w.langs, i) && without&foreign == 0 {
			continue
		}
		share := 0.5 // of the page, where its layout is not known
		if f.Height > 0 {
			share = min(1, e.y/f.Height)
		}
		y := e.y
		if w.change.is(answerFirst) {
			share, y = 0, 0
		}
		words := share * float64(f.Words)
		a.seconds = w.think()
		if w.who.Sense == profiles.ScreenReader {
			a.seconds += w.hear(f, vp, share)
		} else {
			window := float64(w.who.Height) / w.who.Zoom.Value * min(1, float64(w.who.Width)/w.who.Zoom.Value/model.Wide.Value)
			a.seconds += words*model.Skim.Value*vp.read + math.Floor(y/window)*model.Scroll.Value
		}
		if e.words {
			a.seconds += min(model.Explain.Value, float64(f.Words)) * vp.read
		}
		if !ok || a.seconds < best.seconds {
			best, ok = a, true
		}
	}
	return best, ok
}

// hear is the time to come to a place on a page with a screen reader: from
// heading to heading and through half a section; without headings, through
// everything before it.
func (w *walker) hear(f *checks.Facts, vp *viewedPage, share float64) float64 {
	n := len(f.Headings)
	if n < 2 {
		return share * float64(f.Words) * vp.read
	}
	s := float64(f.Words) / float64(n+1) / 2 * vp.read
	for _, h := range f.Headings[:int(math.Ceil(share*float64(n)))] {
		s += w.who.Keystroke.Value + float64(countWords(h.Text)+1)*vp.read
	}
	return s
}

// option is a link among which the persona chooses.
type option struct {
	link   *viewedLink
	weight float64
	plain  float64 // weight by what the link says
	better float64 // weight if the link said what its target is about
	wrong  float64 // seconds lost if it is tried in vain
	search bool    // a search with the words of the goal
}

// hops returns the links of a page that lead on, the best to each page.
func (w *walker) hops(i int, without obstacle) []hop {
	plain := without == 0 && !math.IsInf(w.maxRisk, 1) && !w.change.touches(w, i)
	if plain {
		if hops, ok := w.known[i]; ok {
			return hops
		}
	}
	hops := w.lead(i, without)
	if plain {
		w.known[i] = hops
	}
	return hops
}

// lead is hops without memory.
func (w *walker) lead(i int, without obstacle) []hop {
	vp := &w.view.pages[i]
	options := make([]option, 0, len(vp.links))
	for k := range vp.links {
		l := &vp.links[k]
		o := without | w.change.on(w, i, l)
		if l.stops&^(o|foreign) != 0 {
			continue
		}
		options = append(options, w.option(i, l, vp, o))
	}
	options = append(options, w.searchOptions(i, vp)...)
	// Options of one weight act alike: their time in vain is added up.
	slices.SortStableFunc(options, func(a, b option) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	type level struct{ weight, wrong, pages float64 }
	var levels []level
	for _, o := range options {
		if to := o.link.to; to >= 0 && len(w.ends[to]) > 0 {
			continue // what leads there is no wrong turn
		}
		if n := len(levels); n > 0 && levels[n-1].weight == o.weight {
			levels[n-1].wrong += o.wrong
			levels[n-1].pages++
		} else {
			levels = append(levels, level{o.weight, o.wrong, 1})
		}
	}
	twins := make(map[int][]int) // options by page
	for k := range options {
		if to := options[k].link.to; to >= 0 {
			twins[to] = append(twins[to], k)
		}
	}
	leave := math.Exp(model.Sharpness.Value * model.Leave.Value)
	var hops []hop
	seen := make(map[int]bool)
	if w.change.is(direct) && i == w.change.hop.from {
		h := hop{from: i, to: w.change.hop.to, link: new(checks.Link)}
		h.spent[searching], h.spent[acting], h.spent[loading] = w.think(), w.press(vp), w.loads(h.to)
		hops, seen[h.to] = append(hops, h), true
	}
	for _, o := range options {
		l := o.link
		if l.to < 0 || seen[l.to] || w.site.pages[l.to].Status >= 400 {
			continue
		}
		risk := math.Log1p(leave / o.weight)
		if risk > w.maxRisk {
			break // so are all that follow
		}
		seen[l.to] = true
		h := hop{from: i, to: l.to, link: l.link, search: o.search, stops: l.stops, barrier: l.barrier, risk: risk}
		h.gain = math.Log1p(leave/o.plain) - math.Log1p(leave/o.better)
		for _, v := range levels {
			before := v.weight / (v.weight + o.weight)
			h.spent[straying] += v.wrong * before
			h.wrong += v.pages * before
		}
		if len(w.ends[l.to]) == 0 {
			for _, k := range twins[l.to] { // nor are other links to the same page
				before := options[k].weight / (options[k].weight + o.weight)
				h.spent[straying] -= options[k].wrong * before
				h.wrong -= before
			}
		}
		h.spent[searching], h.spent[acting], h.spent[loading] = l.see, l.act, w.loads(l.to)
		if w.change.is(earlier) && w.change.about(w, i, l) {
			h.spent[searching] = min(l.see, w.first(vp, l))
		}
		hops = append(hops, h)
	}
	return hops
}

// searchOptions are the searches that the persona could make on page i: of those
// whose results the audit holds, those for words of the goal.
func (w *walker) searchOptions(i int, vp *viewedPage) (options []option) {
	if len(w.results) == 0 {
		return nil
	}
	forms := w.site.pages[i].Forms
	for k := range w.results {
		r := &w.results[k]
		s := w.nose.scent(r.query)
		if s < model.Telling.Value || r.page == i || !slices.ContainsFunc(forms, func(f checks.Form) bool { return searches(&f) == r.action }) {
			continue
		}
		l := &viewedLink{
			link: &r.link, cue: &cue{}, to: r.page, attention: 1, see: w.think(),
			act: w.press(vp) + float64(len(r.link.Text)+1)*w.who.Keystroke.Value, // and Enter
		}
		weight := math.Exp(model.Sharpness.Value * min(s, model.Search.Value))
		options = append(options, option{
			link: l, weight: weight, plain: weight, better: weight, search: true,
			wrong: w.view.pages[r.page].glance + w.view.pages[r.page].load + l.act,
		})
	}
	return options
}

// hope is the scent of a text of page i whose words, plain as they are, are
// about nothing that the model knows: a person may know better.
func (w *walker) hope(i, text int) float64 {
	if w.reads(w.langs, i) && w.site.open(i, text) {
		return model.Unknown.Value
	}
	return 0
}

func (w *walker) option(i int, l *viewedLink, vp *viewedPage, without obstacle) option {
	nose := w.nose
	if without&foreign != 0 {
		nose = w.polyglot
	}
	attention := l.attention
	if w.change.is(earlier) && without&first != 0 {
		attention = 1
	}
	text := l.cue.text
	if w.who.Sense == profiles.ScreenReader {
		text = l.cue.name
	}
	about := 0.0
	if l.to >= 0 {
		about = nose.scent(w.about[l.to])
	}
	s := max(nose.scent(text), w.hope(i, text), model.Context.Value*nose.scent(l.cue.context), model.Heading.Value*nose.scent(l.cue.heading))
	if s < about && (text == 0 || l.cue.jargon && knows(w.who.Acronyms, "*")) {
		s = max(s, model.Inferred.Value*about)
	}
	switch {
	case l.switching:
		s = max(s, model.Switch.Value)
	case l.link.Lang != "" && !slices.Contains(nose.langs, l.link.Lang):
		s, about, attention = 0, 0, attention/10 // not for this persona
	}
	weight := func(s float64) float64 { return attention * math.Exp(model.Sharpness.Value*s) }
	o := option{link: l, plain: weight(s), better: weight(max(s, about))}
	if o.weight = o.plain; without&label != 0 && about >= model.Telling.Value {
		o.weight = o.better
	}
	o.wrong = vp.glance + l.act
	if l.to >= 0 {
		o.wrong = w.view.pages[l.to].glance + w.view.pages[l.to].load + l.act
	}
	return o
}

// frontier is a priority queue of pages.
type frontier []stop

type stop struct {
	page int
	cost float64
}

func (f frontier) Len() int { return len(f) }

func (f frontier) Less(i, j int) bool {
	if f[i].cost != f[j].cost {
		return f[i].cost < f[j].cost
	}
	return f[i].page < f[j].page
}

func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

func (f *frontier) Push(x any) { *f = append(*f, x.(stop)) }

func (f *frontier) Pop() any {
	old := *f
	x := old[len(old)-1]
	*f = old[:len(old)-1]
	return x
}
