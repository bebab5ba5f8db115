package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/usager/usager/report"
)

// TestHistory audits a small site again and again, as a pipeline does: with a
// baseline only what is new counts, and what the team decided does not.
func TestHistory(t *testing.T) {
	body := `<img src="a.png">`
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if _, err := w.Write([]byte(`<!DOCTYPE html><html lang="en"><title>Town hall of Smallville</title><main><h1>Town hall</h1>` + body + `</main></html>`)); err != nil {
			t.Error(err)
		}
	}))
	defer srv.Close()
	dir := t.TempDir()
	store, out := filepath.Join(dir, "store"), filepath.Join(dir, "report")
	usager := func(want int, args ...string) string {
		t.Helper()
		var stdout, stderr strings.Builder
		args = append(args, "--store", store, "--lang", "en")
		if code := run(t.Context(), args, nil, &stdout, &stderr); code != want {
			t.Errorf("usager %s: exit code %d, want %d\n%s", strings.Join(args, " "), code, want, stderr.String())
		}
		return stdout.String() + stderr.String()
	}
	audit := func(want int, flags ...string) string {
		t.Helper()
		said := usager(want, append([]string{"audit", srv.URL + "/", "--static", "--out", out, "--fail-on", "serious"}, flags...)...)
		time.Sleep(time.Second) // audits are told apart by the second they began in
		return said
	}
	decisions := filepath.Join(dir, "decisions.yaml")
	decide := func(text string) {
		t.Helper()
		if err := os.WriteFile(decisions, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}

	audit(exitFindings)
	audit(exitOK, "--baseline", "last")
	body += `<a href="/#x"></a>`
	if said := audit(exitFindings, "--baseline", "last"); !strings.Contains(said, "reopened") {
		t.Errorf("the comparison is not told: %s", said)
	}
	var ids []string
	for _, f := range strings.Fields(usager(exitOK, "list")) {
		if strings.HasPrefix(f, "20") && strings.Contains(f, "-") {
			ids = append(ids, f)
		}
	}
	if len(ids) != 3 {
		t.Fatalf("audits %v", ids)
	}
	audit(exitFindings, "--baseline", ids[0])
	decide("- {check: link-name, state: assigned, who: me, why: soon}\n- {check: html-lang, state: accepted, who: me, why: gone}\n")
	said := audit(exitOK, "--baseline", ids[0], "--decisions", decisions, "--format", strings.Join(report.Formats(), ","))
	if strings.Contains(said, "PK\x03\x04") {
		t.Error("a workbook on the terminal")
	}
	for _, f := range report.Formats() {
		if f == "table" {
			continue
		}
		if fi, err := os.Stat(filepath.Join(out, report.File(f))); err != nil || fi.Size() == 0 {
			t.Errorf("%s: %v", f, err)
		}
	}
	for _, name := range []string{"comparison.html", "decisions.html", "decided.html"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	audit(exitOK, "--decisions", decisions, "--fail-on", "none")
	if said := audit(exitFindings, "--decisions", decisions, "--fail-on", "none", "--fail-on-stale"); !strings.Contains(said, "matches nothing any more: html-lang (me)") {
		t.Errorf("the decision that matches nothing is not told: %s", said)
	}
	decide("- {check: image-name, state: forgiven, who: me, why: old}")
	if said := audit(exitUsage, "--decisions", decisions); !strings.Contains(said, "forgiven") || !strings.Contains(said, "line 1") {
		t.Errorf("the mistake is not told: %s", said)
	}
	audit(exitUsage, "--decisions", filepath.Join(dir, "none.yaml"))

	second := filepath.Join(dir, "second")
	usager(exitOK, "compare", ids[0], ids[2], "--out", second)
	b, err := os.ReadFile(filepath.Join(second, "comparison.html"))
	if err != nil || !strings.Contains(string(b), `id="added"`) {
		t.Errorf("no new issue in the comparison: %v", err)
	}
}
