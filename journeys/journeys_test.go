package journeys

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
	"github.com/usager/usager/page"
	"github.com/usager/usager/profiles"
)

const base = "http://ville.example/"

// A trial is one file of testdata/journeys: a small site and what becomes of
// whom on it. Pages below control/ take the place of those without, and stop
// nobody. On these pages, elements with data-channel are channels, and
// data-narrow="none" takes a link out of the narrow layout, "behind" puts it
// behind the control that the page has.
type trial struct {
	goal     string
	personas []string
	complete bool
	wants    map[string]string // persona to outcome and reason
	changes  map[string]string // persona to the change that would help most
	steps    map[string]string // persona to an action and its target that must be on the way
	clarity  map[string]float64
	files    []file
}

type file struct{ name, data string }

func readTrial(t *testing.T, name string) *trial {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	c := &trial{complete: true, wants: make(map[string]string), changes: make(map[string]string), steps: make(map[string]string), clarity: make(map[string]float64),
		personas: strings.Fields("adult young-16 senior-80 blind motor low-vision deaf cognitive no-smartphone")}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		switch n := len(c.files); {
		case len(f) == 3 && f[0] == "--" && f[2] == "--":
			c.files = append(c.files, file{name: f[1]})
		case n > 0:
			c.files[n-1].data += line
		case len(f) == 0 || f[0] == "#":
		case f[0] == "goal":
			c.goal = f[1]
		case f[0] == "personas":
			c.personas = f[1:]
		case f[0] == "incomplete":
			c.complete = false
		case f[0] == "want":
			c.wants[f[1]] = strings.Join(f[2:], " ")
		case f[0] == "change":
			c.changes[f[1]] = f[2]
		case f[0] == "step":
			c.steps[f[1]] = strings.Join(f[2:], " ")
		case f[0] == "clarity":
			score, err := strconv.ParseFloat(f[2], 64)
			if err != nil {
				t.Fatal(err)
			}
			c.clarity[f[1]] = score
		default:
			t.Fatalf("%s: what is %q?", name, line)
		}
	}
	return c
}

// pages returns the site, or its control.
func (c *trial) pages(t *testing.T, control bool) []*checks.Facts {
	t.Helper()
	src := make(map[string]string)
	var names []string
	for _, f := range c.files {
		name, isControl := strings.CutPrefix(f.name, "control/")
		if isControl && !control {
			continue
		}
		if _, ok := src[name]; !ok {
			names = append(names, name)
		}
		src[name] = f.data
	}
	var pages []*checks.Facts
	for i, name := range names {
		f := facts(t, base+name, src[name])
		if i > 0 {
			f.Depth = 1
		}
		if score, ok := c.clarity[name]; ok {
			f.Score = &score
		}
		pages = append(pages, f)
	}
	return pages
}

