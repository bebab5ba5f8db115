package crawler

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"mime"
	"net/url"
	"strings"
	"time"

	"github.com/usager/usager/page"
)

// A Manner is how somebody perceives pages and acts on them.
type Manner struct {
	Viewport      page.Viewport // CSS pixels after zoom; Scale is the zoom
	Touch         bool          // taps instead of clicks
	Keyboard      bool          // Tab and Enter, no pointer
	ScreenReader  bool          // the accessibility tree instead of the picture; Keyboard is implied
	ForcedColors  bool
	ReducedMotion bool
	Tolerance     float64 // smallest target that is hit at the first try, CSS pixels
	Kbps          float64 // of the network, as the page is told; nothing is slowed down
	Latency       time.Duration
}

// A Trail is a way through a site.
type Trail struct {
	Manner Manner
	Start  string     // absolute URL
	Links  []TrailEnd // to follow, one after the other, each on the page that the one before leads to
	// Answer are texts of which the last page must show those that it has; if
	// there are none, nothing is looked for.
	Answer []string
	Limit  time.Duration // for the whole; 20 s
}

// TrailEnd is a link of a trail.
type TrailEnd struct {
	URL  string // absolute
	Text string // that it shows
	Look bool   // see whether it could be followed, and stop before it
	// Typed says that it is no link: the page is gone to as if a search form
	// had been sent.
	Typed bool
}

// What a walker meets, see Barrier. They are stable: reports depend on them.
const (
	BarrierKeyboard   = "not-keyboard"              // stops: the Tab key does not come to the link
	BarrierHidden     = "hidden-at-width"           // stops: the link does not show
	BarrierUnexposed  = "not-exposed"               // stops: the link is not in the accessibility tree
	BarrierUnnamed    = "no-name"                   // stops: the link has no accessible name
	BarrierCovered    = "covered"                   // stops: something that cannot be closed is in front
	BarrierNavigation = "navigation-failed"         // stops: activating the link does nothing
	BarrierWrongPage  = "wrong-page"                // stops: it leads to another page than it says
	BarrierMissing    = "page-missing"              // stops: the page has an HTTP status of 400 or above
	BarrierPDF        = "pdf"                       // stops: it leads to a document, not to a page
	BarrierOtherSite  = "other-site"                // stops: it leads to a host that is not in scope
	BarrierLogin      = "login-wall"                // stops: it leads to a page that asks to sign in
	BarrierAnswer     = "answer-hidden"             // stops: what was sought is on the page and cannot be perceived
	NoteNewWindow     = "new-window"                // hinders
	NoteTwoDimensions = "two-dimensional-scrolling" // hinders: the page is wider than the window
	NoteSmallTarget   = "small-target"              // hinders: the link is smaller than can be hit, and others are near
	NoteOverlay       = "overlay"                   // hinders: something had to be closed first
)

// A Barrier is what stops or hinders somebody on a page.
type Barrier struct {
	Key  string            // one of the constants
	Args map[string]string // cover, width, size, to, what
}

// A Leg is what was done on one page of a trail.
type Leg struct {
	URL, Title string
	Barrier    *Barrier  // what stops; nil if nothing
	Notes      []Barrier // what hinders
	Moves      int       // presses of Tab, links and headings heard, windows scrolled
	Words      int       // heard on the way
	Bytes      int       // that the page needed and the pages before had not, with their headers
	Presses    int       // that activated something
	Distance   float64   // of the pointer from the middle of the window, CSS pixels
	Size       float64   // of the target, CSS pixels
	Picture    []byte    // JPEG; nil if there is none
	Box        page.Box  // of the link in the picture, its pixels
}

const defaultTrailLimit = 20 * time.Second

// Bounds of one page of a trail.
const (
	trailLoad  = 6 * time.Second        // until it has loaded; then it is taken as it is
	trailQuiet = 800 * time.Millisecond // until it is quiet
	trailReact = 2 * time.Second        // until activating a link has an effect
	trailOpen  = 350 * time.Millisecond // for a menu to open, a dialog to close
	trailStops = 250                    // presses of Tab
	maxPicture = 400 << 10              // bytes
)

