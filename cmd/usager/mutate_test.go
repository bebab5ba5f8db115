package main

import (
	"flag"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/testdata/mutate"
	"github.com/usager/usager/testdata/sites"
)

var (
	mutateProbes = flag.String("mutate.probes", "none", "probes of the audits of TestMutations: none, templates or all")
	mutateAll    = flag.Bool("mutate.all", false, "try all mutations in TestMutations, not every third")
)

// some returns the mutations to try.
func some(all []mutate.Mutation) []mutate.Mutation {
	if *mutateAll {
		return all
	}
	var out []mutate.Mutation
	for i := 0; i < len(all); i += 3 {
		out = append(out, all[i])
	}
	return out
}

// leastPersisting is the share of the findings that a harmless change may not
// touch.
const leastPersisting = 0.98

// TestMutations audits the demonstration site, changes it and audits it again,
// in a real browser: after a harmless change what persists must be told to
// persist, after a real one what was mended and what is new must be told.
func TestMutations(t *testing.T) {
	if _, err := crawler.FindChrome(""); err != nil || testing.Short() {
		if os.Getenv("CI") != "" && err != nil {
			t.Fatal(err)
		}
		t.Skip("needs Chromium")
	}
	files, err := sites.Commune(sites.Broken)
	if err != nil {
		t.Fatal(err)
	}
	var served atomic.Pointer[http.Handler]
	serve := func(files fs.FS) {
		h := http.FileServerFS(files)
		served.Store(&h)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*served.Load()).ServeHTTP(w, r) }))
	defer srv.Close()
	dir := t.TempDir()
	catalog, err := suite.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	store, err := audit.Open(t.Context(), filepath.Join(dir, "store"), catalog)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	began := time.Time{}
	visit := func(t *testing.T, m *mutate.Mutation) *audit.Audit {
		t.Helper()
		site, err := mutate.Read(files)
		if err != nil {
			t.Fatal(err)
		}
		if m != nil {
			m.Apply(site)
		}
		changed, err := site.FS()
		if err != nil {
			t.Fatal(err)
		}
		serve(changed)
		time.Sleep(time.Until(began.Add(time.Second))) // audits are told apart by the second they began in
		began = time.Now()
		var out, errw strings.Builder
		args := []string{"audit", srv.URL + "/", "--store", filepath.Join(dir, "store"), "--out", filepath.Join(dir, "report"),
			"--fail-on", "none", "--format", "html", "--live", "none", "--persona", "blind", "--probes", *mutateProbes}
		if code := run(t.Context(), args, nil, &out, &errw); code != exitOK {
			t.Fatalf("exit code %d\n%s", code, errw.String())
		}
		id, err := store.Resolve(t.Context(), "last")
		if err != nil {
			t.Fatal(err)
		}
		a, err := store.Load(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	before := visit(t, nil)
	was := findings(t, before)
	t.Logf("%d findings in %d issues before", len(was), len(before.Issues))

	for _, m := range some(mutate.Harmless) {
		t.Run(m.ID, func(t *testing.T) {
			is := findings(t, visit(t, &m))
			lost, came := minus(was, is), minus(is, was)
			kept := 1 - float64(len(lost))/float64(len(was))
			t.Logf("%s %d of %d findings persist (%.1f %%), %d are new", m.What, len(was)-len(lost), len(was), 100*kept, len(came))
			for _, f := range lost {
				t.Logf("lost %s", f)
			}
			for _, f := range came {
				t.Logf("came %s", f)
			}
			if kept < leastPersisting || float64(len(came)) > (1-leastPersisting)*float64(len(was)) {
				t.Errorf("want %.0f %%", 100*leastPersisting)
			}
		})
	}
	for _, m := range some(mutate.Real) {
		t.Run(m.ID, func(t *testing.T) {
			after := visit(t, &m)
			c, err := store.Compare(t.Context(), before.ID, after.ID)
			if err != nil {
				t.Fatal(err)
			}
			is := findings(t, after)
			lost, came := minus(was, is), minus(is, was)
			kept := 1 - float64(len(lost))/float64(len(was))
			t.Logf("%s %d added, %d fixed, %d persist; %d findings went, %d came", m.What, len(c.Added), len(c.Fixed), len(c.Persisting), len(lost), len(came))
			see := func(what string, want []mutate.Fault, among []finding, changed func(audit.Change) int) {
				for _, w := range want {
					if !slices.ContainsFunc(among, func(f finding) bool {
						return f.check == w.Check && path(f.url) == "/"+w.Page && f.outcome == checks.Failed
					}) {
						t.Errorf("%s: %s on %s is not seen", what, w.Check, w.Page)
					}
					// The parts of a site count what is required alone.
					if !catalog.Check(w.Check).Practice && !slices.ContainsFunc(c.Pages, func(p audit.Change) bool { return path(p.Name) == "/"+w.Page && changed(p) > 0 }) {
						t.Errorf("%s: %s is not in the comparison of pages", what, w.Page)
					}
				}
			}
			see("new", m.New, came, func(c audit.Change) int { return c.New })
			see("fixed", m.Fixed, lost, func(c audit.Change) int { return c.Fixed })
			news := len(c.Added) + len(c.Reopened)
			for _, s := range c.Spread {
				news += s.Came
			}
			if len(m.New) > 0 && news == 0 {
				t.Error("nothing new that a pipeline would see")
			}
			mended := make(map[string]bool)
			for _, f := range m.Fixed {
				mended[f.Check] = true
			}
			others := slices.DeleteFunc(lost, func(f finding) bool { return mended[f.check] })
			if share := 1 - float64(len(others))/float64(len(was)); share < leastPersisting {
				t.Errorf("of what was not touched %.1f %% persist (%.1f %% of all): %v", 100*share, 100*kept, others)
			}
		})
	}
}

func path(address string) string {
	p := "/" + strings.SplitN(address, "/", 4)[3]
	if strings.HasSuffix(p, "/") {
		p += "index.html"
	}
	return p
}

// A finding is what the comparison of audits knows of one.
type finding struct {
	url, fingerprint, check string
	outcome                 checks.Outcome
	selector                string
}

func (f finding) String() string {
	return f.outcome.String() + " " + f.check + " " + path(f.url) + " " + f.selector
}

func findings(t *testing.T, a *audit.Audit) []finding {
	t.Helper()
	var all []finding
	add := func(url string, rs []checks.Result) {
		for _, r := range rs {
			for _, f := range r.Findings {
				all = append(all, finding{url, f.Fingerprint, f.Check, f.Outcome, f.Selector})
			}
		}
	}
	for p, err := range a.Pages(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		add(p.URL, p.Results)
	}
	add(a.Manifest.Seeds[0], a.Site)
	return all
}

// minus returns what of some findings others lack, by page and fingerprint.
func minus(some, others []finding) []finding {
	have := make(map[[2]string]bool)
	for _, f := range others {
		have[[2]string{f.url, f.fingerprint}] = true
	}
	return slices.DeleteFunc(slices.Clone(some), func(f finding) bool { return have[[2]string{f.url, f.fingerprint}] })
}
