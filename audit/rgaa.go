package audit

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// rgaaTally is what is known so far of one criterion of RGAA.
type rgaaTally struct {
	failed, cantTell, passed int  // pages
	tested                   bool // a check that may decide it ran somewhere
	absent                   bool // a check looked for what it is about
	present                  bool // and found it, or could not look
}

func (t *tally) of(number string) *rgaaTally {
	r := t.rgaa[number]
	if r == nil {
		r = new(rgaaTally)
		t.rgaa[number] = r
	}
	return r
}

// rgaaResults counts the outcomes of one page, or of the site.
func (t *tally) rgaaResults(rs []checks.Result) {
	worst := make(map[string]checks.Outcome)
	count := func(n string, o checks.Outcome) {
		if o != checks.Untested {
			t.of(n).tested = true
			worst[n] = max(worst[n], o)
		}
	}
	for _, r := range rs {
		c := t.catalog.Check(r.Check)
		if c == nil {
			continue
		}
		for _, n := range norm.RGAAOf(r.Check) {
			count(n, r.Outcome)
		}
		for _, n := range norm.RGAAAbout(r.Check) {
			count(n, min(r.Outcome, checks.CantTell)) // which of them fails is for a person
		}
		if c.Absence {
			for _, n := range norm.Absence(r.Check).RGAA {
				t.of(n).absent = true
				if r.Outcome != checks.Inapplicable {
					t.of(n).present = true
				}
			}
		}
	}
	for n, o := range worst {
		switch r := t.of(n); o {
		case checks.Failed:
			r.failed++
		case checks.CantTell:
			r.cantTell++
		case checks.Passed:
			r.passed++
		}
	}
}

func (r *rgaaTally) criterion(number string) RGAACriterion {
	c := RGAACriterion{Number: number, State: "not-tested", Failed: r.failed, CantTell: r.cantTell, Passed: r.passed}
	switch {
	case r.failed > 0:
		c.State = "failed"
	case r.cantTell > 0:
		c.State = "person"
	case r.absent && !r.present && r.passed == 0:
		c.State = "not-applicable"
	case r.tested:
		c.State = "nothing-found"
	case r.present:
		c.State = "person"
	}
	return c
}