// Follow walks a trail in a tab of its own, with cookies of its own, waiting
// for a place if as many pages are open as may be. It returns a leg for each
// page it came to; the last one has the barrier if it was stopped. It follows
// links and opens menus, and submits nothing. The error says why the walk could
// not be made to its end: for want of time it wraps context.DeadlineExceeded.
func (b *Browser) Follow(ctx context.Context, t Trail) ([]Leg, error) {
	var slot *tab
	select {
	case slot = <-b.tabs:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { b.tabs <- slot }()
	proc, err := b.process()
	if err != nil {
		return nil, err
	}
	limit := t.Limit
	if limit <= 0 {
		limit = defaultTrailLimit
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	h, err := newHiker(ctx, proc, b.cfg, t)
	if err != nil {
		return nil, fmt.Errorf("walk from %s: %w", t.Start, errors.Join(err, ctx.Err()))
	}
	defer h.close()
	defer context.AfterFunc(ctx, h.halt)()
	err = h.hike(ctx)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		err = fmt.Errorf("walk from %s: %w", t.Start, err)
	}
	var legs []Leg
	for _, l := range h.legs {
		if l.URL != "" {
			legs = append(legs, *l)
		}
	}
	return legs, err
}

// hike walks the trail.
func (h *hiker) hike(ctx context.Context) error {
	leg := h.begin()
	arrived, err := h.visit(ctx, h.trail.Start)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		if err := h.arrive(ctx, leg, arrived); err != nil {
			return err
		}
		if leg.Barrier = h.judge(arrived); leg.Barrier != nil {
			return h.show(ctx, leg, -1)
		}
		if i == len(h.trail.Links) {
			return h.answer(ctx, leg, arrived)
		}
		link := &h.trail.Links[i]
		if link.Typed {
			if err := h.show(ctx, leg, -1); err != nil {
				return err
			}
			leg.Presses = 1
			leg = h.begin()
			if arrived, err = h.visit(ctx, link.URL); err != nil {
				return err
			}
			continue
		}
		index, err := h.find(ctx, leg, link)
		if err != nil {
			return err
		}
		if leg.Barrier != nil || link.Look {
			if leg.Barrier != nil && arrived.login {
				leg.Barrier = &Barrier{Key: BarrierLogin}
			}
			return nil
		}
		next := h.begin()
		if arrived, err = h.activate(ctx, leg, index, link); err != nil || leg.Barrier != nil {
			h.legs = h.legs[:len(h.legs)-1] // it did not come there
			return err
		}
		leg = next
	}
}

// begin begins the next leg.
func (h *hiker) begin() *Leg {
	leg := new(Leg)
	h.legs = append(h.legs, leg)
	return leg
}

// arrival is what a navigation led to.
type arrival struct {
	requested string // URL
	refused   string // the barrier for which the document was refused; "" if it was not
	status    int
	login     bool
	nothing   bool // nothing was requested
	within    bool // the page itself moved to another address
	to        string
}

// judge says what is wrong with where a navigation led, nil if nothing is.
func (h *hiker) judge(a *arrival) *Barrier {
	switch {
	case a.refused == BarrierOtherSite:
		return &Barrier{Key: BarrierOtherSite, Args: map[string]string{"to": a.to}}
	case a.refused != "":
		return &Barrier{Key: a.refused}
	case a.nothing:
		return &Barrier{Key: BarrierNavigation}
	case a.status >= 400:
		return &Barrier{Key: BarrierMissing}
	}
	return nil
}

// arrive notes which page this is and what it cost.
func (h *hiker) arrive(ctx context.Context, leg *Leg, arrived *arrival) error {
	var p struct {
		URL   string `json:"url"`
		Title string `json:"title"`
		Login bool   `json:"login"`
	}
	if err := h.prepare(ctx); err != nil {
		return err
	}
	if err := h.ask(ctx, &p, "page"); err != nil {
		return err
	}
	leg.URL, leg.Title, leg.Bytes = p.URL, p.Title, h.weight()
	arrived.login = p.Login
	return nil
}

