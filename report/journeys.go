package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/usager/usager/audit"
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
	ID, Title                   string
	File                        string  // of the report, with its steps
	Walks                       []*walk // one for each goal, nil if it does not seek it
	Reached, Difficult, Blocked int
}

// A walk is one journey in words.
type walk struct {
	audit.Journey
	Goal, Reason string
	Steps        []stepData
	Stop         *stop // nil unless it was blocked
}

type stepData struct {
	audit.Step
	What, File string
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
	d := &walk{Journey: j, Goal: w.GoalTitle(j.Goal), Reason: w.Reason(j)}
	for _, step := range j.Steps {
		d.Steps = append(d.Steps, stepData{step, w.Step(step), files[step.URL]})
	}
	return d
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
	for _, p := range d.All {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.render("persona", p.File, "journeys", p.Title, nil, p); err != nil {
			return err
		}
	}
	return nil
}