func facts(t testing.TB, url, src string) *checks.Facts {
	t.Helper()
	p, err := page.Parse(url, strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	f := checks.Gather(p)
	for _, n := range p.Find("[data-channel]") {
		kind, _ := page.Attr(n, "data-channel")
		f.Channels = append(f.Channels, checks.Channel{Kind: kind, Text: p.Text(n), Value: p.Text(n), Premium: page.HasAttr(n, "data-premium")})
	}
	for _, n := range p.Find("a[data-narrow]") {
		v, _ := page.Attr(n, "data-narrow")
		for i := range f.Links {
			if f.Links[i].Name == p.Text(n) {
				f.Links[i].Narrow = nil
				if v == "behind" {
					f.Links[i].Behind = &checks.Control{Name: "Menu", Narrow: new(page.Box), Exposed: true, Focus: true}
				}
			}
		}
	}
	return f
}

func load(t testing.TB) ([]profiles.Profile, []profiles.Goal) {
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

func (c *trial) walk(t *testing.T, control bool) []audit.Journey {
	t.Helper()
	ps, gs := load(t)
	ps = slices.DeleteFunc(ps, func(p profiles.Profile) bool { return !slices.Contains(c.personas, p.ID) })
	gs = slices.DeleteFunc(gs, func(g profiles.Goal) bool { return g.ID != c.goal })
	if len(gs) != 1 || len(ps) != len(c.personas) {
		t.Fatalf("goal %q, personas %v: some are not shipped", c.goal, c.personas)
	}
	return Walk(c.pages(t, control), base+"index.html", ps, gs, Options{Complete: c.complete})
}

func TestTrials(t *testing.T) {
	files, err := filepath.Glob("../testdata/journeys/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 20 {
		t.Fatalf("%d trials", len(files))
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			c := readTrial(t, name)
			got := make(map[string]audit.Journey)
			for _, j := range c.walk(t, false) {
				got[j.Persona] = j
				checkJourney(t, j)
			}
			for _, id := range c.personas {
				want, ok := c.wants[id]
				if !ok {
					want = c.wants["*"]
				}
				j, walked := got[id]
				outcome, reason, _ := strings.Cut(want, " ")
				switch {
				case outcome == "absent" || !walked:
					if walked || outcome != "absent" && len(got) > 0 {
						t.Errorf("%s: walked is %v, want %q", id, walked, want)
					}
				case outcome == "" && j.Outcome == Blocked, outcome != "" && (j.Outcome != outcome || reason != "" && j.Reason.Key != reason):
					t.Errorf("%s: %s %s (%v), want %q", id, j.Outcome, j.Reason.Key, j.Steps, want)
				}
			}
			for id, want := range c.changes {
				if got := got[id].Change.Key; got != want {
					t.Errorf("%s: change %q, want %q", id, got, want)
				}
			}
			for id, want := range c.steps {
				if !slices.ContainsFunc(got[id].Steps, func(s audit.Step) bool { return s.Action+" "+s.Target == want }) {
					t.Errorf("%s: no step %q in %v", id, want, got[id].Steps)
				}
			}
			if testing.Verbose() {
				for _, j := range got {
					t.Logf("%s: %s %.2f: %s %s", j.Persona, j.Outcome, j.Success, Message(j.Reason, "en"), Message(j.Change, "en"))
				}
			}
			if !slices.ContainsFunc(c.files, func(f file) bool { return strings.HasPrefix(f.name, "control/") }) {
				return
			}
			for _, j := range c.walk(t, true) {
				checkJourney(t, j)
				if j.Outcome == Blocked {
					t.Errorf("control: %s is blocked: %s %v", j.Persona, Message(j.Reason, "en"), j.Steps)
				}
			}
		})
	}
}