// sight is what trail.js tells of an element.
type sight struct {
	Windows float64                 `json:"windows"`
	Free    *struct{ X, Y float64 } `json:"free"`
	Cover   string                  `json:"cover"`
	Box     page.Box                `json:"box"`
	Blank   bool                    `json:"blank"`
	Wide    float64                 `json:"wide"`
	Risky   bool                    `json:"risky"`
}

// find comes to a link as far as it can be perceived and reached; leg.Barrier
// says why it could not. It returns the place of the link among those found.
func (h *hiker) find(ctx context.Context, leg *Leg, link *TrailEnd) (int, error) {
	type candidate struct{ Shows, Same bool }
	var found []candidate
	search := func() error { return h.ask(ctx, &found, "find", link.URL, link.Text) }
	if err := search(); err != nil {
		return 0, err
	}
	if len(found) == 0 {
		leg.Barrier = h.hidden()
		return 0, h.show(ctx, leg, -1)
	}
	// A link that says the same and shows comes before one that must be opened.
	usable := func() int {
		for i, c := range found {
			if c.Shows {
				return i
			}
		}
		return -1
	}
	if h.trail.Manner.ScreenReader {
		return h.hear(ctx, leg, len(found), search)
	}
	i := usable()
	for _, hover := range []bool{false, true} {
		if i >= 0 || hover && h.trail.Manner.Touch {
			break
		}
		opened, err := h.unfold(ctx, leg, hover)
		if err != nil {
			return 0, err
		}
		if err := search(); err != nil {
			return 0, err
		}
		if i = usable(); opened && leg.Barrier != nil && i >= 0 {
			leg.Barrier = nil
		}
	}
	if i < 0 {
		if leg.Barrier == nil {
			leg.Barrier = h.hidden()
		}
		return 0, h.show(ctx, leg, -1)
	}
	leg.Barrier = nil
	return i, h.reach(ctx, leg, i, search)
}

// hidden is the barrier of what does not show in this window.
func (h *hiker) hidden() *Barrier {
	return &Barrier{Key: BarrierHidden, Args: map[string]string{"width": fmt.Sprint(h.trail.Manner.Viewport.Width)}}
}

// unfold opens what hides the first link that was found. It returns false if
// there is nothing to open.
func (h *hiker) unfold(ctx context.Context, leg *Leg, hover bool) (bool, error) {
	var ok bool
	if err := h.ask(ctx, &ok, "open", hover); err != nil || !ok {
		return false, err
	}
	m := &h.trail.Manner
	if m.Keyboard && !m.ScreenReader {
		reached, err := h.tab(ctx, leg, 0)
		if err != nil {
			return false, err
		}
		if !reached {
			leg.Barrier = &Barrier{Key: BarrierKeyboard}
			return false, nil
		}
	}
	var s sight
	if err := h.ask(ctx, &s, "look", 0, m.Tolerance); err != nil {
		return false, err
	}
	if hover && !m.Keyboard {
		if s.Free == nil {
			return false, nil
		}
		return true, errors.Join(h.point(ctx, s.Free.X, s.Free.Y), pause(ctx, trailOpen))
	}
	if hover {
		return true, pause(ctx, trailOpen)
	}
	if s.Free == nil && !m.Keyboard {
		return false, nil
	}
	leg.Presses++
	return true, errors.Join(h.press(ctx, 0, &s), pause(ctx, trailOpen))
}

