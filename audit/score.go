package audit

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

const (
	failedOutcome   = checks.Failed
	untestedOutcome = checks.Untested
)

// Summarise fills in the channels, criteria and scores of an audit from its
// pages, its site results and its journeys. The formulas are in docs/scores.md.
func (a *Audit) Summarise(ctx context.Context, catalog *checks.Catalog) error {
	t := tally{
		catalog:  catalog,
		criteria: make(map[string]*Criterion),
		sums:     make(map[checks.Dimension]*sum),
		channels: make(map[string]*SiteChannel),
		tested:   make(map[string]bool),
		absent:   make(map[string]bool),
		rgaa:     make(map[string]*rgaaTally),
	}
	for _, d := range checks.Dimensions {
		t.sums[d] = new(sum)
	}
	for _, sc := range norm.Criteria() {
		t.criteria[sc.Number] = &Criterion{Number: sc.Number, Level: sc.Level}
	}
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("summarise audit %s: %w", a.ID, err)
		}
		t.page(p)
	}
	t.results(a.Site, func(checks.Dimension) *ratio { return nil })
	t.site(a.Site)
	for _, j := range a.Journeys {
		t.journey(j)
	}
	a.Criteria, a.RGAA, a.Channels, a.Scores = nil, nil, nil, nil
	for _, sc := range norm.Criteria() {
		c := t.criteria[sc.Number]
		c.State = t.state(c)
		a.Criteria = append(a.Criteria, *c)
	}
	for _, r := range norm.RGAA() {
		a.RGAA = append(a.RGAA, t.of(r.Number).criterion(r.Number))
	}
	for _, d := range checks.Dimensions {
		a.Scores = append(a.Scores, t.sums[d].score(d))
	}
	for _, c := range t.channels {
		a.Channels = append(a.Channels, *c)
	}
	slices.SortFunc(a.Channels, func(x, y SiteChannel) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), -cmp.Compare(len(x.Pages), len(y.Pages)), cmp.Compare(x.Value, y.Value))
	})
	return nil
}

type sum struct {
	total            float64 // of page scores
	pages            int
	failed, cantTell int // findings
}

func (s *sum) score(d checks.Dimension) Score {
	out := Score{Dimension: d, Pages: s.pages, Failed: s.failed, CantTell: s.cantTell}
	if s.pages > 0 {
		v := s.total / float64(s.pages)
		out.Value = &v
	}
	return out
}

// ratio is what passed of what was decided, by weight.
type ratio struct{ passed, decided float64 }

type tally struct {
	catalog  *checks.Catalog
	criteria map[string]*Criterion
	tested   map[string]bool // criteria that some check could judge somewhere
	absent   map[string]bool // criteria whose absence a check can prove; false once it applied or could not run
	rgaa     map[string]*rgaaTally
	sums     map[checks.Dimension]*sum
	channels map[string]*SiteChannel
}

func (t *tally) page(p *Page) {
	ratios := make(map[checks.Dimension]*ratio)
	t.results(p.Results, func(d checks.Dimension) *ratio {
		if ratios[d] == nil {
			ratios[d] = new(ratio)
		}
		return ratios[d]
	})
	for _, d := range []checks.Dimension{checks.Accessibility, checks.Channels} {
		if r := ratios[d]; r != nil && r.decided > 0 {
			t.sums[d].total += 100 * r.passed / r.decided
			t.sums[d].pages++
		}
	}
	if p.Clarity != nil {
		t.sums[checks.Clarity].total += *p.Clarity
		t.sums[checks.Clarity].pages++
	}
	for _, c := range p.Channels {
		key := c.Kind + "\x00" + c.Value
		s := t.channels[key]
		if s == nil {
			s = &SiteChannel{Channel: c, Clicks: p.Depth}
			t.channels[key] = s
		}
		s.Clicks = min(s.Clicks, p.Depth)
		if n := len(s.Pages); n == 0 || s.Pages[n-1] != p.URL {
			s.Pages = append(s.Pages, p.URL)
		}
	}
}

