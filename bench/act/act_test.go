package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
)

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	file := `{"testcases": [{"ruleId": "23a2a8", "ruleName": "Image", "expected": "failed", "testcaseId": "a", "relativePath": "a.html",
		"ruleAccessibilityRequirements": {
			"wcag20:1.1.1": {"forConformance": true, "failed": "not satisfied"},
			"wcag20:4.1.2": {"secondary": "less strict"},
			"wcag-technique:G94": {"forConformance": false}
		}}]}`
	if err := os.WriteFile(filepath.Join(dir, "testcases.json"), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	cases, err := load(dir)
	if err != nil || len(cases) != 1 {
		t.Fatal(cases, err)
	}
	if cases[0].Expected != checks.Failed {
		t.Errorf("expected %s", cases[0].Expected)
	}
	if diff := cmp.Diff([]string{"1.1.1"}, cases[0].criteria()); diff != "" {
		t.Error(diff)
	}
}

// judged returns a verdict on a case of a rule for which image-name reported
// an outcome.
func judged(expected, got checks.Outcome) verdict {
	v := verdict{Case: &testCase{
		RuleID: "23a2a8", Expected: expected,
		Requirements: map[string]map[string]json.RawMessage{"wcag20:1.1.1": {"forConformance": json.RawMessage("true")}},
	}}
	if got > checks.Passed {
		v.Results = []checks.Result{{Check: "image-name", Outcome: got, Findings: []checks.Finding{{Outcome: got, Criteria: []string{"1.1.1"}}}}}
	}
	return v
}

func TestTally(t *testing.T) {
	for _, tt := range []struct {
		name     string
		verdicts []verdict
		want     string
		cantTell int
	}{
		{"all found", []verdict{judged(checks.Failed, checks.Failed), judged(checks.Passed, checks.Passed)}, complete, 0},
		{"some found", []verdict{judged(checks.Failed, checks.Failed), judged(checks.Failed, checks.CantTell)}, partial, 1},
		{"none found", []verdict{judged(checks.Failed, checks.CantTell), judged(checks.Passed, checks.CantTell)}, none, 2},
		{"false alarm", []verdict{judged(checks.Failed, checks.Failed), judged(checks.Inapplicable, checks.Failed)}, inconsistent, 0},
		{"nothing to find", []verdict{judged(checks.Passed, checks.Passed)}, complete, 0},
	} {
		table := tally(tt.verdicts)
		r := table.Rules[0]
		if r.Consistency != tt.want || r.CantTell != tt.cantTell {
			t.Errorf("%s: %s with %d cantTell, want %s with %d", tt.name, r.Consistency, r.CantTell, tt.want, tt.cantTell)
		}
		if table.FailedSC != r.Failed || table.FoundSC != r.Found || table.FalseSC != r.FalsePositives {
			t.Errorf("%s: by success criterion %+v", tt.name, table)
		}
	}
}

func TestUnclaimedRule(t *testing.T) {
	v := judged(checks.Passed, checks.Passed)
	v.Case.RuleID = "000000"
	if got := tally([]verdict{v}).Rules[0].Consistency; got != none {
		t.Errorf("a rule that no check claims is %s", got)
	}
}

func TestPrint(t *testing.T) {
	var b strings.Builder
	tally([]verdict{judged(checks.Failed, checks.Failed), {Case: &testCase{RuleID: "23a2a8", Title: "Passed Example 9"}, Skipped: "not HTML"}}).print(&b)
	for _, want := range []string{"1 of 1 rules complete", "1 of 1 failed examples found (100 %)", "Passed Example 9: not HTML"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %q:\n%s", want, b.String())
		}
	}
}