// checkJourney asserts what holds of every journey.
func checkJourney(t *testing.T, j audit.Journey) {
	t.Helper()
	if (j.Outcome == Reached) != (j.Reason.Key == "") {
		t.Errorf("%s: outcome %s with reason %q", j.Persona, j.Outcome, j.Reason.Key)
	}
	if j.Success < 0 || j.Success > 1 || j.Outcome != Blocked && j.Success < 0.5 || j.Outcome == Reached && j.Change.Key != "" {
		t.Errorf("%s: %s with probability %v, change %q", j.Persona, j.Outcome, j.Success, j.Change.Key)
	}
	if j.Change.Key != "" {
		for _, lang := range checks.Languages {
			if s := Message(j.Change, lang); s == j.Change.Key || strings.Contains(s, "{") || strings.Contains(s, "“”") || strings.Contains(s, "«  »") {
				t.Errorf("%s: change in %s: %q", j.Persona, lang, s)
			}
		}
	}
	if j.Outcome != Reached {
		for _, lang := range checks.Languages {
			if s := Message(j.Reason, lang); s == j.Reason.Key || strings.Contains(s, "{") || strings.Contains(s, "“”") || strings.Contains(s, "«  »") {
				t.Errorf("%s: message in %s: %q", j.Persona, lang, s)
			}
		}
	}
	sum := 0.0
	for _, s := range j.Steps {
		sum += s.Seconds
		if s.URL == "" || s.Seconds < 0 || s.Action != Follow && s.Action != Search && s.Action != Find && s.Action != Stop {
			t.Errorf("%s: step %+v", j.Persona, s)
		}
	}
	pages, lost := 0.0, 0.0
	for _, s := range j.Steps {
		pages += s.Pages
		lost += s.Lost
		if s.Pages < 1 || s.Lost < 0 {
			t.Errorf("%s: pages and loss of step %+v", j.Persona, s)
		}
	}
	if math.Abs(pages-j.Pages) > 0.06 || math.Abs(lost+j.Success-1) > 0.005 {
		t.Errorf("%s: %v pages, the steps make %v; success %v and the losses make %v", j.Persona, j.Pages, pages, j.Success, lost+j.Success)
	}
	if math.Abs(sum-j.Seconds) > 0.06 {
		t.Errorf("%s: %v seconds, steps make %v", j.Persona, j.Seconds, sum)
	}
	if last := j.Steps[len(j.Steps)-1].Action; j.Outcome != Blocked && last != Find {
		t.Errorf("%s: %s, yet the last step is %s", j.Persona, j.Outcome, last)
	}
	if j.Persona == "adult" && j.Outcome != Blocked && j.Ratio != 1 {
		t.Errorf("the reference compared with itself is %v", j.Ratio)
	}
}

func TestTexts(t *testing.T) {
	for key, l := range texts {
		var first []string
		for i, lang := range checks.Languages {
			text := l.In(lang)
			if strings.TrimSpace(text) == "" || !strings.HasSuffix(text, ".") {
				t.Errorf("%s: text in %s is %q", key, lang, text)
			}
			names := placeholder.FindAllString(text, -1)
			slices.Sort(names)
			if i > 0 && !slices.Equal(slices.Compact(names), first) {
				t.Errorf("%s: placeholders %v in %s, %v in %s", key, names, lang, first, checks.Languages[0])
			}
			if i == 0 {
				first = slices.Compact(names)
			}
		}
	}
	for _, key := range obstacleKeys {
		if _, ok := texts[key]; !ok {
			t.Errorf("no text for %s", key)
		}
	}
	if got := Message(checks.Message{Key: "gone"}, "fr"); got != "gone" {
		t.Errorf("unknown reason gives %q", got)
	}
}

