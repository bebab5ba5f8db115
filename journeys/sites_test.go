package journeys

import (
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/page"
)

// A town is one file of testdata/journeys/sites: a whole small site of a public
// service, and what becomes of its visitors. Each page is a title and the main
// content; the menu and the footer are on all of them. "want GOAL OUTCOME
// [REASON]" holds for everybody but those with a line of their own, "want GOAL
// PERSONA OUTCOME [REASON]". The newcomer, who reads English alone, is left out
// unless named. Reached stands for difficult as well.
type town struct {
	name  string
	lang  string
	wants map[string]string // goal, or goal and persona
	pages []*checks.Facts
}

func readTown(t testing.TB, file string) *town {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	w := &town{wants: make(map[string]string)}
	parts := make(map[string]*strings.Builder)
	var names []string
	var into *strings.Builder
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 3 && f[0] == "--" && f[2] == "--":
			into = new(strings.Builder)
			parts[f[1]] = into
			names = append(names, f[1])
		case into != nil:
			into.WriteString(line)
		case len(f) == 0 || f[0] == "#":
		case f[0] == "lang":
			w.lang = f[1]
		case f[0] == "site":
			w.name = strings.Join(f[1:], " ")
		case f[0] == "want" && (f[2] == Reached || f[2] == Blocked || f[2] == "absent"):
			w.wants[f[1]] = strings.Join(f[2:], " ")
		case f[0] == "want":
			w.wants[f[1]+" "+f[2]] = strings.Join(f[3:], " ")
		default:
			t.Fatalf("%s: what is %q?", file, line)
		}
	}
	part := func(name string) string {
		if p := parts[name]; p != nil {
			return p.String()
		}
		return ""
	}
	for _, name := range names {
		if name == "menu" || name == "footer" {
			continue
		}
		title, content, _ := strings.Cut(part(name), "\n")
		src := fmt.Sprintf("<!doctype html><html lang=%s><meta charset=utf-8><title>%s – %s</title><body><header><a href=/index.html>%[3]s</a>%s</header><main>%s</main><footer>%s</footer>",
			w.lang, html.EscapeString(title), html.EscapeString(w.name), part("menu"), content, part("footer"))
		p, err := page.Parse(base+name, strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		p.Status = 200
		_, f := suite.Page(p, min(len(w.pages), 1), everyCheck)
		w.pages = append(w.pages, f)
	}
	return w
}

// everyCheck are the IDs of all checks: of the families only the facts are
// wanted here.
var everyCheck = func() (ids []string) {
	for _, f := range suite.Families {
		for _, c := range f.Checks {
			ids = append(ids, c.ID)
		}
	}
	return ids
}()

// want returns what is expected of a journey; "" for nothing.
func (w *town) want(persona, goal string) string {
	if want, ok := w.wants[goal+" "+persona]; ok || persona == "newcomer" {
		return want
	}
	return w.wants[goal]
}

// TestSites walks everybody to every goal on whole sites.
func TestSites(t *testing.T) {
	files, err := filepath.Glob("../testdata/journeys/sites/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d sites, %v", len(files), err)
	}
	ps, gs := load(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			w := readTown(t, file)
			got := make(map[string]map[string]audit.Journey) // by goal and persona
			for _, j := range Walk(w.pages, base+"index.html", ps, gs, Options{Complete: true}) {
				checkJourney(t, j)
				if got[j.Goal] == nil {
					got[j.Goal] = make(map[string]audit.Journey)
				}
				got[j.Goal][j.Persona] = j
			}
			for key := range w.wants {
				goal, _, _ := strings.Cut(key, " ")
				if w.wants[goal] == "absent" && len(got[goal]) > 0 {
					j := got[goal]["adult"]
					t.Errorf("%s: offered: %s %s %v", goal, j.Outcome, Message(j.Reason, "en"), j.Steps)
				} else if w.wants[goal] != "absent" && len(got[goal]) == 0 {
					t.Errorf("%s: not offered", goal)
				}
			}
			for _, goal := range slices.Sorted(maps.Keys(got)) {
				for _, p := range ps {
					j, ok := got[goal][p.ID]
					want := w.want(p.ID, goal)
					if !ok || want == "" || want == "absent" {
						continue
					}
					outcome, reason, _ := strings.Cut(want, " ")
					if (outcome == Reached) == (j.Outcome == Blocked) || reason != "" && reason != j.Reason.Key {
						t.Errorf("%s to %s: %s (%.2f) %s %s, want %q", p.ID, goal, j.Outcome, j.Success, j.Reason.Key, Message(j.Reason, "en"), want)
					}
				}
				if j, ok := got[goal]["adult"]; ok && testing.Verbose() {
					t.Logf("%s: %s %.2f %s", goal, j.Outcome, j.Success, Message(j.Reason, "en"))
					for _, s := range j.Steps {
						t.Logf("\t%s %s: %s (%.0f s)", s.Action, s.Title, s.Target, s.Seconds)
					}
				}
			}
		})
	}
}
