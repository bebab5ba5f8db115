package service

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// TestStatements reads whole accessibility statements, on 22 November 2026.
func TestStatements(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "statements", "*.html"))
	if err != nil || len(files) < 12 {
		t.Fatal(len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".html"), func(t *testing.T) {
			var want struct {
				URL, Statement, State, Date string
				Failed, Asked               []string // check, or check and key
			}
			b, err := os.ReadFile(strings.TrimSuffix(file, ".html") + ".json")
			if err == nil {
				err = json.Unmarshal(b, &want)
			}
			if err != nil {
				t.Fatal(err)
			}
			b, err = os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			p, err := page.Parse(want.URL, strings.NewReader(string(b)))
			if err != nil {
				t.Fatal(err)
			}
			p.Header = http.Header{"Date": {"Sun, 22 Nov 2026 10:00:00 GMT"}}
			f := checks.Gather(p)
			extract(p, f)
			got := []string{f.Signals[signalStatement], f.Signals[signalState], f.Signals[signalDate]}
			if d := cmp.Diff([]string{want.Statement, want.State, want.Date}, got); d != "" {
				t.Error(d)
			}
			var results []checks.Result
			for _, c := range []*checks.Check{schemaFR, statementContact, statementLawBE, statementRate, statementRedress, statementSections, statementState} {
				results = append(results, checks.Run(p, []*checks.Check{c})...)
			}
			results = append(results, checks.RunSite(checks.Site{Seeds: []string{want.URL}}, []*checks.Facts{f}, []*checks.Check{statementDate, actionPlanFR})...)
			for _, r := range results {
				for _, fd := range r.Findings {
					name := r.Check + " " + fd.Message.Key
					list := want.Failed
					if fd.Outcome == checks.CantTell {
						list = want.Asked
					}
					i := slices.IndexFunc(list, func(w string) bool { return w == r.Check || w == name })
					if i < 0 && fd.Outcome == checks.Failed || fd.Outcome == checks.CantTell && want.Asked != nil && i < 0 {
						t.Errorf("unexpected %s %s", fd.Outcome, name)
					}
				}
			}
			for outcome, list := range map[checks.Outcome][]string{checks.Failed: want.Failed, checks.CantTell: want.Asked} {
				for _, w := range list {
					if !slices.ContainsFunc(results, func(r checks.Result) bool {
						return slices.ContainsFunc(r.Findings, func(fd checks.Finding) bool {
							return fd.Outcome == outcome && (w == r.Check || w == r.Check+" "+fd.Message.Key)
						})
					}) {
						t.Errorf("%s: not %s", w, outcome)
					}
				}
			}
		})
	}
}
