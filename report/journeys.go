package report

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image/jpeg"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/page"
)

// walks is what the journeys of an audit amount to.
type walks struct {
	Goals     []string // titles, in the order of the audit
	Personas  []*walker
	Reference *walker // the adult without hindrance, nil if none walked
	Stops     []*stop // what stops people: those who nobody gets past first, then by how many
}

// A walker is a persona and how far it got.
type walker struct {
	ID, Title, About            string
	File                        string  // of the report, with its steps
	Walks                       []*walk // one for each goal, nil if it does not seek it
	Reached, Difficult, Blocked int
}

// A walk is one journey in words.
type walk struct {
	audit.Journey
	Goal, Reason, Change string
	Steps                []stepData
	Related              []related // what other checks found where it stops
	Strip                bool      // there are pictures
	Stop                 *stop     // nil unless it was blocked
}

// related is an issue that a journey names.
type related struct{ Title, File string }

// stepData is a step in words, with its picture and what it takes the adult.
type stepData struct {
	audit.Step
	What, File string
	Notes      []string
	Adult      float64 // seconds; 0 if the adult does not do this
	Picture    *picture
}

// A picture is a file of the report, its size, and the place of the link in it.
type picture struct {
	File          string
	Width, Height int
	Box           *page.Box
}

// A stop is one reason that ends the journeys of one or more personas toward
// one goal.
type stop struct {
	Goal, Reason string
	Personas     []string // titles, without the reference adult
	Nobody       bool     // everybody who seeks the goal is stopped, the reference adult as well
}

// On returns the last page of the journey, where it ended.
func (w *walk) On() stepData {
	if len(w.Steps) == 0 {
		return stepData{}
	}
	return w.Steps[len(w.Steps)-1]
}

// walks gathers the journeys of an audit by persona and by what stops them.
// files are those of the pages, by URL; nil if there are none.
func (w *words) walks(a *audit.Audit, files map[string]string) *walks {
	out := new(walks)
	goals, personas := make(map[string]int), make(map[string]*walker)
	for _, j := range a.Journeys {
		if _, ok := goals[j.Goal]; !ok {
			goals[j.Goal] = len(out.Goals)
			out.Goals = append(out.Goals, w.GoalTitle(j.Goal))
		}
	}
	for _, j := range a.Journeys {
		p := personas[j.Persona]
		if p == nil {
			p = &walker{ID: j.Persona, Title: w.PersonaTitle(j.Persona), Walks: make([]*walk, len(out.Goals))}
			if w.About != nil {
				p.About = line(w.spaced(w.About(j.Persona, w.Lang)))
			}
			p.File = fmt.Sprintf("journeys/%02d.html", len(personas)+1)
			personas[j.Persona] = p
			if j.Persona == audit.ReferencePersona {
				out.Reference = p
			} else {
				out.Personas = append(out.Personas, p)
			}
		}
		p.add(w.walk(j, files), goals[j.Goal])
	}
	if out.Reference != nil {
		for _, p := range out.Personas {
			p.compare(out.Reference)
		}
	}
	for g := range out.Goals {
		out.Stops = append(out.Stops, out.stops(g)...)
	}
	slices.SortStableFunc(out.Stops, func(x, y *stop) int {
		if x.Nobody != y.Nobody {
			if x.Nobody {
				return -1
			}
			return 1
		}
		return -cmp.Compare(len(x.Personas), len(y.Personas))
	})
	return out
}

func (w *words) walk(j audit.Journey, files map[string]string) *walk {
	if j.Persona == audit.ReferencePersona {
		j.Ratio = 0 // to itself
	}
	d := &walk{Journey: j, Goal: w.GoalTitle(j.Goal), Reason: w.Reason(j), Change: w.journey(j.Change)}
	for _, step := range j.Steps {
		s := stepData{Step: step, What: w.Step(step), File: files[step.URL]}
		if step.Walked != nil {
			for _, n := range step.Walked.Notes {
				s.Notes = append(s.Notes, w.journey(n))
			}
		}
		d.Steps = append(d.Steps, s)
	}
	return d
}

// compare puts beside each step what the same step takes the adult.
func (p *walker) compare(adult *walker) {
	for i, d := range p.Walks {
		if d == nil || adult.Walks[i] == nil {
			continue
		}
		for k := range d.Steps {
			s := &d.Steps[k]
			for _, a := range adult.Walks[i].Steps {
				if a.URL == s.URL && a.Action == s.Action && a.Link == s.Link {
					s.Adult = a.Seconds
					break
				}
			}
		}
	}
}

func (p *walker) add(w *walk, goal int) {
	p.Walks[goal] = w
	switch w.Outcome {
	case "reached":
		p.Reached++
	case "difficult":
		p.Difficult++
	case "blocked":
		p.Blocked++
	}
}

// stops returns what stops people on the way to one goal.
func (all *walks) stops(goal int) []*stop {
	everybody := all.Reference != nil && all.Reference.stopped(goal)
	for _, p := range all.Personas {
		everybody = everybody && (p.Walks[goal] == nil || p.stopped(goal))
	}
	byReason := make(map[string]*stop)
	var out []*stop
	add := func(p *walker, reason string) *stop {
		s := byReason[reason]
		if s == nil {
			s = &stop{Goal: all.Goals[goal], Reason: reason, Nobody: everybody}
			byReason[reason] = s
			out = append(out, s)
		}
		p.Walks[goal].Stop = s
		return s
	}
	for _, p := range all.Personas {
		if !p.stopped(goal) {
			continue
		}
		reason := p.Walks[goal].Reason
		if everybody {
			reason = all.Reference.Walks[goal].Reason
		}
		s := add(p, reason)
		s.Personas = append(s.Personas, p.Title)
	}
	if everybody {
		add(all.Reference, all.Reference.Walks[goal].Reason)
	}
	return out
}

