package live

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/journeys"
	"github.com/usager/usager/page"
	"github.com/usager/usager/profiles"
)

var shared struct {
	once sync.Once
	b    *crawler.Browser
	err  error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.b != nil {
		shared.b.Stop()
	}
	os.Exit(code)
}

// browser returns the browser that the tests share; without Chromium the test
// is skipped, except in CI.
func browser(t *testing.T) *crawler.Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("needs Chromium; -short")
	}
	if _, err := crawler.FindChrome(""); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	shared.once.Do(func() {
		shared.b, shared.err = crawler.StartBrowser(context.Background(), crawler.Config{Narrow: true, Tabs: 2})
	})
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.b
}

// A trial is one file of testdata/journeys/live: a small site that is served,
// and what becomes of whom on it in the browser. Pages below control/ take the
// place of those without, and stop and hinder nobody. Elements with
// data-channel are channels.
type trial struct {
	goal     string
	personas []string
	wants    map[string]string // persona to outcome and reason
	walked   map[string]string // persona to outcome and reason of the walk in the browser
	notes    map[string]string // persona to what hinders
	names    []string
	files    map[string]string
	controls map[string]string
}

func readTrial(t *testing.T, name string) *trial {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	c := &trial{
		goal: "opening-hours-and-place", personas: []string{"adult", "young-16", "blind", "motor"},
		wants: make(map[string]string), walked: make(map[string]string), notes: make(map[string]string),
		files: make(map[string]string), controls: make(map[string]string),
	}
	var into map[string]string
	var file string
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 3 && f[0] == "--" && f[2] == "--":
			into, file = c.files, f[1]
			if rest, ok := strings.CutPrefix(file, "control/"); ok {
				into, file = c.controls, rest
			} else {
				c.names = append(c.names, file)
			}
		case into != nil:
			into[file] += line
		case len(f) == 0 || f[0] == "#":
		case f[0] == "goal":
			c.goal = f[1]
		case f[0] == "personas":
			c.personas = f[1:]
		case f[0] == "want":
			c.wants[f[1]] = strings.Join(f[2:], " ")
		case f[0] == "walked":
			c.walked[f[1]] = strings.Join(f[2:], " ")
		case f[0] == "note":
			c.notes[f[1]] = f[2]
		default:
			t.Fatalf("%s: what is %q?", name, line)
		}
	}
	return c
}

// serve serves the site, or its control. What begins with %PDF is a PDF, what
// begins with "redirect " redirects.
func (c *trial) serve(t *testing.T, control bool) string {
	t.Helper()
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			t.Errorf("%s %s: a walk must not send anything", r.Method, r.URL)
		}
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" {
			name = "index.html"
		}
		if r.URL.RawQuery != "" {
			if full := name + "?" + r.URL.RawQuery; c.files[full] != "" {
				name = full
			}
		}
		body, ok := c.files[name]
		if b, isControl := c.controls[name]; control && isControl {
			body, ok = b, true
		}
		switch {
		case !ok:
			http.NotFound(w, r)
		case strings.HasPrefix(body, "redirect "):
			http.Redirect(w, r, strings.TrimSpace(strings.TrimPrefix(body, "redirect ")), http.StatusFound)
		case strings.HasPrefix(body, "%PDF"):
			w.Header().Set("Content-Type", "application/pdf")
			fmt.Fprint(w, body)
		default:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, body)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/"
}

