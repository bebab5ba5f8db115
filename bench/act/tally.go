package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
)

// The W3C's words for how consistent an implementation of a rule is.
const (
	complete     = "complete"     // every failed example found, no other
	partial      = "partial"      // some failed example found, no other
	inconsistent = "inconsistent" // something else than a failed example reported as failed
	none         = "none"         // no check claims the rule, or it finds no failed example
)

// A row is the measure of one rule.
type row struct {
	Rule           string   `json:"rule"`
	Name           string   `json:"name"`
	Approved       bool     `json:"approved"`
	Checks         []string `json:"checks,omitempty"` // that claim the rule
	Consistency    string   `json:"consistency"`
	Failed         int      `json:"failed"`    // failed examples
	Found          int      `json:"found"`     // of them
	Others         int      `json:"others"`    // passed and inapplicable examples
	FalsePositives int      `json:"false"`     // of them
	CantTell       int      `json:"cant_tell"` // examples of all kinds that a person is asked about and no more
	Criteria       []string `json:"criteria"`  // for conformance
	FoundSC        int      `json:"found_sc"`  // failed examples found by success criterion
	FalseSC        int      `json:"false_sc"`  // others reported by success criterion
	Skipped        int      `json:"skipped"`   // cases that could not be judged
}

// A table is the measure of all rules.
type table struct {
	Rules            []*row `json:"rules"`
	Complete         int    `json:"complete"`
	Approved         int    `json:"approved"`
	ApprovedComplete int    `json:"approved_complete"`
	// By success criterion, over the rules that map to one.
	FailedSC int      `json:"failed_sc"`
	FoundSC  int      `json:"found_sc"`
	OthersSC int      `json:"others_sc"`
	FalseSC  int      `json:"false_sc"`
	RulesSC  int      `json:"rules_sc"`
	WholeSC  int      `json:"complete_sc"`
	Reported []string `json:"reported,omitempty"` // the others among them: another rule may be broken there
	Skipped  []string `json:"skipped,omitempty"`
}

// claims returns the checks that claim a rule, as a set of their ids.
func claims(rule string) []string {
	var ids []string
	for _, f := range suite.Families {
		for _, c := range f.Checks {
			if slices.Contains(c.ACT, rule) {
				ids = append(ids, c.ID)
			}
		}
	}
	return ids
}

// outcome returns what the checks that claim the rule said of a case.
func (v *verdict) outcome(claiming []string) checks.Outcome {
	o := checks.Inapplicable
	for _, r := range v.Results {
		if slices.Contains(claiming, r.Check) {
			o = max(o, r.Outcome)
		}
	}
	return o
}

// violation returns the first certain violation that carries one of the
// criteria, as the check and the element, or "".
func (v *verdict) violation(criteria []string) string {
	for _, r := range v.Results {
		for _, f := range r.Findings {
			if f.Outcome == checks.Failed && slices.ContainsFunc(f.Criteria, func(sc string) bool { return slices.Contains(criteria, sc) }) {
				return r.Check + " on " + f.Selector
			}
		}
	}
	return ""
}

