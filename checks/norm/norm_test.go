package norm_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// The counts are those of the standards themselves.
func TestCounts(t *testing.T) {
	got := map[string]int{}
	for _, c := range norm.Criteria() {
		got["level "+c.Level]++
		got["since "+c.Since]++
		if c.Clause != "" {
			got["clauses"]++
		}
	}
	got["rgaa"] = len(norm.RGAA())
	got["topics"] = len(norm.Topics())
	want := map[string]int{
		"level A": 31, "level AA": 24, "level AAA": 31,
		"since 2.0": 60, "since 2.1": 17, "since 2.2": 9,
		"clauses": 49, "rgaa": 106, "topics": 13,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCriterion(t *testing.T) {
	c, ok := norm.Criterion("1.4.3")
	if !ok || c.Level != "AA" || c.Since != "2.0" || c.Title.EN != "Contrast (Minimum)" {
		t.Errorf("Criterion(1.4.3) = %+v, %v", c, ok)
	}
	if diff := cmp.Diff([]string{"3.2", "10.5"}, c.RGAA); diff != "" {
		t.Error(diff)
	}
	if c, ok := norm.Criterion("4.1.1"); ok {
		t.Errorf("WCAG 2.2 has no 4.1.1, got %+v", c)
	}
	for number, want := range map[string]string{"1.1.1": "9.1.1.1", "4.1.3": "9.4.1.3", "2.5.8": "", "1.4.6": "", "9.9.9": ""} {
		if got := norm.EN(number); got != want {
			t.Errorf("EN(%s) = %q, want %q", number, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	complete := func(what string, l checks.Localized) {
		for _, lang := range checks.Languages {
			if s := l.In(lang); s == "" || s != strings.TrimSpace(s) {
				t.Errorf("%s: %q in %s", what, s, lang)
			}
		}
	}
	number := regexp.MustCompile(`^[1-4]\.[1-9]\.[1-9][0-9]?$`)
	seen := map[string]bool{}
	for _, c := range norm.Criteria() {
		complete(c.Number, c.Title)
		if !number.MatchString(c.Number) || seen[c.Number] {
			t.Errorf("criterion %q misnumbered or twice", c.Number)
		}
		if c.Clause != "" && c.Clause != "9."+c.Number {
			t.Errorf("criterion %s: clause %s", c.Number, c.Clause)
		}
		seen[c.Number] = true
	}
	for _, r := range norm.RGAA() {
		complete("RGAA "+r.Number, r.Title)
		if len(r.WCAG) == 0 {
			t.Errorf("RGAA %s cites no success criterion", r.Number)
		}
		for _, n := range r.WCAG {
			if c, ok := norm.Criterion(n); n != "4.1.1" && (!ok || c.Level == "AAA" || c.Since == "2.2") {
				t.Errorf("RGAA %s cites %s, which is not in WCAG 2.1 A or AA", r.Number, n)
			}
		}
	}
	for _, topic := range norm.Topics() {
		complete("topic", topic.Title)
	}
	for _, c := range norm.Criteria() {
		if q, ok := norm.QuestionOf(c.Number); ok {
			complete("question of "+c.Number, q.Question)
			complete("reason of "+c.Number, q.Reason)
		}
	}
}

func TestReferentials(t *testing.T) {
	var names []string
	for _, r := range norm.Referentials() {
		names = append(names, r.String())
		if r.Date == "" {
			t.Errorf("%s has no date", r)
		}
	}
	if !slices.Equal(names, []string{"WCAG 2.2", "EN 301 549 V3.2.1", "RGAA 4.1.2"}) {
		t.Error(names)
	}
}

func TestAnchor(t *testing.T) {
	for number, want := range map[string]string{
		"1.1.1": "non-text-content", "1.2.1": "audio-only-and-video-only-prerecorded", "1.4.3": "contrast-minimum",
		"2.4.4": "link-purpose-in-context", "3.3.4": "error-prevention-legal-financial-data", "4.1.2": "name-role-value",
		"2.2.6": "timeouts", "2.4.11": "focus-not-obscured-minimum", "2.2.5": "re-authenticating",
	} {
		if c, _ := norm.Criterion(number); c.Anchor() != want {
			t.Errorf("%s: %s, want %s", number, c.Anchor(), want)
		}
	}
}

func TestRGAAOf(t *testing.T) {
	known := make(map[string]bool)
	for _, r := range norm.RGAA() {
		known[r.Number] = true
	}
	for _, id := range norm.CheckIDs() {
		for _, n := range slices.Concat(norm.RGAAOf(id), norm.RGAAAbout(id), norm.Absence(id).RGAA) {
			if !known[n] {
				t.Errorf("check %s: no criterion %s", id, n)
			}
		}
		for _, n := range norm.Absence(id).WCAG {
			if _, ok := norm.Criterion(n); !ok {
				t.Errorf("check %s: no success criterion %s", id, n)
			}
		}
	}
	if norm.RGAAOf("no-such-check") != nil {
		t.Error("an unknown check fails something")
	}
}
