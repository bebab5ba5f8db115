package audit

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var imageAlt = &checks.Check{
	ID: "image-alt", Criteria: []string{"1.1.1"}, Affects: []checks.Group{checks.NoVision}, Impact: checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("img") {
			if page.HasAttr(n, "alt") {
				p.Passed(n)
			} else {
				p.Failed(n, "missing")
			}
		}
	},
}

func testStore(t testing.TB) *Store {
	t.Helper()
	all := `{fr: x, nl: x, de: x, en: x}`
	catalog, err := checks.NewCatalog(checks.Family{
		Name: "wcag", Dimension: checks.Accessibility, Checks: []*checks.Check{imageAlt},
		Texts: fstest.MapFS{"image_alt.yaml": {Data: []byte("title: " + all + "\nwhy: " + all + "\nfix: " + all + "\nmessages: {missing: " + all + "}\n")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), t.TempDir(), catalog)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// visit stores an audit of pages, given as paths and sources.
func visit(t *testing.T, s *Store, sources ...string) string {
	t.Helper()
	return visitAt(t, s, time.Now(), sources...)
}

func visitAt(t *testing.T, s *Store, started time.Time, sources ...string) string {
	t.Helper()
	ctx := t.Context()
	a := &Audit{Schema: Schema, Status: "complete", Manifest: Manifest{Tool: Tool(), RuleSet: RuleSet, Seeds: []string{"http://x/"}, Started: started}}
	var err error
	if a.ID, err = s.Begin(ctx, a.Manifest); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(sources); i += 2 {
		url := "http://x" + sources[i]
		p, err := page.Parse(url, strings.NewReader(sources[i+1]))
		if err != nil {
			t.Fatal(err)
		}
		pg := &Page{URL: url, Final: url, Results: checks.Run(p, []*checks.Check{imageAlt}), Facts: &checks.Facts{URL: url}}
		if err := s.Add(ctx, a.ID, i/2, URL{URL: url, Outcome: "audited"}, pg, p, nil); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := s.Load(ctx, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	a.Coverage = loaded.Coverage
	a.SetPages(loaded.Pages)
	if err := a.Summarise(ctx, s.catalog); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(ctx, a); err != nil {
		t.Fatal(err)
	}
	return a.ID
}

func TestStore(t *testing.T) {
	s := testStore(t)
	ctx := t.Context()
	id := visit(t, s, "/", "<main><img src=a.png><img src=b.png alt=b>", "/2", "<main><img src=a.png>")
	if _, err := s.Load(ctx, "none"); !errors.Is(err, ErrNoAudit) {
		t.Errorf("load of an unknown audit: %v", err)
	}
	a, err := s.Load(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Issues) != 1 || a.Issues[0].Pages != 2 || a.Issues[0].Impact != checks.Critical || a.Issues[0].Example.URL != "http://x/" {
		t.Errorf("the fault of two pages is not one issue: %+v", a.Issues)
	}
	if a.Coverage.Audited != 2 || len(a.Coverage.URLs) != 2 {
		t.Errorf("coverage %+v", a.Coverage)
	}
	var urls []string
	for p, err := range a.Pages(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		urls = append(urls, p.URL)
		snapshot, err := s.Snapshot(p.Snapshot)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(p.Results[0].Outcome, checks.Run(snapshot, []*checks.Check{imageAlt})[0].Outcome); diff != "" {
			t.Errorf("the stored snapshot is judged otherwise: %s", diff)
		}
	}
	if diff := cmp.Diff([]string{"http://x/", "http://x/2"}, urls); diff != "" {
		t.Error(diff)
	}
	for _, c := range a.Criteria {
		if want := map[string]string{"1.1.1": "failed"}[c.Number]; want != "" && c.State != want {
			t.Errorf("state of %s is %s, want %s", c.Number, c.State, want)
		}
		if c.Number == "1.4.3" && c.State != "not-tested" {
			t.Errorf("1.4.3 was not tested and is %s", c.State)
		}
	}
	// One page of two weighs as much as the other: one has half of its images
	// right, but the check failed on both.
	if v := a.Scores[0].Value; v == nil || *v != 0 {
		t.Errorf("score %v, want 0", v)
	}
	if got, err := s.Resolve(ctx, "last"); err != nil || got != id {
		t.Errorf("last is %q, %v", got, err)
	}
	if err := s.Delete(ctx, id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Resolve(ctx, "last"); !errors.Is(err, ErrNoAudit) {
		t.Errorf("the audit is still there: %v", err)
	}
}

func TestCompare(t *testing.T) {
	s := testStore(t)
	before := visit(t, s,
		"/", `<main><img src=a.png><img src=b.png>`,
		"/gone", `<main><img src=gone.png>`)
	after := visit(t, s,
		"/", `<div class=new><main><p>New words</p><img class=x src=b.png><img src=c.png></main></div>`,
		"/more", `<main><img src=more.png>`)
	c, err := s.Compare(t.Context(), before, after)
	if err != nil {
		t.Fatal(err)
	}
	sources := func(is []Issue) (out string) {
		for _, i := range is {
			_, src, _ := strings.Cut(i.Example.HTML, `src="`)
			out += src[:1]
		}
		return out
	}
	got := []string{sources(c.Added), sources(c.Fixed), sources(c.Persisting), sources(c.NotComparable)}
	if diff := cmp.Diff([]string{"c", "a", "b", "mg"}, got); diff != "" {
		t.Errorf("new, fixed, persisting, not comparable: %s", diff)
	}
}

// TestCompareParts compares two audits in which a fault of a template comes to
// one page and leaves another.
func TestCompareParts(t *testing.T) {
	s := testStore(t)
	before := visit(t, s, "/", `<main><img src=a.png>`, "/news/1", `<main><img src=a.png>`, "/news/2", `<main><p>`, "/gone", `<main><img src=a.png>`)
	after := visit(t, s, "/", `<main><img src=a.png>`, "/news/1", `<main><p>`, "/news/2", `<main><img src=a.png><img src=b.png>`, "/more", `<main><img src=a.png>`)
	c, err := s.Compare(t.Context(), before, after)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Persisting) != 1 || len(c.Added) != 1 || len(c.Fixed)+len(c.Reopened)+len(c.NotComparable) != 0 {
		t.Fatalf("persisting %d, added %d, fixed %d", len(c.Persisting), len(c.Added), len(c.Fixed))
	}
	if diff := cmp.Diff(map[string]Spread{c.Persisting[0].Fingerprint: {Came: 1, Left: 1}}, c.Spread); diff != "" {
		t.Error(diff)
	}
	for _, x := range []struct {
		what      string
		want, got []Change
	}{
		{"pages", []Change{{"http://x/news/2", 2, 0, 0}, {"http://x/news/1", 0, 1, 0}}, c.Pages},
		{"sections", []Change{{"/news/", 2, 1, 0}}, c.Sections},
		{"criteria", []Change{{"1.1.1", 2, 1, 1}}, c.Criteria},
		{"dimensions", []Change{{"accessibility", 2, 1, 1}}, c.Dimensions},
	} {
		if diff := cmp.Diff(x.want, x.got); diff != "" {
			t.Errorf("%s: %s", x.what, diff)
		}
	}
}

func TestJourneyChanges(t *testing.T) {
	got := journeyChanges(
		[]Journey{{Persona: "blind", Goal: "a", Outcome: "blocked"}, {Persona: "deaf", Goal: "a", Outcome: "reached"}, {Persona: "deaf", Goal: "b", Outcome: "reached"}},
		[]Journey{{Persona: "blind", Goal: "a", Outcome: "reached"}, {Persona: "deaf", Goal: "a", Outcome: "difficult"}, {Persona: "deaf", Goal: "b", Outcome: "reached"}, {Persona: "new", Goal: "b", Outcome: "blocked"}})
	want := []JourneyChange{{"deaf", "a", "reached", "difficult"}, {"blind", "a", "blocked", "reached"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got[0].Better() || !got[1].Better() {
		t.Error("what is worse is told to be better")
	}
}

// TestHistory visits a site four times: a fault goes, and comes back.
func TestHistory(t *testing.T) {
	s := testStore(t)
	ctx := t.Context()
	start := time.Date(2026, time.March, 1, 9, 0, 0, 0, time.UTC)
	var ids []string
	for day, src := range []string{"<main><img src=a.png><img src=b.png>", "<main><img src=b.png>", "<main><img src=a.png><img src=b.png><img src=c.png>"} {
		ids = append(ids, visitAt(t, s, start.AddDate(0, 0, day), "/", src))
	}
	c, err := s.Compare(ctx, ids[1], ids[2])
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Added) != 1 || len(c.Reopened) != 1 || len(c.Persisting) != 1 || len(c.Fixed)+len(c.NotComparable) != 0 {
		t.Errorf("added %d, reopened %d, persisting %d, fixed %d, not comparable %d", len(c.Added), len(c.Reopened), len(c.Persisting), len(c.Fixed), len(c.NotComparable))
	}
	for id, want := range map[string]string{ids[0]: "", ids[1]: ids[0], ids[2]: ids[1]} {
		if got, err := s.Previous(ctx, id); err != nil || got != want {
			t.Errorf("before %s: %q, %v, want %q", id, got, err, want)
		}
	}
	trend, err := s.Trend(ctx, ids[1])
	if err != nil {
		t.Fatal(err)
	}
	if len(trend) != 2 || trend[0].ID != ids[0] || trend[0].Issues != 2 || trend[1].Issues != 1 || trend[1].Pages != 1 || len(trend[1].Scores) == 0 {
		t.Errorf("trend %+v", trend)
	}
}

func TestOpenUnwritable(t *testing.T) {
	if _, err := Open(context.Background(), "/dev/null/store", nil); err == nil {
		t.Error("opened a store below a file")
	}
}