func tally(verdicts []verdict) *table {
	t := &table{}
	rows := make(map[string]*row)
	for i := range verdicts {
		v := &verdicts[i]
		c := v.Case
		r := rows[c.RuleID]
		if r == nil {
			r = &row{Rule: c.RuleID, Name: c.RuleName, Checks: claims(c.RuleID)}
			rows[c.RuleID] = r
			t.Rules = append(t.Rules, r)
		}
		// Rules come in several versions: any approved one makes it approved.
		r.Approved = r.Approved || c.Approved
		for _, sc := range c.criteria() {
			if !slices.Contains(r.Criteria, sc) {
				r.Criteria = append(r.Criteria, sc)
			}
		}
		if v.Skipped != "" {
			r.Skipped++
			t.Skipped = append(t.Skipped, fmt.Sprintf("%s %s: %s", c.RuleID, c.Title, v.Skipped))
			continue
		}
		o := v.outcome(r.Checks)
		if o == checks.CantTell {
			r.CantTell++
		}
		sc := v.violation(c.criteria())
		if c.Expected == checks.Failed {
			r.Failed++
			r.Found += count(o == checks.Failed)
			r.FoundSC += count(sc != "")
		} else {
			r.Others++
			r.FalsePositives += count(o == checks.Failed)
			r.FalseSC += count(sc != "")
			if sc != "" {
				t.Reported = append(t.Reported, fmt.Sprintf("%s %s (%.7s): %s", c.RuleID, c.Title, c.ID, sc))
			}
		}
	}
	slices.SortFunc(t.Rules, func(a, b *row) int { return strings.Compare(a.Rule, b.Rule) })
	for _, r := range t.Rules {
		switch {
		case len(r.Checks) == 0:
			r.Consistency = none
		case r.FalsePositives > 0:
			r.Consistency = inconsistent
		case r.Found == r.Failed:
			r.Consistency = complete
		case r.Found > 0:
			r.Consistency = partial
		default:
			r.Consistency = none
		}
		t.Complete += count(r.Consistency == complete)
		t.Approved += count(r.Approved)
		t.ApprovedComplete += count(r.Approved && r.Consistency == complete)
		if len(r.Criteria) > 0 {
			t.RulesSC++
			t.WholeSC += count(r.FoundSC == r.Failed && r.FalseSC == 0)
			t.FailedSC += r.Failed
			t.FoundSC += r.FoundSC
			t.OthersSC += r.Others
			t.FalseSC += r.FalseSC
		}
	}
	return t
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (t *table) print(w io.Writer) {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "rule\tapproved\tconsistency\tfound\tfalse\tcantTell\tfound by SC\tfalse by SC\tchecks\tname")
	for _, r := range t.Rules {
		approved := ""
		if r.Approved {
			approved = "yes"
		}
		sc, scFalse := "–", "–"
		if len(r.Criteria) > 0 {
			sc, scFalse = fmt.Sprintf("%d/%d", r.FoundSC, r.Failed), fmt.Sprintf("%d/%d", r.FalseSC, r.Others)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%d/%d\t%d/%d\t%d\t%s\t%s\t%s\t%s\n", r.Rule, approved, r.Consistency,
			r.Found, r.Failed, r.FalsePositives, r.Others, r.CantTell, sc, scFalse, strings.Join(r.Checks, " "), r.Name)
	}
	tw.Flush()
	for _, s := range t.Skipped {
		fmt.Fprintln(w, "skipped:", s)
	}
	for _, s := range t.Reported {
		fmt.Fprintln(w, "to look at:", s)
	}
	fmt.Fprintf(w, "\nThe way W3C counts: %d of %d rules complete, %d of %d approved.\n",
		t.Complete, len(t.Rules), t.ApprovedComplete, t.Approved)
	fmt.Fprintf(w, "By success criterion (%d rules): %d of %d failed examples found (%.0f %%), %d of %d others reported (%.1f %%), %d rules complete.\n",
		t.RulesSC, t.FoundSC, t.FailedSC, percent(t.FoundSC, t.FailedSC), t.FalseSC, t.OthersSC, percent(t.FalseSC, t.OthersSC), t.WholeSC)
}

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// list prints each case with what was reported: first what the checks said
// that claim its rule, marked *, then the others.
func list(w io.Writer, verdicts []verdict) {
	for i := range verdicts {
		v := &verdicts[i]
		claiming := claims(v.Case.RuleID)
		o := v.outcome(claiming)
		mark := " "
		if (o == checks.Failed) != (v.Case.Expected == checks.Failed) {
			mark = "!"
		}
		fmt.Fprintf(w, "%s %s %s (%.7s): expected %s, got %s %s\n", mark, v.Case.RuleID, v.Case.Title, v.Case.ID, v.Case.Expected, o, v.Skipped)
		for _, r := range v.Results {
			star := " "
			if slices.Contains(claiming, r.Check) {
				star = "*"
			}
			if r.Reason != "" {
				fmt.Fprintf(w, "    %s %s: %s\n", star, r.Check, r.Reason)
			}
			for _, f := range r.Findings {
				fmt.Fprintf(w, "    %s %s %s %s %v %s %v\n", star, f.Outcome, r.Check, f.Message.Key, f.Message.Args, f.Selector, f.Criteria)
			}
		}
	}
}
