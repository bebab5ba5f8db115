// Package live walks journeys in a real browser, as their personas would, and
// corrects what was computed on the graph of pages by what it finds there.
//
// A persona follows the steps of its journey with its own window, zoom, colours
// and hands: a pointer or a finger, the Tab key, or the accessibility tree.
// Where a link turns out to be closed to it, or open although the graph has it
// closed, the journey is computed again with that observation, and what comes
// of it is walked in turn. Nothing is submitted, and no network is slowed down:
// the time that a page takes to arrive is computed from its size.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/journeys"
	"github.com/usager/usager/page"
	"github.com/usager/usager/profiles"
)

// The outcomes of a walk in the browser, see [audit.Walked].
const (
	Reached    = "reached"
	Blocked    = "blocked"
	Unfinished = "unfinished"
)

// maxRounds bounds how often one journey is computed and walked again.
const maxRounds = 4

// Options of walks.
type Options struct {
	Personas []string // IDs of those that walk; empty means all
	Goals    []string // IDs of those that are walked for; empty means all
	AtOnce   int      // personas that walk side by side; 1
	// Limit is the time for one persona and goal; 20 s.
	Limit time.Duration
	// Picture keeps a picture (JPEG) and returns its name. If it is nil, none
	// are kept.
	Picture func(jpeg []byte) (string, error)
	Log     *slog.Logger // slog.Default
}

// Walk walks journeys of a site in the browser and puts what became of them into
// js: those that are walked get their Walked, and every journey of a persona
// takes into account what the browser showed to it. The same site gives the same
// result, as long as no walk is ended for want of time. The error is that of
// ctx or of Options.Picture; a walk that fails is unfinished, and costs no other.
func Walk(ctx context.Context, b *crawler.Browser, site *journeys.Site, personas []profiles.Profile, js []audit.Journey, opts Options) error {
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	if opts.Limit <= 0 {
		opts.Limit = 20 * time.Second
	}
	places := make(chan struct{}, max(1, opts.AtOnce))
	errs := make([]error, len(personas))
	own := make(map[string][]*audit.Journey) // by persona; each walker writes to its own
	for i := range js {
		own[js[i].Persona] = append(own[js[i].Persona], &js[i])
	}
	var g sync.WaitGroup
	for i := range personas {
		p := &personas[i]
		if len(opts.Personas) > 0 && !slices.Contains(opts.Personas, p.ID) {
			continue
		}
		g.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			w := walker{b: b, site: site, who: p, opts: &opts}
			errs[i] = w.walkAll(ctx, own[p.ID])
		})
	}
	g.Wait()
	return errors.Join(errs...)
}

// A walker is one persona in the browser. It remembers what it saw.
type walker struct {
	b    *crawler.Browser
	site *journeys.Site
	who  *profiles.Profile
	opts *Options
	seen []audit.Observation
}

// walkAll walks the persona's own journeys toward the chosen goals and then
// computes the others anew.
func (w *walker) walkAll(ctx context.Context, own []*audit.Journey) error {
	for _, chosen := range []bool{true, false} {
		for _, j := range own {
			if chosen != (len(w.opts.Goals) == 0 || slices.Contains(w.opts.Goals, j.Goal)) {
				continue
			}
			if len(w.seen) > 0 {
				if again, ok := w.site.Again(w.who.ID, j.Goal, w.seen); ok {
					*j = again
				}
			}
			if !chosen {
				continue
			}
			walked, err := w.walk(ctx, *j)
			if err != nil {
				return err
			}
			*j = walked
		}
	}
	return nil
}