// graph renders the pages of the site and takes the facts from them.
func (c *trial) graph(t *testing.T, b *crawler.Browser, home string, control bool) []*checks.Facts {
	t.Helper()
	var pages []*checks.Facts
	names := slices.Clone(c.names)
	if control {
		for _, name := range slices.Sorted(maps.Keys(c.controls)) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	for _, name := range names {
		if path, _, _ := strings.Cut(name, "?"); !strings.HasSuffix(path, ".html") {
			continue
		}
		p, err := b.Render(t.Context(), &page.Page{URL: home + name}, nil)
		if err != nil {
			t.Fatal(err)
		}
		f := checks.Gather(p)
		for _, n := range p.Find("[data-channel]") {
			kind, _ := page.Attr(n, "data-channel")
			f.Channels = append(f.Channels, checks.Channel{Kind: kind, Text: p.Text(n), Value: p.Text(n)})
		}
		pages = append(pages, f)
	}
	return pages
}

// walk walks the trial on the graph and in the browser.
func (c *trial) walk(t *testing.T, control bool) []audit.Journey {
	t.Helper()
	b := browser(t)
	home := c.serve(t, control)
	ps, gs := load(t)
	ps = slices.DeleteFunc(ps, func(p profiles.Profile) bool { return !slices.Contains(c.personas, p.ID) })
	gs = slices.DeleteFunc(gs, func(g profiles.Goal) bool { return g.ID != c.goal })
	site := journeys.New(c.graph(t, b, home, control), home+"index.html", ps, gs, journeys.Options{Complete: true})
	js := site.Walk()
	for _, j := range js {
		t.Logf("graph: %s %s %s", j.Persona, j.Outcome, j.Reason.Key)
	}
	if err := Walk(t.Context(), b, site, ps, js, Options{AtOnce: 2, Picture: func(b []byte) (string, error) { return fmt.Sprint(len(b)), nil }}); err != nil {
		t.Fatal(err)
	}
	return js
}

func load(t *testing.T) ([]profiles.Profile, []profiles.Goal) {
	t.Helper()
	ps, err := profiles.Load()
	if err != nil {
		t.Fatal(err)
	}
	gs, err := profiles.LoadGoals()
	if err != nil {
		t.Fatal(err)
	}
	return ps, gs
}

func TestTrials(t *testing.T) {
	files, err := filepath.Glob("../../testdata/journeys/live/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("%d trials", len(files))
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			c := readTrial(t, name)
			for _, j := range c.walk(t, false) {
				check(t, j)
				want, ok := c.wants[j.Persona]
				if !ok {
					want = c.wants["*"]
				}
				outcome, reason, _ := strings.Cut(want, " ")
				if outcome == "" && j.Outcome == journeys.Blocked || outcome != "" && (j.Outcome != outcome || reason != "" && j.Reason.Key != reason) {
					t.Errorf("%s: %s %s (%s), want %q", j.Persona, j.Outcome, j.Reason.Key, journeys.Message(j.Reason, "en"), want)
				}
				want, ok = c.walked[j.Persona]
				if !ok {
					want = c.walked["*"]
				}
				if got := strings.TrimSpace(j.Walked.Outcome + " " + j.Walked.Reason.Key); want != "" && got != want {
					t.Errorf("%s: walked: %s, want %q", j.Persona, got, want)
				}
				if want, got := c.notes[j.Persona], notes(&j); want != "" && !slices.Contains(got, want) {
					t.Errorf("%s: notes %v, want %s", j.Persona, got, want)
				}
			}
			if len(c.controls) == 0 {
				return
			}
			c.personas = slices.DeleteFunc(c.personas, func(id string) bool { // those that something stopped or hindered
				return c.wants[id] == "" && c.notes[id] == "" && id != "adult"
			})
			for _, j := range c.walk(t, true) {
				check(t, j)
				if j.Outcome == journeys.Blocked || j.Walked.Outcome != Reached {
					t.Errorf("control: %s is %s: %s %s", j.Persona, j.Outcome, j.Walked.Outcome, journeys.Message(j.Walked.Reason, "en"))
				}
				if got := notes(&j); len(got) > 0 {
					t.Errorf("control: %s is hindered: %v", j.Persona, got)
				}
			}
		})
	}
}

func notes(j *audit.Journey) (keys []string) {
	for _, s := range j.Steps {
		if s.Walked == nil {
			continue
		}
		for _, n := range s.Walked.Notes {
			keys = append(keys, n.Key)
		}
	}
	return keys
}