// press presses what was found at i: with the pointer where it is free, or
// with Enter, the focus being there.
func (h *hiker) press(ctx context.Context, i int, s *sight) error {
	m := &h.trail.Manner
	switch {
	case m.ScreenReader:
		var focused bool
		if err := h.ask(ctx, &focused, "focus", i); err != nil {
			return err
		}
		if !focused { // a screen reader presses what the keyboard does not come to
			return h.ask(ctx, &focused, "click", i)
		}
		return h.key(ctx, "Enter", 0)
	case m.Keyboard:
		return h.key(ctx, "Enter", 0)
	case m.Touch:
		return h.touch(ctx, s.Free.X, s.Free.Y)
	}
	return h.click(ctx, s.Free.X, s.Free.Y)
}

// reach comes to a link that shows, with the pointer or the Tab key.
func (h *hiker) reach(ctx context.Context, leg *Leg, i int, search func() error) error {
	m := &h.trail.Manner
	for try := 0; ; try++ {
		if m.Keyboard {
			reached, err := h.tab(ctx, leg, i)
			if err != nil {
				return err
			}
			if !reached {
				leg.Barrier = &Barrier{Key: BarrierKeyboard}
				return h.show(ctx, leg, i)
			}
		}
		var s sight
		if err := h.ask(ctx, &s, "look", i, m.Tolerance); err != nil {
			return err
		}
		h.saw(leg, &s)
		if s.Free != nil {
			h.sight = s
			return h.picture(ctx, leg, s.Box)
		}
		if s.Cover == "" {
			leg.Barrier = h.hidden()
			return h.picture(ctx, leg, s.Box)
		}
		closed := false
		if try < 2 {
			var err error
			if closed, err = h.dismiss(ctx, leg, s.Cover); err != nil {
				return err
			}
			if err := search(); err != nil {
				return err
			}
		}
		if !closed {
			leg.Barrier = &Barrier{Key: BarrierCovered, Args: map[string]string{"cover": s.Cover}}
			return h.picture(ctx, leg, s.Box)
		}
	}
}

// saw notes what an element in view costs and what hinders there.
func (h *hiker) saw(leg *Leg, s *sight) {
	m := &h.trail.Manner
	if !m.Keyboard {
		leg.Moves += int(math.Ceil(s.Windows))
		leg.Size = min(s.Box.Width, s.Box.Height)
		cx, cy := s.Box.X+s.Box.Width/2, s.Box.Y+s.Box.Height/2
		leg.Distance = math.Hypot(cx-float64(m.Viewport.Width)/2, cy-float64(m.Viewport.Height)/2)
		if s.Risky {
			leg.note(NoteSmallTarget, map[string]string{"size": fmt.Sprint(math.Round(leg.Size))})
		}
	}
	const slack = 2 // CSS pixels, rounding
	if s.Wide > slack && !m.ScreenReader {
		leg.note(NoteTwoDimensions, map[string]string{"width": fmt.Sprint(m.Viewport.Width)})
	}
}

// note adds what hinders, once.
func (l *Leg) note(key string, args map[string]string) {
	for _, n := range l.Notes {
		if n.Key == key {
			return
		}
	}
	l.Notes = append(l.Notes, Barrier{Key: key, Args: args})
}

//go:embed data/dismiss.txt
var dismissText string

// dismissWords are the words on controls that close something: those that
// refuse or close, and those that consent.
var dismissWords = func() (words [2][]string) {
	sc := bufio.NewScanner(strings.NewReader(dismissText))
	for sc.Scan() {
		kind, word, ok := strings.Cut(sc.Text(), " ")
		switch {
		case !ok:
		case kind == "refuse":
			words[0] = append(words[0], word)
		case kind == "accept":
			words[1] = append(words[1], word)
		}
	}
	return words
}()

// dismiss closes what covers the link, if it has a control for that which this
// walker can use.
func (h *hiker) dismiss(ctx context.Context, leg *Leg, cover string) (bool, error) {
	var ok bool
	if err := h.ask(ctx, &ok, "dismiss", dismissWords[0], dismissWords[1]); err != nil || !ok {
		return false, err
	}
	m := &h.trail.Manner
	if m.Keyboard {
		if reached, err := h.tab(ctx, leg, 0); err != nil || !reached {
			return false, err
		}
	}
	var s sight
	if err := h.ask(ctx, &s, "look", 0, m.Tolerance); err != nil {
		return false, err
	}
	if s.Free == nil {
		return false, nil
	}
	leg.Presses++
	leg.note(NoteOverlay, map[string]string{"cover": cover})
	return true, errors.Join(h.press(ctx, 0, &s), pause(ctx, trailOpen))
}

