package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/joshdk/go-junit"
	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/piprate/json-gold/ld"
	"github.com/xuri/excelize/v2"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/report"
)

// required counts the issues of an audit that failed and are no good practice.
func required(a *audit.Audit) (failed, questions, decided int) {
	for _, i := range a.Issues {
		switch {
		case i.Practice:
		case i.Decision != nil && i.Decision.State != "assigned":
			decided++
		case i.Outcome == checks.Failed:
			failed++
		default:
			questions++
		}
	}
	return failed, questions, decided
}

// TestSARIF reads the log with the library of others, which knows the schema.
func TestSARIF(t *testing.T) {
	a, opts := sample(t, 7)
	failed, questions, _ := required(a)
	for _, c := range []struct {
		pages     int
		questions bool
		want      int
	}{{7, false, failed}, {7, true, failed + questions}, {0, false, -1}} {
		a, opts := sample(t, c.pages)
		opts.Questions, opts.Lang = c.questions, "fr"
		log, err := sarif.FromBytes(write(t, "sarif", a, opts))
		if err != nil {
			t.Fatal(err)
		}
		if err := log.Validate(); err != nil {
			t.Errorf("%d pages: %v", c.pages, err)
		}
		run := log.Runs[0]
		if c.want >= 0 && len(run.Results) != c.want {
			t.Errorf("%d results, want %d", len(run.Results), c.want)
		}
		for _, r := range run.Results {
			rule := run.Tool.Driver.Rules[r.RuleIndex]
			if *rule.ID != *r.RuleID || rule.Help.Text == nil || *rule.Help.Text == "" {
				t.Errorf("rule %d of %s", r.RuleIndex, *r.RuleID)
			}
			if r.PartialFingerprints["usager/v1"] == "" || strings.Contains(*r.Message.Text, "](") {
				t.Errorf("result %+v", r)
			}
		}
	}
	// A decision suppresses, it does not hide.
	for i := range a.Issues {
		a.Issues[i].Decision = &audit.Decision{State: "accepted", Who: "w", Why: "y"}
	}
	log, err := sarif.FromBytes(write(t, "sarif", a, opts))
	if err != nil {
		t.Fatal(err)
	}
	if err := log.Validate(); err != nil {
		t.Error(err)
	}
	if n := len(log.Runs[0].Results); n != failed || len(log.Runs[0].Results[0].Suppressions) != 1 {
		t.Errorf("%d results, want %d, each suppressed", n, failed)
	}
}

// TestJUnit reads the report as a CI server does.
func TestJUnit(t *testing.T) {
	a, opts := sample(t, 7)
	suites, err := junit.Ingest(write(t, "junit", a, opts))
	if err != nil {
		t.Fatal(err)
	}
	got := map[junit.Status]int{}
	for _, s := range suites {
		for _, c := range s.Tests {
			got[c.Status]++
		}
	}
	failed, _, _ := required(a)
	if got[junit.StatusFailed] != failed || got[junit.StatusPassed] == 0 || got[junit.StatusSkipped] == 0 || got[junit.StatusError] != 0 {
		t.Errorf("%v, want %d failed", got, failed)
	}
}

// TestEARL expands the document as the WCAG-EM Report Tool does, and finds the
// assertions, their subjects and tests as that tool looks for them.
func TestEARL(t *testing.T) {
	a, opts := sample(t, 5)
	var doc any
	if err := json.Unmarshal(write(t, "earl", a, opts), &doc); err != nil {
		t.Fatal(err)
	}
	proc, options := ld.NewJsonLdProcessor(), ld.NewJsonLdOptions("")
	framed, err := proc.Frame(doc, map[string]any{
		"@context": map[string]any{"earl": "http://www.w3.org/ns/earl#", "dcterms": "http://purl.org/dc/terms/", "id": "@id", "type": "@type",
			"Assertion": "earl:Assertion", "subject": "earl:subject", "test": "earl:test", "result": "earl:result", "outcome": "earl:outcome", "description": "dcterms:description"},
		"@type": "Assertion",
	}, options)
	if err != nil {
		t.Fatal(err)
	}
	graph, _ := framed["@graph"].([]any)
	if len(graph) == 0 {
		t.Fatalf("no assertions in %v", framed)
	}
	anchors := make(map[string]bool)
	for _, c := range norm.Criteria() {
		anchors[c.Anchor()] = true
	}
	pages := make(map[string]bool)
	for p := range a.Pages(t.Context()) {
		pages[p.URL] = true
	}
	outcomes := make(map[string]int)
	for _, n := range graph {
		as := n.(map[string]any)
		id := func(key string) string {
			m, _ := as[key].(map[string]any)
			s, _ := m["id"].(string)
			return s
		}
		prefix, anchor, _ := strings.Cut(id("test"), ":")
		if prefix != "WCAG22" || !anchors[anchor] {
			t.Errorf("test %q", id("test"))
		}
		if s := id("subject"); !pages[s] && !strings.HasPrefix(s, "_:") {
			t.Errorf("subject %q", s)
		}
		result := as["result"].(map[string]any)
		outcomes[result["outcome"].(map[string]any)["id"].(string)]++
		if result["description"] == "" {
			t.Error("no description")
		}
	}
	if got := slices.Sorted(maps.Keys(outcomes)); !slices.Equal(got, []string{"earl:cantTell", "earl:failed"}) {
		t.Errorf("outcomes %v: a machine passes no criterion", outcomes)
	}
	evaluation, err := proc.Frame(doc, map[string]any{
		"@context": map[string]any{"wcagem": "http://www.w3.org/TR/WCAG-EM/#", "sample": "wcagem:step3", "pages": "wcagem:step3a"},
		"@type":    "wcagem:procedure",
	}, options)
	if err != nil {
		t.Fatal(err)
	}
	sampled, _ := evaluation["sample"].(map[string]any)
	if list, _ := sampled["pages"].([]any); len(list) != 5 {
		t.Errorf("sample of %d pages, want 5", len(list))
	}
}