// check asserts what holds of every journey that was walked.
func check(t *testing.T, j audit.Journey) {
	t.Helper()
	if j.Walked == nil {
		t.Fatalf("%s was not walked", j.Persona)
	}
	t.Logf("%s: %s %s; walked %s %s", j.Persona, j.Outcome, j.Reason.Key, j.Walked.Outcome, j.Walked.Reason.Key)
	messages := []checks.Message{j.Reason, j.Walked.Reason}
	for i, s := range j.Steps {
		if s.Walked == nil {
			continue
		}
		t.Logf("\t%d. %s %q %+v", i+1, s.Action, s.Target, *s.Walked)
		messages = append(messages, s.Walked.Notes...)
		if s.Walked.Screenshot == "" {
			t.Errorf("%s: no picture of %s", j.Persona, s.URL)
		}
	}
	if j.Walked.Outcome == Reached && (j.Steps[len(j.Steps)-1].Walked == nil || j.Walked.Seconds <= 0) {
		t.Errorf("%s: reached, but the end was not walked: %+v", j.Persona, j.Walked)
	}
	for _, m := range messages {
		if m.Key == "" {
			continue
		}
		for _, lang := range checks.Languages {
			if s := journeys.Message(m, lang); s == m.Key || strings.Contains(s, "{") {
				t.Errorf("%s: message in %s: %q", j.Persona, lang, s)
			}
		}
	}
}

// TestDeterministic walks twice and wants the same bytes.
func TestDeterministic(t *testing.T) {
	c := readTrial(t, "../../testdata/journeys/live/cookie-wall.txtar")
	b := browser(t)
	home := c.serve(t, false)
	ps, gs := load(t)
	gs = slices.DeleteFunc(gs, func(g profiles.Goal) bool { return g.ID != c.goal })
	pages := c.graph(t, b, home, false)
	var got [2][]audit.Journey
	for i := range got {
		site := journeys.New(pages, home+"index.html", ps, gs, journeys.Options{Complete: true})
		got[i] = site.Walk()
		if err := Walk(t.Context(), b, site, ps, got[i], Options{AtOnce: 1 + i, Picture: func(b []byte) (string, error) { return fmt.Sprintf("%x", b), nil }}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(got[0], got[1]); diff != "" {
		t.Errorf("two walks differ: %.2000s", diff)
	}
}

// TestHostile walks where a page fights back: the walk ends in time, and others
// are not disturbed.
func TestHostile(t *testing.T) {
	hours := `<p data-channel=address>Rue Haute 1<p data-channel=hours>9 h`
	for name, script := range map[string]string{
		"loop":    `addEventListener('load', () => setTimeout(() => { for (;;); }, 400))`,
		"dialogs": `setInterval(() => alert('x'), 10)`,
		"reload":  `addEventListener('load', () => setTimeout(() => location.reload(), 300))`,
		"blur":    `addEventListener('focusin', e => e.target.blur())`,
		"popups":  `addEventListener('click', () => { for (let i = 0; i < 50; i++) open('/') })`,
	} {
		t.Run(name, func(t *testing.T) {
			c := &trial{goal: "opening-hours-and-place", personas: []string{"adult", "motor"}, names: []string{"index.html", "c.html"}, files: map[string]string{
				"index.html": `<!doctype html><html lang=fr><title>Accueil</title><a href=c.html>Horaires et adresse</a>`,
				"c.html":     `<!doctype html><html lang=fr><title>Contact</title>` + hours,
			}}
			b := browser(t)
			home := c.serve(t, false)
			pages := c.graph(t, b, home, false)
			c.files["index.html"] += "<script>" + script + "</script>" // only in the browser
			ps, gs := load(t)
			ps = slices.DeleteFunc(ps, func(p profiles.Profile) bool { return !slices.Contains(c.personas, p.ID) })
			gs = slices.DeleteFunc(gs, func(g profiles.Goal) bool { return g.ID != c.goal })
			site := journeys.New(pages, home+"index.html", ps, gs, journeys.Options{Complete: true})
			js := site.Walk()
			begin := time.Now()
			if err := Walk(t.Context(), b, site, ps, js, Options{AtOnce: 2, Limit: 6 * time.Second}); err != nil {
				t.Fatal(err)
			}
			if d := time.Since(begin); d > 12*time.Second {
				t.Errorf("took %v", d)
			}
			for _, j := range js {
				t.Logf("%s: %s %s %s", j.Persona, j.Outcome, j.Walked.Outcome, j.Walked.Reason.Key)
			}
			if p, err := b.Render(t.Context(), &page.Page{URL: home + "c.html"}, nil); err != nil || p.Status != 200 {
				t.Errorf("the browser is of no use any more: %v", err)
			}
		})
	}
}