// results counts the outcomes of one page, or of the site, for each criterion
// and dimension.
func (t *tally) results(rs []checks.Result, of func(checks.Dimension) *ratio) {
	worst := make(map[string]checks.Outcome) // by criterion
	for _, r := range rs {
		c, f := t.catalog.Check(r.Check), t.catalog.Family(r.Check)
		if c == nil {
			continue // a check of another version of usager
		}
		apart := c.Practice || f.Dimension == checks.Accessibility && level(c.Criteria) == "AAA"
		s := t.sums[f.Dimension]
		for _, finding := range r.Findings {
			switch {
			case apart:
			case finding.Outcome == checks.Failed:
				s.failed++
			case finding.Outcome == checks.CantTell:
				s.cantTell++
			}
		}
		if ratio := of(f.Dimension); ratio != nil && !apart {
			switch r.Outcome {
			case checks.Passed:
				ratio.passed += impactWeight[c.Impact]
				ratio.decided += impactWeight[c.Impact]
			case checks.Failed:
				ratio.decided += impactWeight[c.Impact]
			}
		}
		if c.Absence {
			for _, sc := range norm.Absence(c.ID).WCAG {
				known, seen := t.absent[sc]
				t.absent[sc] = r.Outcome == checks.Inapplicable && (known || !seen)
			}
		}
		for _, sc := range c.Criteria {
			if c.Practice {
				break
			}
			if r.Outcome != checks.Untested {
				t.tested[sc] = true
				worst[sc] = max(worst[sc], r.Outcome)
			}
			if c.Absence {
				known, seen := t.absent[sc]
				t.absent[sc] = r.Outcome == checks.Inapplicable && (known || !seen)
			}
		}
	}
	t.rgaaResults(rs)
	for sc, o := range worst {
		c := t.criteria[sc]
		switch {
		case c == nil:
		case o == checks.Failed:
			c.Failed++
		case o == checks.CantTell:
			c.CantTell++
		case o == checks.Passed:
			c.Passed++
		}
	}
}

// site adds the site checks of channels and service to their dimension, as one
// more page: what a site lacks shows on none of its pages.
func (t *tally) site(rs []checks.Result) {
	var r ratio
	for _, res := range rs {
		c, f := t.catalog.Check(res.Check), t.catalog.Family(res.Check)
		if c == nil || c.Practice || f.Dimension != checks.Channels {
			continue
		}
		switch res.Outcome {
		case checks.Passed:
			r.passed += impactWeight[c.Impact]
			r.decided += impactWeight[c.Impact]
		case checks.Failed:
			r.decided += impactWeight[c.Impact]
		}
	}
	s := t.sums[checks.Channels]
	if r.decided == 0 {
		return
	}
	site := 100 * r.passed / r.decided
	if s.pages == 0 {
		s.total, s.pages = site, 1
		return
	}
	// The site counts as much as all its pages together.
	s.total = (s.total/float64(s.pages) + site) / 2 * float64(s.pages)
}

// journey adds the equity of one journey: the reference adult's effort divided
// by the persona's, 0 if the persona was blocked. The adult's own are left out.
func (t *tally) journey(j Journey) {
	if j.Persona == ReferencePersona {
		return
	}
	s := t.sums[checks.Journeys]
	s.pages++
	switch {
	case j.Outcome == "blocked":
		s.failed++
	case j.Ratio > 0:
		s.total += 100 * min(1, 1/j.Ratio)
	default:
		s.total += 100
	}
	if j.Outcome == "difficult" {
		s.cantTell++
	}
}

// ReferencePersona is the ID of the unimpaired adult that the others are
// measured against.
const ReferencePersona = "adult"

// state says what is known of a criterion over all pages. "nothing-found" is
// no conformity: machines see part of a criterion only.
func (t *tally) state(c *Criterion) string {
	switch {
	case c.Failed > 0:
		return "failed"
	case c.CantTell > 0:
		return "person"
	case c.Passed == 0 && t.absent[c.Number]:
		return "not-applicable"
	case t.tested[c.Number]:
		return "nothing-found"
	}
	return "not-tested"
}
