package profiles

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/usager/usager/checks"
)

func TestLoad(t *testing.T) {
	ps, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, p := range ps {
		ids = append(ids, p.ID)
	}
	want := "adult blind cognitive deaf low-vision motor newcomer no-smartphone senior-80 young-16"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("personas %q, want %q", got, want)
	}
	if !ps[0].Reference || ps[0].ID != "adult" {
		t.Errorf("the first is %s, not the reference", ps[0].ID)
	}
}

func TestLoadGoals(t *testing.T) {
	goals, err := LoadGoals()
	if err != nil {
		t.Fatal(err)
	}
	ps, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range goals {
		for _, lang := range checks.Languages {
			if len(g.Words[lang]) == 0 {
				t.Errorf("goal %s has no words in %s", g.ID, lang)
			}
		}
		for _, id := range g.Personas {
			if !slices.ContainsFunc(ps, func(p Profile) bool { return p.ID == id }) {
				t.Errorf("goal %s is for persona %s, which is not shipped", g.ID, id)
			}
		}
	}
	if len(goals) < 10 {
		t.Errorf("%d goals", len(goals))
	}
}

func shippedFile(t *testing.T, name string) string {
	t.Helper()
	b, err := shipped.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestUserFolder(t *testing.T) {
	dir := t.TempDir()
	src := shippedFile(t, "senior-80.yaml")
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("mine.yaml", strings.Replace(src, "width: 1280", "width: 1024", 1))
	write("other.yaml", strings.Replace(src, "id: senior-80", "id: senior-90", 1))
	ps, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(ps) != 11 {
		t.Errorf("%d personas, want the ten shipped and one more", len(ps))
	}
	for _, p := range ps {
		if p.ID == "senior-80" && p.Width != 1024 {
			t.Error("the user's file does not take the place of the shipped one")
		}
	}
	write("twice.yaml", src)
	if _, err := Load(dir); err == nil || !strings.Contains(err.Error(), `id "senior-80" is that of`) {
		t.Errorf("two files with one id: %v", err)
	}
	if _, err := Load(filepath.Join(dir, "none")); err == nil {
		t.Error("no error for a folder that does not exist")
	}
}

func TestErrors(t *testing.T) {
	src := shippedFile(t, "senior-80.yaml")
	for _, tt := range []struct{ name, old, new, want string }{
		{"misspelt key", "zoom:", "zom:", `line 18: unknown key "zom"; did you mean "zoom"?`},
		{"misspelt inner key", `value: 2,`, `valeu: 2,`, `line 18: unknown key "valeu"; did you mean "value"?`},
		{"misspelt language", "  nl: Persoon", "  ne: Persoon", `unknown key "ne"; did you mean "de"?`},
		{"no source", `"WCAG 2.2, 2.5.5 Target Size (Enhanced)"`, `""`, "target_px: no source"},
		{"out of range", "value: 2,", "value: 200,", "zoom: 200, want 0.25 to 10"},
		{"not a number", "value: 2,", "value: .nan,", "zoom: NaN"},
		{"sense", "sense: sight", "sense: smell", `sense: "smell", want one of sight, screen-reader`},
		{"group", "no-digital]", "no-digitall]", `affects: no functional need "no-digitall"`},
		{"id", "id: senior-80", "id: Senior 80", `id: "Senior 80"`},
		{"missing language", "  de: Person von 80 Jahren\n", "", "title: nothing in de"},
		{"wrong type", "width: 1280", "width: wide", "line 16"},
		{"acronym", `"CPAS"`, `"cpas"`, "not in capitals"},
		{"list for a mapping", "title:\n", "title: [a]\ntitel:\n", "line 2: want keys with values"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(src, tt.old) {
				t.Fatalf("the shipped file has no %q", tt.old)
			}
			var p Profile
			err := decode([]byte(strings.Replace(src, tt.old, tt.new, 1)), &p)
			if err == nil {
				err = p.Validate()
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
	var p Profile
	if err := decode(nil, &p); err == nil {
		t.Error("no error for an empty file")
	}
}

func TestGoalErrors(t *testing.T) {
	src := shippedFile(t, "goals/appointment.yaml")
	for _, tt := range []struct{ old, new, want string }{
		{"rendez-vous: 1", "rendez-vous: 3", `"rendez-vous" has weight 3`},
		{"\nwords:\n  fr:", "\nwords:\n  it: {ora: 1}\n  fr:", `no language "it"`},
		{"\nwords:\n", "\ntopics: {paper: 1}\nwords:\n", `key "topics" already`},
		{"procedures: 0.45", "procedurs: 0.45", `no topic "procedurs"`},
		{"procedures: 0.45", "procedures: 2", `"procedures" has weight 2`},
		{"channels: [appointment]", "chanels: [appointment]", `did you mean "channels"?`},
		{"channels: [appointment]", "channels: []", "item 1 asks for nothing"},
		{src[strings.Index(src, "found:"):], "", "found: nothing"},
	} {
		var g Goal
		err := decode([]byte(strings.Replace(src, tt.old, tt.new, 1)), &g)
		if err == nil {
			err = g.Validate()
		}
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q for %q: error %v, want %q in it", tt.new, tt.old, err, tt.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	b, err := shipped.ReadFile("adult.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("id: x\ntitle: &t {fr: a}\ndescription: *t\n<<: *t\nwords: {fr: {a: .inf}}"))
	f.Add([]byte("journeys: {goals: [{id: x, found: [{signals: {a: }}], topics: {papers: -1}}]}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var p Profile
		if decode(b, &p) == nil {
			_ = p.Validate() // must not panic
		}
		var g Goal
		if decode(b, &g) == nil {
			_ = g.Validate()
		}
		if gs, err := GoalsIn(b, "journeys", "goals"); err == nil {
			for i := range gs {
				if err := gs[i].Validate(); err != nil {
					t.Errorf("an invalid goal is taken: %v", err)
				}
			}
		}
	})
}

func TestGoalsIn(t *testing.T) {
	const goal = `
  goals:
    - id: library-hours
      title: {fr: a, nl: a, de: a, en: a}
      description: {fr: a, nl: a, de: a, en: a}
      start: https://ville.example/culture
      words:
        fr: {Bibliothèque: 1, BM: 0.5}
      found:
        - url: https://ville.example/bibliotheque
`
	gs, err := GoalsIn([]byte("lang: fr\njourneys:\n  live: all"+goal), "journeys", "goals")
	if err != nil || len(gs) != 1 || gs[0].Start == "" || gs[0].Words["fr"]["BM"] != 0.5 {
		t.Fatalf("%+v, %v", gs, err)
	}
	shipped, err := LoadGoals()
	if err != nil {
		t.Fatal(err)
	}
	all := Merge(shipped, gs)
	if len(all) != len(shipped)+1 || !slices.IsSortedFunc(all, func(a, b Goal) int { return strings.Compare(a.ID, b.ID) }) {
		t.Errorf("%d goals and 1 merge to %d", len(shipped), len(all))
	}
	gs[0].ID = shipped[0].ID
	if all := Merge(shipped, gs); len(all) != len(shipped) || all[0].Start == "" {
		t.Error("a goal does not take the place of a shipped one")
	}
	for _, none := range []string{"", "lang: fr", "journeys:", "journeys:\n  goals:", "journeys:\n  goals: []", "[]"} {
		if gs, err := GoalsIn([]byte(none), "journeys", "goals"); len(gs) > 0 || err != nil {
			t.Errorf("%q: %v, %v", none, gs, err)
		}
	}
	for src, want := range map[string]string{
		strings.Replace(goal, "words:", "wrods:", 1):           `line 7: unknown key "wrods"; did you mean "words"?`,
		strings.Replace(goal, "- url:", "- urls:", 1):          `did you mean "url"?`,
		strings.Replace(goal, "Bibliothèque: 1", "a: 2", 1):    "line 3",
		strings.Replace(goal, "id: library-hours", "id: L", 1): "id",
		goal + strings.Replace(goal, "\n  goals:", "", 1):      "twice",
		"\n  goals: yes": "want a list",
	} {
		if _, err := GoalsIn([]byte("journeys:"+src), "journeys", "goals"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngives %v, want %q", src, err, want)
		}
	}
}
