package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/testdata/sites"
)

// TestReportIsAccessible audits the report of the demonstration site with all
// probes, in each language: it must have no certain failure at level A or AA.
// The report has a comparison and decisions, as that of a team that goes on.
func TestReportIsAccessible(t *testing.T) {
	_, store := auditDemo(t, sites.Broken, "--max-pages", "5", "--live", "none", "--probes", "none", "--no-history=false")
	id, err := store.Resolve(t.Context(), "last")
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := suite.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range checks.Languages {
		t.Run(lang, func(t *testing.T) {
			dir := t.TempDir()
			decisions, err := audit.ParseDecisions(strings.NewReader("- {check: contrast, state: assigned, who: Anne, why: soon}\n- {check: html-lang, state: accepted, who: Anne, why: old, until: 2020-01-01}\n"))
			if err != nil {
				t.Fatal(err)
			}
			a := &app{decisions: decisions, say: newWords(lang), catalog: catalog, out: new(strings.Builder), err: new(strings.Builder)}
			a.settings = &settings{Out: filepath.Join(dir, "report"), Format: []string{"html"}}
			if err := a.writable(); err != nil {
				t.Fatal(err)
			}
			if err := a.write(t.Context(), store, id, a.settings.Format); err != nil {
				t.Fatal(err)
			}
			srv := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "report"))))
			defer srv.Close()
			args := []string{"audit", srv.URL + "/", "--max-pages", "18", "--probes", "all", "--live", "none", "--persona", "blind", "--store", filepath.Join(dir, "store"), "--out", filepath.Join(dir, "second"), "--fail-on", "none", "--format", "html"}
			var out, errw strings.Builder
			if code := run(t.Context(), args, nil, &out, &errw); code != exitOK {
				t.Fatalf("exit code %d\n%s", code, errw.String())
			}
			own := &app{say: newWords("en"), catalog: a.catalog, settings: &settings{Store: filepath.Join(dir, "store")}}
			second, err := own.openStore(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer second.Close()
			last, err := second.Resolve(t.Context(), "last")
			if err != nil {
				t.Fatal(err)
			}
			result, err := second.Load(t.Context(), last)
			if err != nil {
				t.Fatal(err)
			}
			var seen []string
			driven := 0
			for p, err := range result.Pages(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				seen = append(seen, path(p.URL))
				if strings.Contains(p.Inputs, "keyboard") {
					driven++
				}
			}
			// Driving a page is bounded in time: a busy machine may leave some.
			if driven*4 < len(seen)*3 {
				t.Errorf("%d of %d pages were driven", driven, len(seen))
			}
			for _, want := range []string{"/index.html", "/issues.html", "/comparison.html", "/decisions.html", "/criteria.html", "/journeys.html", "/clarity.html", "/channels.html"} {
				if !slices.Contains(seen, want) {
					t.Errorf("%s was not audited: %v", want, seen)
				}
			}
			for _, i := range result.Issues {
				if i.Outcome == checks.Failed && i.Dimension == checks.Accessibility && !i.Practice && i.Level != "AAA" {
					t.Errorf("%s on %s %s: %s %v\n\t%s", i.Check, i.Example.URL, i.Example.Selector, i.Example.Message.Key, i.Example.Message.Args, i.Example.HTML)
				}
			}
		})
	}
}
