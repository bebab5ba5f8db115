package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/report"
)

// TestTemplates reads the templates for CI as YAML, and wants the formats they
// ask for, and the files they take, to be ours.
func TestTemplates(t *testing.T) {
	names, err := filepath.Glob("../docs/ci/*")
	if err != nil || len(names) < 3 {
		t.Fatal(names, err)
	}
	var files []string
	for _, f := range report.Formats() {
		files = append(files, report.File(f))
	}
	formats := regexp.MustCompile(`--format ([a-z,-]+)`)
	file := regexp.MustCompile(`usager-report/(audit\.[a-z.]+[a-z])`)
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) == ".yml" {
			var v map[string]any
			if err := yaml.Unmarshal(b, &v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, m := range formats.FindAllStringSubmatch(string(b), -1) {
			for f := range strings.SplitSeq(m[1], ",") {
				if report.File(f) == "" {
					t.Errorf("%s: no format %s", name, f)
				}
			}
		}
		for _, m := range file.FindAllStringSubmatch(string(b), -1) {
			if !slices.Contains(files, m[1]) {
				t.Errorf("%s: no file %s", name, m[1])
			}
		}
		for _, f := range report.Formats() {
			if filepath.Ext(name) == ".md" && f != "table" && !strings.Contains(string(b), "`"+f+"`") {
				t.Errorf("%s: nothing about format %s", name, f)
			}
		}
	}
}

// TestProblemMatcher reads the format of lines with the problem matcher, as
// GitHub Actions does.
func TestProblemMatcher(t *testing.T) {
	b, err := os.ReadFile("../docs/ci/problem-matcher.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		ProblemMatcher []struct {
			Owner   string
			Pattern []struct {
				Regexp                        string
				File, Severity, Message, Code int
			}
		}
	}
	if err := json.Unmarshal(b, &file); err != nil || len(file.ProblemMatcher) != 1 || len(file.ProblemMatcher[0].Pattern) != 1 {
		t.Fatalf("%v: %+v", err, file)
	}
	p := file.ProblemMatcher[0].Pattern[0]
	re := regexp.MustCompile(p.Regexp)
	a, opts := sample(t, 7)
	var out strings.Builder
	if err := report.Write(t.Context(), &out, "lines", a, opts); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) < 3 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, l := range lines {
		m := re.FindStringSubmatch(l)
		if m == nil || !strings.HasPrefix(m[p.File], "http") || m[p.Message] == "" || m[p.Code] == "" || !slices.Contains([]string{"error", "warning", "notice"}, m[p.Severity]) {
			t.Errorf("the problem matcher reads %q as %q", l, m)
		}
	}
}