// tab presses Tab, and if that does not come there Shift and Tab, until what
// was found at i has the focus.
func (h *hiker) tab(ctx context.Context, leg *Leg, i int) (bool, error) {
	var s struct {
		There, None, Frame bool
		Times              int
	}
	for _, modifiers := range []int64{0, 8} {
		if err := h.ask(ctx, nil, "forget"); err != nil {
			return false, err
		}
		empty := 0
		for range trailStops {
			if err := h.key(ctx, "Tab", modifiers); err != nil {
				return false, err
			}
			s.None, s.There, s.Frame, s.Times = false, false, false, 0
			if err := h.ask(ctx, &s, "stop", i); err != nil {
				return false, err
			}
			leg.Moves++
			if s.There {
				return true, nil
			}
			if s.None {
				if empty++; empty == 2 { // round the page once
					break
				}
			}
			if s.Times > 2 && !s.Frame || s.Times > trailStops/2 {
				break
			}
		}
	}
	return false, nil
}

// hear comes to a link by the accessibility tree: from link to link, or from
// heading to heading and then from link to link.
func (h *hiker) hear(ctx context.Context, leg *Leg, n int, search func() error) (int, error) {
	for try := 0; ; try++ {
		i, state, err := h.spot(ctx, leg, n)
		if err != nil {
			return 0, err
		}
		if state == "" {
			var s sight
			if err := h.ask(ctx, &s, "look", i, 0.0); err != nil {
				return 0, err
			}
			h.sight = s
			return i, h.picture(ctx, leg, s.Box)
		}
		opened := false
		if try == 0 && state == BarrierUnexposed {
			if opened, err = h.unfold(ctx, leg, false); err != nil {
				return 0, err
			}
			if err := search(); err != nil {
				return 0, err
			}
		}
		if !opened {
			leg.Barrier = &Barrier{Key: state}
			return 0, h.show(ctx, leg, -1)
		}
	}
}

// spot looks for the links that were found in the accessibility tree. It
// returns the place of the first that has a name, or what is wrong.
func (h *hiker) spot(ctx context.Context, leg *Leg, n int) (int, string, error) {
	tree, err := h.accessibility(ctx)
	if err != nil {
		return 0, "", err
	}
	state := BarrierUnexposed
	for i := range n {
		id, err := h.node(ctx, i)
		if err != nil {
			return 0, "", err
		}
		way, ok := tree.wayTo(id)
		switch {
		case !ok:
		case way.name == "":
			state = BarrierUnnamed
		default:
			leg.Moves += way.moves
			leg.Words += way.words
			return i, "", nil
		}
	}
	return 0, state, nil
}

// aim moves the place of a press as far as an unsteady hand does: at most half
// the size of the target that it hits at the first try, always alike for the
// same link. A press beside the link is a wasted one; then the hand aims again,
// more carefully.
func (h *hiker) aim(ctx context.Context, leg *Leg, i int, s *sight, link *TrailEnd) error {
	if h.trail.Manner.Keyboard || h.trail.Manner.ScreenReader || s.Free == nil {
		return nil
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(link.URL + "\x00" + link.Text)) // it never fails
	angle := float64(sum.Sum64()%3600) / 3600 * 2 * math.Pi
	reach := float64(sum.Sum64()/3600%1000) / 1000 * h.trail.Manner.Tolerance / 2
	x, y := s.Free.X+reach*math.Cos(angle), s.Free.Y+reach*math.Sin(angle)
	var hits bool
	if err := h.ask(ctx, &hits, "hits", i, x, y); err != nil {
		return err
	}
	if hits {
		s.Free.X, s.Free.Y = x, y
	} else {
		leg.Presses++
	}
	return nil
}