func TestJSONL(t *testing.T) {
	a, opts := sample(t, 6)
	d := json.NewDecoder(bytes.NewReader(write(t, "jsonl", a, opts)))
	got := make(map[string]int)
	for d.More() {
		var v struct {
			Type string `json:"type"`
			URL  string `json:"url"`
		}
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		got[v.Type]++
	}
	findings := 0
	for _, i := range a.Issues {
		findings += i.Count
	}
	want := map[string]int{"audit": 1, "page": 6, "finding": findings, "journey": len(a.Journeys), "issue": len(a.Issues)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestXLSX(t *testing.T) {
	for _, lang := range checks.Languages {
		a, opts := sample(t, 9)
		opts.Lang = lang
		f, err := excelize.OpenReader(bytes.NewReader(write(t, "xlsx", a, opts)))
		if err != nil {
			t.Fatal(err)
		}
		sheets := f.GetSheetList()
		if len(sheets) != 6 {
			t.Fatalf("%s: sheets %v", lang, sheets)
		}
		for i, want := range []int{0, len(a.Issues) + 1, 10, 87, len(a.Journeys) + 1, len(a.Coverage.URLs) + 1} {
			rows, err := f.GetRows(sheets[i])
			if err != nil {
				t.Fatal(err)
			}
			if want > 0 && len(rows) != want {
				t.Errorf("%s: %d rows on %s, want %d", lang, len(rows), sheets[i], want)
			}
			for r := range rows {
				for c := range rows[r] {
					name, err := excelize.CoordinatesToCellName(c+1, r+1)
					if err != nil {
						t.Fatal(err)
					}
					if formula, _ := f.GetCellFormula(sheets[i], name); formula != "" {
						t.Errorf("%s %s is a formula", sheets[i], name)
					}
				}
			}
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestRGAAGrid(t *testing.T) {
	a, opts := sample(t, 4)
	rows, err := csv.NewReader(bytes.NewReader(write(t, "rgaa", a, opts))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 107 || len(rows[0]) != 4+4+1 {
		t.Fatalf("%d rows of %d columns", len(rows), len(rows[0]))
	}
	states := make(map[string]int)
	for _, row := range rows[1:] {
		for _, s := range row[4:] {
			states[s]++
		}
	}
	for s := range states {
		if s != "NC" && s != "NA" && s != "NT" {
			t.Errorf("state %q", s)
		}
	}
	// The sample's check link-name fails 6.2 on every page.
	for _, row := range rows[1:] {
		if row[0] == "6.2" && !slices.Equal(row[4:], []string{"NC", "NC", "NC", "NC", "NT"}) {
			t.Errorf("6.2: %v", row[4:])
		}
	}
}

// TestRGAAChecks compares the table of checks with the checks there are.
func TestRGAAChecks(t *testing.T) {
	catalog, err := suite.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range norm.CheckIDs() {
		c := catalog.Check(id)
		if c == nil {
			t.Errorf("no check %s", id)
			continue
		}
		for _, r := range norm.RGAA() {
			if !slices.Contains(norm.RGAAOf(id), r.Number) || len(c.Criteria) == 0 {
				continue
			}
			if !slices.ContainsFunc(r.WCAG, func(n string) bool { return slices.Contains(c.Criteria, n) }) {
				t.Errorf("check %s is about %v, RGAA %s about %v", id, c.Criteria, r.Number, r.WCAG)
			}
		}
	}
}

func TestMarkdown(t *testing.T) {
	for _, lang := range checks.Languages {
		a, opts := sample(t, 7)
		opts.Lang = lang
		for _, format := range []string{"markdown", "statement-fr", "statement-eu"} {
			out := string(write(t, format, a, opts))
			for _, bad := range []string{"<script", "<img", "](", "<no value>", "\x1b"} {
				if strings.Contains(out, bad) {
					t.Errorf("%s in %s holds %q", format, lang, bad)
				}
			}
			golden(t, format+"-"+lang+".md", []byte(out))
		}
	}
}

// TestStatements compares the drafts: each language asks a person for the same.
func TestStatements(t *testing.T) {
	todo := map[string]string{"fr": "[À COMPLÉTER", "nl": "[AAN TE VULLEN", "de": "[ZU ERGÄNZEN", "en": "[TO COMPLETE"}
	for _, format := range []string{"statement-fr", "statement-eu"} {
		for _, pages := range []int{0, 5} {
			a, opts := sample(t, pages)
			counts := make(map[int]bool)
			for lang, mark := range todo {
				opts.Lang = lang
				counts[strings.Count(string(write(t, format, a, opts)), mark)] = true
			}
			if len(counts) != 1 {
				t.Errorf("%s of %d pages: marks %v", format, pages, counts)
			}
		}
	}
}

// TestFiles wants a file name of its own for each format.
func TestFiles(t *testing.T) {
	seen := make(map[string]bool)
	for _, f := range report.Formats() {
		if name := report.File(f); name == "" || seen[name] {
			t.Errorf("file of %s: %q", f, name)
		} else {
			seen[name] = true
		}
	}
}
