package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/report"
	"github.com/usager/usager/report/reporttest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func sample(t testing.TB, pages int) (*audit.Audit, report.Options) {
	t.Helper()
	catalog, err := reporttest.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	a, err := reporttest.Audit(t.Context(), catalog, pages)
	if err != nil {
		t.Fatal(err)
	}
	opts := report.Options{Lang: "en", Catalog: catalog, Journey: reporttest.Reason, Persona: reporttest.Persona, Goal: reporttest.Goal}
	opts.Comparison, opts.Trend = reporttest.History(a)
	opts.Clarity = make(map[string]float64)
	for p, err := range a.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if p.Clarity != nil {
			opts.Clarity[p.URL] = *p.Clarity + float64(len(p.URL)%3-1)*9
		}
	}
	return a, opts
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	name = filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got), -update writes it anew:\n%s", name, diff)
	}
}

func write(t *testing.T, format string, a *audit.Audit, opts report.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(t.Context(), &b, format, a, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	a, opts := sample(t, 7)
	golden(t, "audit.json", write(t, "json", a, opts))
	golden(t, "audit.csv", write(t, "csv", a, opts))
	for _, lang := range checks.Languages {
		opts.Lang = lang
		golden(t, "table-"+lang+".txt", write(t, "table", a, opts))
	}
}
