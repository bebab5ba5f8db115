package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
	"github.com/usager/usager/testdata/sites"
)

var update = flag.Bool("update", false, "write into truth.json which checks find each barrier; read the diff")

// auditDemo audits a version of the demonstration site in a real browser and
// returns the audit and its store.
func auditDemo(t *testing.T, version string, flags ...string) (*audit.Audit, *audit.Store) {
	t.Helper()
	if _, err := crawler.FindChrome(""); err != nil || testing.Short() {
		if os.Getenv("CI") != "" && err != nil {
			t.Fatal(err)
		}
		t.Skip("needs Chromium")
	}
	dir := t.TempDir()
	args := append([]string{"demo", "--store", filepath.Join(dir, "store"), "--out", filepath.Join(dir, "report"), "--format", "json", "--no-history"}, flags...)
	if version == sites.Repaired {
		args = append(args, "--repaired")
	}
	var out, errw bytes.Buffer
	if code := run(t.Context(), args, nil, &out, &errw); code != exitOK {
		t.Fatalf("usager %s: exit code %d\n%s", strings.Join(args, " "), code, errw.String())
	}
	a := &app{say: newWords("en"), settings: &settings{Store: filepath.Join(dir, "store")}}
	var err error
	if a.catalog, err = suite.Catalog(); err != nil {
		t.Fatal(err)
	}
	store, err := a.openStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	id, err := store.Resolve(t.Context(), "last")
	if err != nil {
		t.Fatal(err)
	}
	result, err := store.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return result, store
}

// TestDemoBroken expects that each planted barrier is found by the checks that
// the truth file names, on its page and, if it has an element, there.
func TestDemoBroken(t *testing.T) {
	result, store := auditDemo(t, sites.Broken)
	barriers, err := sites.CommuneBarriers()
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := suite.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	pages := make(map[string]*audit.Page)
	snapshots := make(map[string]*page.Page)
	for p, err := range result.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		path := sitePath(p.Final)
		pages[path] = p
		if snapshots[path], err = store.Snapshot(p.Snapshot); err != nil {
			t.Fatal(err)
		}
	}
	found := 0
	for i := range barriers {
		b := &barriers[i]
		got := finders(catalog, b, result, pages, snapshots)
		if len(got) > 0 {
			found++
		} else {
			t.Logf("not found: %s (%s)", b.ID, b.What)
		}
		for _, id := range b.Checks {
			if !slices.Contains(got, id) {
				t.Errorf("%s: check %s did not find it; others: %v", b.ID, id, got)
			}
		}
		b.Checks = got
	}
	t.Logf("%d of %d barriers found", found, len(barriers))
	if *update {
		writeTruth(t, barriers)
	}
}

func sitePath(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	if path := strings.TrimPrefix(u.Path, "/"); path != "" {
		return path
	}
	return "index.html"
}

// finders returns the checks that report something where a barrier is.
func finders(catalog *checks.Catalog, b *sites.Barrier, result *audit.Audit, pages map[string]*audit.Page, snapshots map[string]*page.Page) []string {
	ids := []string{}
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	// A finding counts if it is about what the barrier is about: a criterion
	// that both name or, where the barrier names none, the dimension.
	relevant := func(f checks.Finding) bool {
		if f.Outcome != checks.Failed && f.Outcome != checks.CantTell {
			return false
		}
		shared := slices.ContainsFunc(f.Criteria, func(sc string) bool { return slices.Contains(b.Criteria, sc) })
		same := b.Dimension != string(checks.Accessibility) && string(catalog.Family(f.Check).Dimension) == b.Dimension
		return shared || same
	}
	for _, r := range result.Site {
		for _, f := range r.Findings {
			if relevant(f) && (f.URL == "" && b.Page == "" || f.URL != "" && sitePath(f.URL) == b.Page) {
				add(r.Check)
			}
		}
	}
	p, snapshot := pages[b.Page], snapshots[b.Page]
	if p != nil {
		var culprits []*html.Node
		if b.Selector != "" {
			culprits = snapshot.Find(b.Selector)
		}
		for _, r := range p.Results {
			for _, f := range r.Findings {
				if relevant(f) && (b.Selector == "" || touches(snapshot, f.Selector, culprits)) {
					add(r.Check)
				}
			}
		}
	}
	if b.Dimension == string(checks.Journeys) {
		for _, j := range result.Journeys {
			if j.Outcome != "reached" && j.Persona != audit.ReferencePersona {
				add("journey " + j.Persona + " " + j.Goal)
			}
		}
	}
	slices.Sort(ids)
	return ids
}

// touches reports whether the element of a finding is one of the culprits, or
// one is in the other.
func touches(p *page.Page, selector string, culprits []*html.Node) bool {
	if strings.Contains(selector, ">>>") {
		return false
	}
	for _, n := range p.Find(selector) {
		for _, c := range culprits {
			for a := n; a != nil; a = a.Parent {
				if a == c {
					return true
				}
			}
			for a := c; a != nil && a.Parent != nil; a = a.Parent {
				if a == n && a.Data != "html" && a.Data != "body" && a.Data != "main" {
					return true
				}
			}
		}
	}
	return false
}

func writeTruth(t *testing.T, barriers []sites.Barrier) {
	t.Helper()
	file := filepath.Join("..", "..", "testdata", "sites", "commune", "truth.json")
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(map[string]any{"barriers": barriers}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestDemoRepaired expects no certain failure on the repaired twin, in any
// dimension, and no persona stopped.
func TestDemoRepaired(t *testing.T) {
	result, _ := auditDemo(t, sites.Repaired)
	for _, i := range result.Issues {
		if i.Outcome == checks.Failed && !i.Practice && i.Level != "AAA" {
			t.Errorf("%s on %s %s: %s %v\n\t%s", i.Check, i.Example.URL, i.Example.Selector, i.Example.Message.Key, i.Example.Message.Args, i.Example.HTML)
		}
	}
	for _, j := range result.Journeys {
		// The town has no pages in English: its newcomer is stopped rightly.
		if j.Outcome == "blocked" && j.Reason.Key != "other-language" {
			t.Errorf("%s does not reach %s: %s %v", j.Persona, j.Goal, j.Reason.Key, j.Reason.Args)
		}
	}
	for _, u := range result.Coverage.URLs {
		if u.Outcome == "failed" {
			t.Errorf("%s: %s", u.URL, u.Reason)
		}
	}
	if result.Coverage.Audited < 15 {
		t.Errorf("%d pages audited, want the whole site", result.Coverage.Audited)
	}
}
