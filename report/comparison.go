package report

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// changedRows is how many issues the report lists of each change.
const changedRows = 200

type change struct {
	ID    string // names texts
	N     int    // issues that are required
	Apart int    // issues beyond
	Rows  []changedRow
}

type changedRow struct {
	audit.Issue
	File string // "" for what this report has no page of
}

type comparisonData struct {
	*audit.Comparison
	Changes []change
	Parts   []partChanges
	Trend   *chart
}

// partChanges is what became of the faults in the parts of a site of one kind.
type partChanges struct {
	ID    string // names texts: dimension, section, page, criterion
	Rows  []partChange
	Total int
}

type partChange struct {
	audit.Change
	Title, File string
}

// changedParts is how many parts of one kind the report lists.
const changedParts = 50

// parts puts the parts of a site in which something changed in words.
func (w *words) parts(c *audit.Comparison) []partChanges {
	var all []partChanges
	for _, p := range []struct {
		id      string
		changes []audit.Change
		title   func(string) string
	}{
		{"dimension", c.Dimensions, func(name string) string { return w.Word("dimension", name) }},
		{"section", c.Sections, line},
		{"page", c.Pages, line},
		{"criterion", c.Criteria, func(name string) string {
			sc, _ := norm.Criterion(name)
			return name + " " + sc.Title.In(w.Lang)
		}},
	} {
		if len(p.changes) == 0 {
			continue
		}
		kind := partChanges{ID: p.id, Total: len(p.changes)}
		for _, change := range p.changes[:min(len(p.changes), changedParts)] {
			kind.Rows = append(kind.Rows, partChange{Change: change, Title: p.title(change.Name)})
		}
		all = append(all, kind)
	}
	return all
}

// changes returns the lists of a comparison of an audit with an earlier one, in
// the order they are shown, with what was decided about their issues.
func changes(a *audit.Audit, c *audit.Comparison) []change {
	decisions := make(map[string]*audit.Decision)
	for _, i := range a.Issues {
		decisions[i.Fingerprint] = i.Decision
	}
	var all []change
	for _, l := range []struct {
		id     string
		issues []audit.Issue
	}{{"added", c.Added}, {"reopened", c.Reopened}, {"fixed", c.Fixed}, {"persisting", c.Persisting}, {"incomparable", c.NotComparable}} {
		ch := change{ID: l.id}
		for _, required := range []bool{true, false} {
			for _, i := range l.issues {
				if i.Required() != required {
					continue
				}
				if required {
					ch.N++
				} else {
					ch.Apart++
				}
				if len(ch.Rows) < changedRows {
					i.Decision = decisions[i.Fingerprint]
					ch.Rows = append(ch.Rows, changedRow{Issue: i})
				}
			}
		}
		all = append(all, ch)
	}
	return all
}

// Since puts a comparison of an audit with an earlier one in one sentence. It
// counts what is required.
func (w *words) Since(a *audit.Audit, c *audit.Comparison) string {
	args := []any{"date", w.Moment(c.Old.Started, c.New.Started)}
	for _, ch := range changes(a, c) {
		args = append(args, ch.ID, ch.N)
	}
	return w.T("comparison.short", args...)
}

// Moment writes a day, with the time if it is that of another moment.
func (w *words) Moment(t, other time.Time) string {
	s := w.Date(t)
	if s == w.Date(other) {
		s += ", " + t.UTC().Format("15:04") + " UTC"
	}
	return s
}

// Moved returns which pages a persisting issue came to and left, nil if none.
func (d comparisonData) Moved(fingerprint string) *audit.Spread {
	if s, ok := d.Spread[fingerprint]; ok {
		return &s
	}
	return nil
}

// Total returns how many issues there are.
func (c change) Total() int { return c.N + c.Apart }

func (s *site) hasHistory() bool { return s.Comparison != nil || len(s.Trend) > 1 }

func (s *site) writeComparison(context.Context) error {
	if !s.hasHistory() {
		return nil
	}
	d := comparisonData{Comparison: s.Comparison}
	if d.Comparison != nil {
		d.Changes = changes(s.Audit, d.Comparison)
		for _, ch := range d.Changes {
			for i := range ch.Rows {
				ch.Rows[i].File = s.issueFiles[ch.Rows[i].Fingerprint]
			}
		}
		d.Parts = s.parts(d.Comparison)
		for _, p := range d.Parts {
			for i := range p.Rows {
				switch p.ID {
				case "page":
					p.Rows[i].File = s.pageFiles[p.Rows[i].Name]
				case "criterion":
					p.Rows[i].File = "criteria.html#sc-" + p.Rows[i].Name
				}
			}
		}
	}
	if len(s.Trend) > 1 {
		d.Trend = newChart(s.Trend)
	}
	return s.render("comparison", "comparison.html", "comparison", s.T("comparison.title"), nil, d)
}

// chart is a picture of the scores over the audits of a site. Coordinates are
// those of its view box.
type chart struct {
	Lines []chartLine
	Rows  []chartRow
	Grid  []gridLine
}

type chartLine struct {
	Dimension checks.Dimension
	Points    []point
}

type point struct{ X, Y int }

type gridLine struct{ Score, Y int }

type chartRow struct {
	audit.Point
	Beside time.Time  // when a neighbour was made
	Values []*float64 // by checks.Dimensions
}