// walk walks one journey, and again what becomes of it with what was seen.
func (w *walker) walk(ctx context.Context, j audit.Journey) (audit.Journey, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, w.opts.Limit, errLimit)
	defer cancel()
	for round := 1; ; round++ {
		trail := w.trail(&j)
		legs, err := w.b.Follow(ctx, trail)
		if err != nil {
			w.opts.Log.Debug("journey in the browser", "persona", j.Persona, "goal", j.Goal, "error", err)
			if parent := context.Cause(ctx); parent != nil && !errors.Is(parent, errLimit) {
				return j, fmt.Errorf("walk %s to %s: %w", j.Persona, j.Goal, parent)
			}
		}
		if perr := w.record(&j, legs, err); perr != nil {
			return j, perr
		}
		o := w.contradiction(&j, legs)
		if err != nil || o == nil {
			return j, nil
		}
		w.seen = append(w.seen, *o)
		again, ok := w.site.Again(j.Persona, j.Goal, w.seen)
		if !ok {
			return j, nil
		}
		if round == maxRounds {
			again.Walked = &audit.Walked{Outcome: Unfinished, Reason: checks.Message{Key: "walk-time"}, Seen: slices.Clone(w.seen)}
			return again, nil
		}
		j = again
	}
}

var errLimit = errors.New("the time for this journey is over")

// Where the model says that a persona stops for something else than what can be
// seen of a link, the browser only looks at the link.
var judged = []string{"weak-link", "jargon-link", "too-deep", "too-long", "other-language", "phone-only", "digital-only", "channel-impossible"}

// Where the model says that a link cannot be taken, the browser may know
// better.
var closed = []string{"no-link-visible", "hidden-at-width", "not-exposed", "no-name", "not-keyboard"}

// trail turns the steps of a journey into what is to be done.
func (w *walker) trail(j *audit.Journey) crawler.Trail {
	t := crawler.Trail{Manner: manner(w.who), Limit: w.opts.Limit}
	for i, s := range j.Steps {
		if i == 0 {
			t.Start = s.URL
		}
		switch {
		case s.Action == journeys.Search:
			t.Links = append(t.Links, crawler.TrailEnd{URL: s.Link, Text: s.Target, Typed: true})
		case s.Action == journeys.Follow:
			t.Links = append(t.Links, crawler.TrailEnd{URL: s.Link, Text: s.Target})
		case s.Action == journeys.Stop && s.Link != "":
			t.Links = append(t.Links, crawler.TrailEnd{URL: s.Link, Text: s.Target, Look: slices.Contains(judged, j.Reason.Key)})
		case s.Target != s.Title:
			for part := range strings.SplitSeq(s.Target, " · ") {
				t.Answer = append(t.Answer, strings.TrimSuffix(part, "…"))
			}
		}
	}
	return t
}

// Recall puts what the browser showed at the time of an older audit into the
// journeys of the same site that were computed anew: it is not asked again. A
// journey whose way is another by now keeps no trace of the browser.
func Recall(site *journeys.Site, old, js []audit.Journey) {
	type key struct{ persona, goal string }
	seen := make(map[string][]audit.Observation) // by persona
	walked := make(map[key]*audit.Journey)
	for i := range old {
		o := &old[i]
		if o.Walked == nil {
			continue
		}
		walked[key{o.Persona, o.Goal}] = o
		if len(o.Walked.Seen) > len(seen[o.Persona]) { // each walk knows what those before it saw
			seen[o.Persona] = o.Walked.Seen
		}
	}
	for i := range js {
		o := walked[key{js[i].Persona, js[i].Goal}]
		known := seen[js[i].Persona]
		if o != nil {
			known = o.Walked.Seen
		}
		if len(known) > 0 {
			if j, ok := site.Again(js[i].Persona, js[i].Goal, known); ok {
				js[i] = j
			}
		}
		if o == nil || !slices.EqualFunc(o.Steps, js[i].Steps, func(a, b audit.Step) bool {
			return a.URL == b.URL && a.Link == b.Link && a.Action == b.Action
		}) {
			continue
		}
		js[i].Walked = o.Walked
		for k := range o.Steps {
			js[i].Steps[k].Walked = o.Steps[k].Walked
		}
	}
}