// TestSources asserts that every constant says where it comes from.
func TestSources(t *testing.T) {
	var m map[string]profiles.Figure
	mustDecode("constants.yaml", constantsYAML, &m)
	for name, f := range m {
		if f.Source == "" || f.Value <= 0 {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestEdges(t *testing.T) {
	ps, gs := load(t)
	for _, j := range Walk(nil, base, ps, gs, Options{}) {
		if j.Outcome != Blocked || j.Reason.Key != "no-start" {
			t.Errorf("empty site: %+v", j)
		}
	}
	one := facts(t, base, "<title>Seul</title><a href=#x>ici</a>")
	for _, j := range Walk([]*checks.Facts{one}, base, ps, gs, Options{}) {
		if j.Outcome != Blocked || j.Reason.Key != "not-seen" {
			t.Errorf("one page: %+v", j)
		}
	}
	if js := Walk([]*checks.Facts{one}, base, nil, gs, Options{}); len(js) != 0 {
		t.Errorf("nobody walks, yet %v", js)
	}
}

// TestCoverage asserts that links are followed through redirects and
// duplicates, and that the coverage says what a link leads to.
func TestCoverage(t *testing.T) {
	ps, gs := load(t)
	gs = slices.DeleteFunc(gs, func(g profiles.Goal) bool { return g.ID != "opening-hours-and-place" })
	home := facts(t, base, `<html lang=fr><title>Accueil</title><a href=vieux>Adresse et horaires</a>`)
	contact := facts(t, base+"contact", `<html lang=fr><title>Contact</title><p data-channel=address>Rue<p data-channel=hours>9 h`)
	for _, tt := range []struct {
		urls []audit.URL
		want string
	}{
		{[]audit.URL{{URL: base + "vieux", Outcome: "redirected", Final: base + "plus-neuf"}, {URL: base + "plus-neuf", Outcome: "duplicate", Final: base + "contact"}}, ""},
		{[]audit.URL{{URL: base + "vieux", Outcome: "redirected", Final: base + "x"}, {URL: base + "x", Outcome: "redirected", Final: base + "vieux"}}, "no-way"},
		{nil, "no-way"},
	} {
		js := Walk([]*checks.Facts{home, contact}, base, ps[:1], gs, Options{Complete: true, URLs: tt.urls})
		if js[0].Reason.Key != tt.want {
			t.Errorf("%v: %s %s", tt.urls, js[0].Outcome, js[0].Reason.Key)
		}
	}
	for _, tt := range []struct {
		met  audit.URL
		want string
	}{
		{audit.URL{URL: base + "vieux", Outcome: "failed", Rule: "status"}, "dead-end"},
		{audit.URL{URL: base + "vieux", Outcome: "document"}, "pdf-only"},
		{audit.URL{URL: base + "vieux", Outcome: "refused", Rule: "robots"}, "not-on-site"},
	} {
		js := Walk([]*checks.Facts{home}, base, ps[:1], gs, Options{Complete: true, URLs: []audit.URL{tt.met}})
		if js[0].Reason.Key != tt.want {
			t.Errorf("%v: %s", tt.met, js[0].Reason.Key)
		}
	}
}

// TestEffort asserts that what makes a way harder costs more.
func TestEffort(t *testing.T) {
	ps, gs := load(t)
	gs = slices.DeleteFunc(gs, func(g profiles.Goal) bool { return g.ID != "opening-hours-and-place" })
	seconds := func(index, id string) float64 {
		pages := []*checks.Facts{
			facts(t, base+"index.html", index),
			facts(t, base+"c.html", `<html lang=fr><title>Contact</title><p data-channel=address>Rue<p data-channel=hours>9 h`),
			facts(t, base+"x.html", `<html lang=fr><title>Services</title><p>Autre chose.`),
		}
		for _, j := range Walk(pages, base+"index.html", ps, gs, Options{Complete: true}) {
			if j.Persona == id && j.Outcome != Blocked {
				return j.Seconds
			}
		}
		t.Fatalf("%s does not arrive on %s", id, index)
		return 0
	}
	const start = `<html lang=fr><title>Accueil</title>`
	plain := start + `<main><a href=c.html>Horaires et adresse</a></main>`
	vague := start + `<main><a href=c.html>La mairie</a> <a href=x.html>Votre mairie</a></main>`
	many := start + `<nav>` + strings.Repeat(`<a href=x.html>Une rubrique</a> `, 40) + `</nav><main><a href=c.html>Horaires et adresse</a></main>`
	listed := start + strings.Repeat(`<p><a href=x.html>Une rubrique</a></p> `, 40) + `<a href=c.html>Horaires et adresse</a>`
	for _, id := range []string{"adult", "senior-80", "blind", "motor", "young-16"} {
		if a, b := seconds(plain, id), seconds(vague, id); a >= b {
			t.Errorf("%s: %v s for clear words, %v for vague ones", id, a, b)
		}
		if a, b := seconds(plain, id), seconds(many, id); a >= b {
			t.Errorf("%s: %v s for one link, %v among forty", id, a, b)
		}
	}
	if a, b := seconds(many, "blind"), seconds(listed, "blind"); a >= b {
		t.Errorf("blind: landmarks do not help: %v s with, %v without", a, b)
	}
	if a, b := seconds(plain, "adult"), seconds(plain, "senior-80"); a >= b {
		t.Errorf("adult %v s, senior %v", a, b)
	}
}

func TestAddedGoal(t *testing.T) {
	ps, _ := load(t)
	g := profiles.Goal{
		ID: "library", Words: map[string]map[string]float64{"fr": {"livres": 1}},
		Title: checks.Localized{FR: "b", NL: "b", DE: "b", EN: "b"}, Description: checks.Localized{FR: "b", NL: "b", DE: "b", EN: "b"},
		Start: base + "culture.html", Found: []profiles.Found{{URL: base + "b.html"}},
	}
	if err := g.Validate(); err != nil {
		t.Fatal(err)
	}
	pages := []*checks.Facts{
		facts(t, base, `<html lang=fr><title>Accueil</title><p>Rien`),
		facts(t, base+"culture.html", `<html lang=fr><title>Culture</title><a href=b.html>Emprunter un livre</a>`),
		facts(t, base+"b.html", `<html lang=fr><title>Bibliothèque</title><p>Livres`),
	}
	js := Walk(pages, base, ps[:1], []profiles.Goal{g}, Options{Complete: true})
	if len(js) != 1 || js[0].Outcome != Reached || js[0].Steps[0].Target != "Emprunter un livre" {
		t.Errorf("%+v", js)
	}
}

func TestScent(t *testing.T) {
	_, gs := load(t)
	x := newLexicon()
	i := slices.IndexFunc(gs, func(g profiles.Goal) bool { return g.ID == "identity-card" })
	for _, tt := range []struct {
		lang, text string
		want       float64
	}{
		{"fr", "Refaire sa carte nationale d’identité", 1},
		{"fr", "CARTE D'IDENTITE", 1},
		{"fr", "Carte de stationnement", 0},
		{"fr", "Vos démarches", 0.5},
		{"nl", "Identiteitskaarten", 1},
		{"nl", "Vreemdelingenidentiteitskaart", 1},
		{"de", "Vorläufiger Personalausweis", 1},
		{"de", "Reisepässe", 0.6},
		{"en", "Renew your ID card", 1},
		{"fr", "", 0},
	} {
		v := x.vocabulary(&gs[i], tt.lang)
		if got := v.scent(x, tt.text, nil); got != tt.want {
			t.Errorf("scent of %q in %s is %v, want %v", tt.text, tt.lang, got, tt.want)
		}
	}
	v := x.vocabulary(&gs[i], "fr")
	if v.scent(x, "CNI", nil) != 0 || v.scent(x, "CNI", []string{"*"}) == 0 {
		t.Error("an acronym smells to those who do not know it, or not to those who do")
	}
}

func TestDeterministic(t *testing.T) {
	ps, gs := load(t)
	pages := bigSite(t, 60)
	a := Walk(pages, base, ps, gs, Options{Complete: true})
	b := Walk(pages, base, ps, gs, Options{Complete: true})
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}

// bigSite is a site of n pages, each with a menu, a list and a footer.
func bigSite(t testing.TB, n int) []*checks.Facts {
	t.Helper()
	words := strings.Fields("démarches services carte identité jeunes voirie contact horaires culture sport écoles crèche social logement travaux urbanisme budget conseil agenda actualités")
	var pages []*checks.Facts
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "<html lang=fr><title>%s %d</title><header><nav>", words[i%len(words)], i)
		for k := range 20 {
			fmt.Fprintf(&b, "<li><a href=/%d>%s</a>", k+1, words[k])
		}
		b.WriteString("</nav></header><main><h1>Page</h1>")
		for k := range 30 {
			to := (i*31 + k*7) % n
			fmt.Fprintf(&b, "<h2>Partie %d</h2><p>Un texte avec <a href=/%d>%s et %s</a> au milieu de la phrase, et d’autres mots encore.", k, to, words[to%len(words)], words[k%len(words)])
		}
		if i == n-1 {
			b.WriteString("<p data-channel=phone>081</p><p data-channel=address>Rue</p><p data-channel=hours>9 h</p>")
		}
		b.WriteString("</main><footer><a href=/7>Contact</a></footer>")
		url := base
		if i > 0 {
			url = fmt.Sprintf("%s%d", base, i)
		}
		pages = append(pages, facts(t, url, b.String()))
	}
	return pages
}

// TestDemoSite asserts that everybody arrives on the repaired demo site, but
// who reads none of its languages, and that the broken one stops somebody.
func TestDemoSite(t *testing.T) {
	ps, gs := load(t)
	blocked := func(version string) (bs []audit.Journey) {
		dir := filepath.Join("..", "testdata", "sites", "commune", version)
		var pages []*checks.Facts
		for _, pattern := range []string{"*.html", "*/*.html"} {
			files, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil || len(files) == 0 {
				t.Fatalf("no pages in %s: %v", dir, err)
			}
			for _, file := range files {
				b, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				rel, err := filepath.Rel(dir, file)
				if err != nil {
					t.Fatal(err)
				}
				p, err := page.Parse(base+filepath.ToSlash(rel), strings.NewReader(string(b)))
				if err != nil {
					t.Fatal(err)
				}
				f := checks.Gather(p)
				f.Channels = channels.Extract(p)
				pages = append(pages, f)
			}
		}
		for _, j := range Walk(pages, base+"index.html", ps, gs, Options{Complete: true}) {
			checkJourney(t, j)
			if j.Outcome == Blocked && j.Persona != "newcomer" {
				bs = append(bs, j)
			}
		}
		return bs
	}
	for _, j := range blocked("repaired") {
		t.Errorf("repaired: %s is blocked on the way to %s: %s", j.Persona, j.Goal, Message(j.Reason, "en"))
	}
	if len(blocked("broken")) == 0 {
		t.Error("nobody is blocked on the broken site")
	}
}

func FuzzWalk(f *testing.F) {
	f.Add(`<html lang=fr><title>a</title><nav><button aria-controls=m>Menu</button><div id=m hidden><a href=/b>Contact</a></div></nav>`, `<h1>Contact</h1><form><textarea></textarea><input type=email required></form><a href=/>GRU</a>`)
	ps, gs := load(f)
	f.Fuzz(func(t *testing.T, a, b string) {
		pages := []*checks.Facts{facts(t, base, a), facts(t, base+"b", b)}
		pages[1].Status = 200
		for _, j := range Walk(pages, base, ps, gs, Options{Complete: true}) {
			if math.IsNaN(j.Seconds) || math.IsInf(j.Seconds, 0) || math.IsNaN(j.Ratio) || len(j.Steps) == 0 {
				t.Errorf("%+v", j)
			}
		}
	})
}

// BenchmarkWalk walks all personas to all goals on 500 pages.
func BenchmarkWalk(b *testing.B) {
	ps, gs := load(b)
	for i := range gs {
		gs[i].Optional = false
	}
	pages := bigSite(b, 500)
	b.ResetTimer()
	for range b.N {
		Walk(pages, base, ps, gs, Options{Complete: true})
	}
}

// TestAgain asserts that what the browser showed of a link overrides the
// graph, and that a link of a menu is the same on every page.
func TestAgain(t *testing.T) {
	ps, gs := load(t)
	gs = slices.DeleteFunc(gs, func(g profiles.Goal) bool { return g.ID != "opening-hours-and-place" })
	menu := `<header><nav><a href=c.html>Horaires et adresse</a> <a href=x.html>Votre mairie</a></nav></header>`
	pages := []*checks.Facts{
		facts(t, base+"index.html", `<html lang=fr><title>Accueil</title>`+menu),
		facts(t, base+"x.html", `<html lang=fr><title>Votre mairie</title>`+menu+`<main><p><a href=c.html>Nous trouver</a>`),
		facts(t, base+"c.html", `<html lang=fr><title>Contact</title>`+menu+`<main><p data-channel=address>Rue<p data-channel=hours>9 h`),
	}
	s := New(pages, base+"index.html", ps, gs, Options{Complete: true})
	again := func(seen ...audit.Observation) audit.Journey {
		j, ok := s.Again("senior-80", gs[0].ID, seen)
		if !ok {
			t.Fatal("no such journey")
		}
		checkJourney(t, j)
		return j
	}
	covered := checks.Message{Key: "covered", Args: map[string]string{"page": "Accueil", "link": "Horaires et adresse", "cover": "Cookies"}}
	shut := audit.Observation{URL: base + "index.html", Link: base + "c.html", Text: "Horaires et adresse", Barrier: covered}
	plain, detour := again(), again(shut)
	if len(plain.Steps) != 2 || len(detour.Steps) != 3 || detour.Steps[1].Target != "Nous trouver" || detour.Seconds <= plain.Seconds {
		t.Errorf("plain %+v\ndetour %+v", plain, detour)
	}
	other := audit.Observation{URL: base + "x.html", Link: base + "c.html", Text: "Nous trouver", Barrier: covered}
	if j := again(shut, other); j.Outcome != Blocked || j.Reason.Key != "covered" || j.Change.Key != "change-visible" || j.Steps[len(j.Steps)-1].Link == "" {
		t.Errorf("both links shut: %+v", j)
	}
	hiddenAnswer := audit.Observation{URL: base + "c.html", Barrier: checks.Message{Key: "answer-hidden", Args: map[string]string{"page": "Contact", "what": "9 h"}}}
	if j := again(hiddenAnswer); j.Outcome != Blocked || j.Reason.Key != "answer-hidden" || j.Change.Key != "change-answer-shown" {
		t.Errorf("answer hidden: %+v", j)
	}
	if _, ok := s.Again("nobody", gs[0].ID, nil); ok {
		t.Error("somebody unknown walks")
	}
	for k := range pages[0].Links {
		pages[0].Links[k].Visible = false
	}
	s = New(pages, base+"index.html", ps, gs, Options{Complete: true})
	if j := again(); j.Outcome != Blocked || j.Reason.Key != "no-link-visible" {
		t.Errorf("link not visible: %+v", j)
	}
	shut.Open, shut.Barrier = true, checks.Message{}
	if j := again(shut); j.Outcome != Reached {
		t.Errorf("link not visible on the graph, yet open in the browser: %+v", j)
	}
}

// TestExplain asserts that a journey names what other checks found where it
// stops, and nothing that is elsewhere.
func TestExplain(t *testing.T) {
	step := audit.Step{URL: base, Title: "Accueil", Action: Stop, Target: "Contact", Link: base + "contact.html"}
	js := []audit.Journey{{Outcome: Blocked, Reason: checks.Message{Key: "not-keyboard"}, Steps: []audit.Step{step}}}
	issue := func(id, check, html string, urls ...string) audit.Issue {
		return audit.Issue{Fingerprint: id, Check: check, Example: checks.Finding{HTML: html}, URLs: urls}
	}
	Explain(js, []audit.Issue{
		issue("same-link", "mouse-only", `<a data-href="/contact.html">Contact</a>`, base),
		issue("other-link", "mouse-only", `<a data-href="/agenda.html">Agenda</a>`, base),
		issue("same-page", "keyboard-trap", `<div>`, base),
		issue("other-page", "keyboard-trap", `<div>`, base+"x"),
		issue("other-check", "contrast", `<a href="/contact.html">Contact</a>`, base),
	})
	if diff := cmp.Diff([]string{"same-link", "same-page"}, js[0].Issues); diff != "" {
		t.Error(diff)
	}
	known := make(map[string]bool)
	for _, id := range everyCheck {
		known[id] = true
	}
	for key, c := range causes {
		if _, ok := texts[key]; !ok {
			t.Errorf("a cause of %q, which is no reason", key)
		}
		for _, id := range slices.Concat(c.Link, c.Page, c.Site) {
			if !known[id] {
				t.Errorf("%s: there is no check %q", key, id)
			}
		}
	}
}