func (p *walker) stopped(goal int) bool {
	return p.Walks[goal] != nil && p.Walks[goal].Outcome == "blocked"
}

// Sought returns how many goals the persona seeks.
func (p *walker) Sought() int { return p.Reached + p.Difficult + p.Blocked }

// Passed returns how many goals the persona reached, with ease or not.
func (p *walker) Passed() int { return p.Reached + p.Difficult }

// Main returns the journey whose reason says most about this persona: one that
// stopped, shared with as many others as can be, else the most tiresome one.
// What stops everybody is said elsewhere, once. It is nil if nothing hinders.
func (p *walker) Main() *walk {
	var best *walk
	heavier := func(x, y *walk) bool {
		if (x.Stop != nil) != (y.Stop != nil) {
			return x.Stop != nil
		}
		if x.Stop != nil {
			return len(x.Stop.Personas) > len(y.Stop.Personas)
		}
		return x.Ratio > y.Ratio
	}
	for _, w := range p.Walks {
		if w == nil || w.Reason == "" || w.Stop != nil && w.Stop.Nobody {
			continue
		}
		if best == nil || heavier(w, best) {
			best = w
		}
	}
	return best
}

// frontPersonas are those that the first page shows where they walked.
var frontPersonas = []string{"young-16", "senior-80", "blind"}

// front returns n personas for the first page: those of frontPersonas, else
// those who are worst off, in the order of the audit.
func (all *walks) front(n int) []*walker {
	harm := func(p *walker) float64 {
		if slices.Contains(frontPersonas, p.ID) {
			return 1e9
		}
		sum := 1000 * float64(p.Blocked)
		for _, w := range p.Walks {
			if w != nil {
				sum += min(w.Ratio, 100)
			}
		}
		return sum
	}
	chosen := slices.Clone(all.Personas)
	slices.SortStableFunc(chosen, func(x, y *walker) int { return -cmp.Compare(harm(x), harm(y)) })
	chosen = chosen[:min(n, len(chosen))]
	return slices.DeleteFunc(slices.Clone(all.Personas), func(p *walker) bool { return !slices.Contains(chosen, p) })
}

type journeysData struct {
	*walks
	All []*walker // the reference adult last
}

func (s *site) writeJourneys(ctx context.Context) error {
	d := journeysData{walks: s.walked, All: slices.Clone(s.walked.Personas)}
	if s.walked.Reference != nil {
		d.All = append(d.All, s.walked.Reference)
	}
	if err := s.render("journeys", "journeys.html", "journeys", s.T("journeys.title"), nil, d); err != nil {
		return err
	}
	titles := make(map[string]string, len(s.Audit.Issues))
	for _, i := range s.Audit.Issues {
		titles[i.Fingerprint] = s.Title(i.Check)
	}
	for _, p := range d.All {
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, w := range p.Walks {
			if w == nil {
				continue
			}
			for _, id := range w.Issues {
				r := related{titles[id], s.issueFiles[id]}
				if r.Title != "" && r.File != "" && !slices.Contains(w.Related, r) {
					w.Related = append(w.Related, r)
				}
			}
			if err := s.pictures(ctx, w); err != nil {
				return err
			}
		}
		if err := s.render("persona", p.File, "journeys", p.Title, nil, p); err != nil {
			return err
		}
	}
	return nil
}

// pictures writes those of the steps of a walk. One that is missing is left out.
func (s *site) pictures(ctx context.Context, w *walk) error {
	if s.Picture == nil {
		return nil
	}
	for i := range w.Steps {
		step := &w.Steps[i]
		if step.Walked == nil || step.Walked.Screenshot == "" {
			continue
		}
		file := "journeys/" + step.Walked.Screenshot + ".jpg"
		if !ours.MatchString(file) {
			continue
		}
		b, err := s.Picture(step.Walked.Screenshot)
		if err != nil {
			slog.WarnContext(ctx, "no picture of a step", "persona", w.Persona, "goal", w.Journey.Goal, "err", err)
			continue
		}
		size, err := jpeg.DecodeConfig(bytes.NewReader(b))
		if err != nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(file)), b, 0o644); err != nil {
			return err
		}
		step.Picture = &picture{File: file, Width: size.Width, Height: size.Height, Box: visible(step.Walked.Box, size.Width, size.Height)}
		w.Strip = true
	}
	return nil
}

// visible returns the part of a box that is in a picture, with a margin, nil if
// there is none.
func visible(b *page.Box, width, height int) *page.Box {
	if b == nil || b.Empty() {
		return nil
	}
	const margin = 6 // pixels
	x0, y0 := max(b.X-margin, 2), max(b.Y-margin, 2)
	x1, y1 := min(b.X+b.Width+margin, float64(width)-2), min(b.Y+b.Height+margin, float64(height)-2)
	if x1 <= x0 || y1 <= y0 {
		return nil
	}
	return &page.Box{X: x0, Y: y0, Width: x1 - x0, Height: y1 - y0}
}