// manner is how a persona perceives and acts, for the browser.
func manner(p *profiles.Profile) crawler.Manner {
	return crawler.Manner{
		Viewport: page.Viewport{
			Width: int(float64(p.Width) / p.Zoom.Value), Height: int(float64(p.Height) / p.Zoom.Value),
			Scale: p.Zoom.Value, Mobile: p.Hand == profiles.Touch,
		},
		Touch: p.Hand == profiles.Touch, Keyboard: p.Hand == profiles.Keyboard, ScreenReader: p.Sense == profiles.ScreenReader,
		ForcedColors: p.ForcedColors, ReducedMotion: p.ReducedMotion, Tolerance: p.Target.Value,
		Kbps: p.Network.Value, Latency: time.Duration(p.Latency.Value * float64(time.Millisecond)),
	}
}

// record puts what was done into the journey.
func (w *walker) record(j *audit.Journey, legs []crawler.Leg, failed error) error {
	j.Walked = &audit.Walked{Outcome: Reached, Seen: slices.Clone(w.seen)}
	if j.Outcome == journeys.Blocked {
		j.Walked.Outcome = Blocked
	}
	for i := range min(len(legs), len(j.Steps)) {
		l, s := &legs[i], &j.Steps[i]
		effort := journeys.Effort{Bytes: l.Bytes, Moves: l.Moves, Words: l.Words, Presses: l.Presses, Distance: l.Distance, Size: l.Size}
		act := &audit.Act{Moves: l.Moves, Bytes: l.Bytes, Seconds: tenths(effort.Seconds(w.who))}
		for _, n := range l.Notes {
			act.Notes = append(act.Notes, w.message(&n, s))
		}
		if len(l.Picture) > 0 && w.opts.Picture != nil {
			name, err := w.opts.Picture(l.Picture)
			if err != nil {
				return fmt.Errorf("walk %s to %s: %w", j.Persona, j.Goal, err)
			}
			act.Screenshot = name
			if !l.Box.Empty() {
				act.Box = &page.Box{X: math.Round(l.Box.X), Y: math.Round(l.Box.Y), Width: math.Round(l.Box.Width), Height: math.Round(l.Box.Height)}
			}
		}
		s.Walked = act
		j.Walked.Seconds = tenths(j.Walked.Seconds + act.Seconds)
		if l.Barrier != nil {
			j.Walked.Outcome = Blocked
			j.Walked.Reason = w.message(l.Barrier, s)
		}
	}
	if failed != nil {
		j.Walked.Outcome, j.Walked.Reason.Key = Unfinished, "walk-failed"
		if errors.Is(failed, context.DeadlineExceeded) {
			j.Walked.Reason.Key = "walk-time"
		}
		j.Walked.Reason.Args = nil
	}
	return nil
}

// contradiction returns what the browser showed otherwise than the graph, nil
// if nothing.
func (w *walker) contradiction(j *audit.Journey, legs []crawler.Leg) *audit.Observation {
	for i := range min(len(legs), len(j.Steps)) {
		b, s := legs[i].Barrier, &j.Steps[i]
		o := &audit.Observation{URL: s.URL, Link: s.Link, Text: s.Target}
		switch {
		case b != nil && s.Action == journeys.Follow:
			o.Barrier = w.message(b, s)
			return o
		case b != nil && s.Action == journeys.Find:
			return &audit.Observation{URL: s.URL, Barrier: w.message(b, s)}
		case b == nil && s.Action == journeys.Stop && s.Link != "" && slices.Contains(closed, j.Reason.Key):
			o.Open = true
			return o
		}
	}
	return nil
}

// message puts a barrier on a page into the terms of journeys.
func (w *walker) message(b *crawler.Barrier, s *audit.Step) checks.Message {
	m := checks.Message{Key: b.Key, Args: map[string]string{"page": s.Title, "link": s.Target}}
	if m.Args["page"] == "" {
		m.Args["page"] = s.URL
	}
	for k, v := range b.Args {
		m.Args[k] = v
	}
	if s.Action == journeys.Find {
		delete(m.Args, "link")
	}
	const narrow = 480 // CSS pixels: up to here it is the width that hides something
	if width, err := strconv.Atoi(m.Args["width"]); b.Key == crawler.BarrierHidden && err == nil && width > narrow {
		m.Key = "no-link-visible"
		delete(m.Args, "width")
	}
	return m
}

func tenths(x float64) float64 { return math.Round(x*10) / 10 }