// activate activates a link and waits for where it leads.
func (h *hiker) activate(ctx context.Context, leg *Leg, i int, link *TrailEnd) (*arrival, error) {
	s := h.sight
	leg.Presses++
	if err := h.aim(ctx, leg, i, &s, link); err != nil {
		return nil, err
	}
	if s.Blank {
		leg.note(NoteNewWindow, nil)
		a, err := h.visit(ctx, link.URL) // in this window instead
		if err == nil && leg.Barrier == nil {
			leg.Barrier = h.judge(a)
		}
		return a, err
	}
	var a *arrival
	for range 2 { // a page that is busy may miss the first
		h.expect()
		if err := h.press(ctx, i, &s); err != nil {
			return nil, err
		}
		var err error
		if a, err = h.await(ctx, trailReact); err != nil {
			return nil, err
		}
		if !a.nothing {
			break
		}
	}
	if leg.Barrier = h.judge(a); leg.Barrier == nil && !a.within && !leadsTo(a.requested, link.URL) {
		leg.Barrier = &Barrier{Key: BarrierWrongPage, Args: map[string]string{"to": a.requested}}
	}
	return a, nil
}

// leadsTo reports whether two addresses may be of one page: links get a query
// when they are activated, and lose it.
func leadsTo(got, want string) bool {
	path := func(address string) string {
		n, err := Normalise(address)
		if err != nil {
			return address
		}
		n, _, _ = strings.Cut(n, "?")
		return n
	}
	return path(got) == path(want)
}

// answer looks for what was sought on the last page.
func (h *hiker) answer(ctx context.Context, leg *Leg, arrived *arrival) error {
	var a struct {
		Known, Hidden bool
		Wide          float64
		Box           *page.Box
	}
	texts := h.trail.Answer
	if texts == nil {
		texts = []string{}
	}
	m := &h.trail.Manner
	if err := h.ask(ctx, &a, "answer", texts, m.ScreenReader); err != nil {
		return err
	}
	h.saw(leg, &sight{Wide: a.Wide})
	if a.Hidden {
		leg.Barrier = &Barrier{Key: BarrierAnswer, Args: map[string]string{"what": strings.Join(h.trail.Answer, " · ")}}
	}
	if !a.Known && arrived.login && len(texts) > 0 {
		leg.Barrier = &Barrier{Key: BarrierLogin}
	}
	box := page.Box{}
	if a.Box != nil {
		box = *a.Box
	}
	return h.picture(ctx, leg, box)
}

// show takes a picture of the page as it is, with what was found at i in view
// if that is not below 0.
func (h *hiker) show(ctx context.Context, leg *Leg, i int) error {
	var s sight
	if i >= 0 {
		if err := h.ask(ctx, &s, "look", i, 0.0); err != nil {
			return err
		}
	}
	return h.picture(ctx, leg, s.Box)
}

// isDocument reports whether a response is a document to download, and no page.
func isDocument(contentType, disposition string) bool {
	if d, _, err := mime.ParseMediaType(disposition); err == nil && strings.EqualFold(d, "attachment") {
		return true
	}
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil || t == "" {
		return false
	}
	return t != "text/html" && t != "application/xhtml+xml" && !strings.HasPrefix(t, "text/") && !strings.HasPrefix(t, "image/") && !strings.HasSuffix(t, "+xml") && t != "application/xml" && t != "application/json"
}

// inScope reports whether an address is of a host in scope, or of the one
// where the trail begins.
func (h *hiker) inScope(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	start, err := url.Parse(h.trail.Start)
	return err == nil && u.Host == start.Host || inHosts(h.cfg.hosts(), u.Host)
}

// decode puts the JSON value of a script into v, if that is not nil.
func decode(b []byte, v any) error {
	if v == nil || len(b) == 0 {
		return nil
	}
	return json.Unmarshal(b, v)
}