// The chart's plane; the scale stands left of it.
const (
	chartLeft, chartRight  = 56, 628
	chartTop, chartBottom  = 16, 236
	chartAudits            = 60 // shown at most: the last
	chartHeight, chartSpan = chartBottom - chartTop, chartRight - chartLeft
)

func newChart(trend []audit.Point) *chart {
	trend = trend[max(0, len(trend)-chartAudits):]
	y := func(score float64) int { return chartBottom - int(min(max(score, 0), 100)*chartHeight/100) }
	first := trend[0].Started
	span := max(trend[len(trend)-1].Started.Sub(first), time.Second)
	c := new(chart)
	for score := 0; score <= 100; score += 25 {
		c.Grid = append(c.Grid, gridLine{score, y(float64(score))})
	}
	for i, p := range trend {
		row := chartRow{Point: p}
		for _, k := range []int{i - 1, i + 1} {
			if k >= 0 && k < len(trend) && trend[k].Started.UTC().Truncate(24*time.Hour).Equal(p.Started.UTC().Truncate(24*time.Hour)) {
				row.Beside = trend[k].Started
			}
		}
		for _, d := range checks.Dimensions {
			row.Values = append(row.Values, scoreOf(p.Scores, d))
		}
		c.Rows = append(c.Rows, row)
	}
	for k, d := range checks.Dimensions {
		l := chartLine{Dimension: d}
		for _, r := range c.Rows {
			if v := r.Values[k]; v != nil {
				x := chartLeft + int(float64(chartSpan)*float64(r.Started.Sub(first))/float64(span))
				l.Points = append(l.Points, point{x, y(*v)})
			}
		}
		if len(l.Points) > 0 {
			c.Lines = append(c.Lines, l)
		}
	}
	return c
}

func scoreOf(scores []audit.Score, d checks.Dimension) *float64 {
	for _, s := range scores {
		if s.Dimension == d {
			return s.Value
		}
	}
	return nil
}

// WriteComparison writes what changed between two audits for a terminal: the
// issues that came, came back or went, and how many persist.
func WriteComparison(out io.Writer, a *audit.Audit, opts Options) error {
	t, c := newWords(opts), opts.Comparison
	var b strings.Builder
	t.paragraph(&b, "1", t.Since(a, c))
	if c.RuleSetsDiffer {
		t.paragraph(&b, "33", t.T("comparison.rules", "old", c.Old.RuleSet, "new", c.New.RuleSet))
	}
	issues := grid{head: []string{t.T("col.change"), t.T("col.impact"), t.T("col.issue"), t.T("col.pages")}, right: 3, wide: 2}
	style := map[string]string{"added": "31", "reopened": "31", "fixed": "32"}
	for _, ch := range changes(a, c) {
		if style[ch.ID] == "" {
			continue
		}
		for _, r := range ch.Rows {
			if r.Required() {
				issues.add(styled{t.Word("comparison", ch.ID), style[ch.ID]}, styled{t.Word("impact", r.Impact.String()), impactColour[r.Impact]},
					styled{text: t.Message(r.Example)}, styled{text: t.Num(r.Pages)})
			}
		}
	}
	if err := issues.write(&b, t); err != nil {
		return err
	}
	for _, p := range t.parts(c) {
		g := grid{title: t.T("comparison.by." + p.ID), head: []string{t.T("comparison.part." + p.ID), t.T("comparison.added"), t.T("comparison.fixed"), t.T("comparison.persisting")}, right: 1, wide: 0}
		for _, r := range p.Rows[:min(len(p.Rows), tableActions)] {
			g.add(styled{text: r.Title}, styled{text: t.Num(r.New)}, styled{text: t.Num(r.Fixed)}, styled{text: t.Num(r.Persisting)})
		}
		if err := g.write(&b, t); err != nil {
			return err
		}
	}
	if len(c.Journeys) > 0 {
		b.WriteByte('\n')
		t.paragraph(&b, "1", t.T("comparison.journeys"))
		for _, j := range c.Journeys {
			t.paragraph(&b, journeyColour[j.After], fmt.Sprintf("%s · %s: %s → %s", t.PersonaTitle(j.Persona), t.GoalTitle(j.Goal), t.Word("journey", j.Before), t.Word("journey", j.After)))
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

type decisionRow struct {
	audit.Decision
	Until string // a date in words
}

func (s *site) writeDecisions(context.Context) error {
	if len(s.Audit.Decisions) == 0 {
		return nil
	}
	var rows []decisionRow
	for _, d := range s.Audit.Decisions {
		rows = append(rows, decisionRow{d, s.day(d.Until)})
	}
	return s.render("decisions", "decisions.html", "decisions", s.T("decisions.title"), nil, rows)
}

// day writes a day such as "2027-06-30" in words.
func (w *words) day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return w.Date(t)
}

// Decided puts the decision about an issue in words, "" if there is none.
func (w *words) Decided(i audit.Issue) string {
	d := i.Decision
	if d == nil {
		return ""
	}
	s := w.T("decisions.onissue", "state", w.Word("decision", d.State), "who", line(d.Who), "why", line(d.Why))
	if d.Until != "" {
		s += " " + w.T("decisions.until", "date", w.day(d.Until))
	}
	return s
}

// stale returns how many decisions have expired or match nothing.
func stale(ds []audit.Decision) int {
	n := 0
	for _, d := range ds {
		if d.Expired || d.Issues == 0 {
			n++
		}
	}
	return n
}
