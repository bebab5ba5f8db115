package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/testdata/sites"
)

// TestReportIsAccessible audits the report of the demonstration site, in each
// language: it must have no certain failure at level A or AA.
func TestReportIsAccessible(t *testing.T) {
	_, store := auditDemo(t, sites.Broken, "--max-pages", "4")
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
			a := &app{say: newWords(lang), catalog: catalog, out: new(strings.Builder), err: new(strings.Builder)}
			a.settings = &settings{Out: filepath.Join(dir, "report"), Format: []string{"html"}}
			if err := a.writable(); err != nil {
				t.Fatal(err)
			}
			if err := a.write(t.Context(), store, id, a.settings.Format); err != nil {
				t.Fatal(err)
			}
			srv := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(dir, "report"))))
			defer srv.Close()
			args := []string{"audit", srv.URL + "/", "--max-pages", "30", "--store", filepath.Join(dir, "store"), "--out", filepath.Join(dir, "second"), "--fail-on", "none", "--format", "html"}
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
			for _, i := range result.Issues {
				if i.Outcome == checks.Failed && i.Dimension == checks.Accessibility && !i.Practice && i.Level != "AAA" {
					t.Errorf("%s on %s %s: %s %v\n\t%s", i.Check, i.Example.URL, i.Example.Selector, i.Example.Message.Key, i.Example.Message.Args, i.Example.HTML)
				}
			}
		})
	}
}
