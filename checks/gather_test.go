package checks

import (
	stdcmp "cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

func gather(t *testing.T, src string) *Facts {
	t.Helper()
	p, err := page.Parse("https://www.example.org/dir/page.html", strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	return Gather(p)
}

// link returns the link with a name.
func link(t *testing.T, f *Facts, name string) Link {
	t.Helper()
	for _, l := range f.Links {
		if l.Name == name {
			return l
		}
	}
	t.Fatalf("no link %q among %v", name, f.Links)
	return Link{}
}

func TestGatherLinks(t *testing.T) {
	f := gather(t, `<html lang="fr-BE"><head><title> Ma
	 page </title><link rel=alternate hreflang=nl-BE href=/nl#x><link rel=alternate hreflang=x-default href=/></head>
	<header><a href="/">Accueil</a><a href="/de/page.html">DE</a> | <a href="#m">Au contenu</a></header>
	<main id=m><h1>Titre</h1><p>Pour venir, voyez <a href="../plan.pdf#page=2">notre plan</a> d’accès.</p>
	<ul><li><h2><a href=carte>Carte</a></h2><p>Demander une carte.</p></li></ul>
	<a href="tel:+3281000000">081</a><a href="javascript:void 0">rien</a>
	<a href="https://example.org/x"><img alt="Logo" src=x></a>
	<a href="https://autre.example/" tabindex=-1>Ailleurs</a>
	<a href=/z aria-hidden=true>Caché aux uns</a><a href=/y hidden>Caché à tous</a>
	<section><template shadowrootmode=open><a href=/ombre>Ombre</a></template></section></main>`)
	if f.Title != "Ma page" || f.Lang != "fr-BE" {
		t.Errorf("title %q, lang %q", f.Title, f.Lang)
	}
	wantAlternates := map[string]string{"nl": "https://www.example.org/nl", "de": "https://www.example.org/de/page.html"}
	if diff := cmp.Diff(wantAlternates, f.Alternates); diff != "" {
		t.Error(diff)
	}
	var names []string
	for _, l := range f.Links {
		names = append(names, stdcmp.Or(l.Name, l.Text))
	}
	want := "Accueil DE Au contenu notre plan Carte Logo Ailleurs Caché aux uns Caché à tous Ombre"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("links %q, want %q", got, want)
	}
	plan := link(t, f, "notre plan")
	if plan.URL != "https://www.example.org/plan.pdf" || !plan.Download || plan.Heading != 0 || plan.Region != page.Content ||
		plan.Context != "Pour venir, voyez notre plan d’accès." || plan.Narrow == nil {
		t.Errorf("%+v", plan)
	}
	if c := link(t, f, "Carte"); c.Context != "Carte Demander une carte." || c.Heading != 1 {
		t.Errorf("%+v", c)
	}
	if l := link(t, f, "Accueil"); l.Heading != -1 || l.Region != page.Banner || !l.Visible || !l.Exposed || !l.Focus || l.External {
		t.Errorf("%+v", l)
	}
	if l := link(t, f, "Au contenu"); l.Context != "" {
		t.Errorf("other links as context: %+v", l)
	}
	if l := link(t, f, "Logo"); l.External || l.Text != "" {
		t.Errorf("%+v", l)
	}
	if l := link(t, f, "Ailleurs"); !l.External || l.Focus || !l.Exposed {
		t.Errorf("%+v", l)
	}
	if l := f.Links[7]; l.Exposed || !l.Visible || l.Name != "" || l.Text != "Caché aux uns" {
		t.Errorf("%+v", l)
	}
	if l := link(t, f, "Caché à tous"); l.Exposed || l.Visible || l.Focus || l.Behind != nil {
		t.Errorf("%+v", l)
	}
}

func TestGatherBehind(t *testing.T) {
	f := gather(t, `<header>
	<nav><button aria-controls=m>Plus</button><div id=m hidden><a href=/a>A</a></div>
	<details><summary>Aide</summary><a href=/b>B</a></details>
	<ul><li><a href=/s>Service</a><ul style="display:none"><li><a href=/c>C</a></ul></ul>
	<div hidden><a href=/d>D</a></div></nav>
	<span class="icon-burger" role=button>☰</span></header><main><div hidden><a href=/e>E</a></div></main>`)
	for name, want := range map[string]string{"A": "Plus", "B": "Aide", "C": "Service", "D": "☰"} {
		if l := link(t, f, name); l.Visible || l.Behind == nil || l.Behind.Name != want {
			t.Errorf("link %s: visible %v, behind %+v, want %q", name, l.Visible, l.Behind, want)
		}
	}
	if l := link(t, f, "D"); l.Behind.Focus {
		t.Error("a span without tabindex takes the focus")
	}
	if l := link(t, f, "E"); l.Behind != nil {
		t.Errorf("hidden for good, yet behind %+v", l.Behind)
	}
}

func TestGatherForms(t *testing.T) {
	f := gather(t, `<form role=search action=/x><label>Chercher <input name=k></label></form>
	<form action="/recherche"><input name=a><input type=submit></form>
	<form><input type=email><input type=password></form>
	<form method=POST id=c><label for=m>Message</label><textarea id=m required></textarea></form><input form=c type=email aria-label=Mail autocomplete=EMAIL>
	<form><input name=q></form><form><input name=name><input type=password><input type=password></form>
	<form hidden><input type=password></form>`)
	var kinds []string
	for _, form := range f.Forms {
		kinds = append(kinds, form.Kind)
	}
	if diff := cmp.Diff([]string{"search", "search", "login", "contact", "search", ""}, kinds); diff != "" {
		t.Fatal(diff)
	}
	want := Form{Action: "https://www.example.org/dir/page.html", Method: "post", Kind: "contact", Fields: []Field{
		{Type: "textarea", Label: "Message", Required: true}, {Type: "email", Label: "Mail", Autocomplete: "email"},
	}}
	if diff := cmp.Diff(want, f.Forms[3]); diff != "" {
		t.Error(diff)
	}
}

func TestGatherBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString("<nav>")
	for i := range 3000 {
		fmt.Fprintf(&b, "<p><a href=/%d>%s</a></p>", i, strings.Repeat("é ", 300))
	}
	b.WriteString("</nav><main><p>Un deux – trois</p></main>")
	f := gather(t, b.String())
	if len(f.Links) != maxLinks || len(f.Texts) != maxPassages || len([]rune(f.Links[0].Name)) != maxName {
		t.Errorf("%d links, %d passages, name of %d runes", len(f.Links), len(f.Texts), len([]rune(f.Links[0].Name)))
	}
	if last := f.Texts[len(f.Texts)-1]; last.Text != "Un deux – trois" || f.Words != 3 {
		t.Errorf("last passage %q, %d words", last.Text, f.Words)
	}
}

// TestGatherHostile gathers a page made to take for ever: nested hidden boxes, one card around everything, a map of many areas.
func TestGatherHostile(t *testing.T) {
	var b strings.Builder
	b.WriteString("<article><img usemap='#m'><map name=m>" + strings.Repeat("<area href=/a>", 2000) + "</map>")
	b.WriteString(strings.Repeat("<p>x</p>", 20000))
	for range 300 {
		b.WriteString("<div hidden>")
	}
	b.WriteString(strings.Repeat("<a href=/b>b</a>", 2000))
	if f := gather(t, b.String()); len(f.Links) != maxLinks {
		t.Errorf("%d links", len(f.Links))
	}
}

func TestOutline(t *testing.T) {
	const one = `<body><header><nav><ul><li><a href=/>x</a></ul></nav></header><main><div class=a><h1>T</h1><p>a</div></main><footer></footer>`
	const two = `<body><header><nav><ul><li><a href=/>x</a><li>y</ul></nav></header><main><div class=b><h1>T</h1><table></table><ul><li>a</ul></div></main><footer></footer>`
	const three = `<body><header><nav><ul><li><a href=/>x</a></ul></nav></header><main><div class=a><form></form></div></main><aside></aside><footer></footer>`
	a, b, c := gather(t, one).Outline, gather(t, two).Outline, gather(t, three).Outline
	if a != b || a == c || a == "" {
		t.Errorf("outlines %s, %s, %s", a, b, c)
	}
}

func TestGatherDemoSite(t *testing.T) {
	file := filepath.Join("..", "testdata", "sites", "commune", "repaired", "contact.html")
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	p, err := page.Parse("http://demo.example/contact.html", r)
	if err != nil {
		t.Fatal(err)
	}
	f := Gather(p)
	if len(f.Forms) != 1 || f.Forms[0].Kind != "contact" || f.Alternates["nl"] != "http://demo.example/nl/contact.html" || f.Words < 100 {
		t.Errorf("forms %+v, alternates %v, %d words", f.Forms, f.Alternates, f.Words)
	}
	if diff := cmp.Diff(f, Gather(p)); diff != "" {
		t.Errorf("not the same twice: %s", diff)
	}
}

func FuzzGather(f *testing.F) {
	f.Add(`<nav><button aria-controls=m>Plus</button><div id=m hidden><a href=/a>A</a></div><map name=x><area href=y>`)
	f.Fuzz(func(t *testing.T, src string) {
		p, err := page.Parse("http://x/", strings.NewReader(src))
		if err != nil {
			return
		}
		Gather(p)
	})
}

// TestGatherNarrow lays a page out by hand: rows 40 pixels high, with the
// elements of class "wide" missing from the narrow layout.
func TestGatherNarrow(t *testing.T) {
	src := `<header><button class=narrow aria-controls=m>Menu</button><nav id=m class=wide><a href=/a>A</a></nav></header>
	<main><nav><ul><li><a href=/x>X</a><li class=wide><a href=/y>Y</a></ul></nav><p class=wide><a href=/b>B</a></p><p><a href=/c>C</a></p><p style="overflow:hidden" class=flat><a href=/d>D</a></p></main>`
	parsed, err := page.Parse("https://www.example.org/", strings.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	style := func(set map[string]string) []string {
		s := make([]string, len(page.Properties))
		for i, p := range page.Properties {
			s[i] = set[p]
		}
		return s
	}
	info := make(map[*html.Node]*page.Info)
	y := 0.0
	for _, n := range parsed.Find("*") {
		only := ""
		if e := parsed.Closest(n, ".wide, .narrow, .flat"); e != nil {
			only, _ = page.Attr(e, "class")
		}
		y += 40
		i := &page.Info{Rendered: only != "narrow", NarrowSeen: only != "wide", Style: style(map[string]string{"display": "block", "visibility": "visible"})}
		if i.Rendered {
			i.Box = page.Box{X: 10, Y: y, Width: 100, Height: 30}
		}
		if i.NarrowSeen {
			i.NarrowBox = page.Box{X: 10, Y: y + 1000, Width: 100, Height: 30}
		}
		if c, _ := page.Attr(n, "class"); c == "flat" {
			i.NarrowBox.Height = 0
			i.Style = style(map[string]string{"display": "block", "visibility": "visible", "overflow-y": "hidden"})
		}
		info[n] = i
	}
	p := page.New(page.Page{URL: parsed.URL, Root: parsed.Root, Inputs: page.Style | page.Layout | page.Narrow, ScrollHeight: 900}, info)
	f := Gather(p)
	if f.Height != 900 {
		t.Errorf("height %v", f.Height)
	}
	if a := link(t, f, "A"); !a.Visible || a.Narrow != nil || a.Behind == nil || a.Behind.Name != "Menu" || a.Behind.Narrow == nil || a.Behind.Narrow.Y < 1000 {
		t.Errorf("%+v, behind %+v", a, a.Behind)
	}
	if b := link(t, f, "B"); !b.Visible || b.Narrow != nil || b.Behind != nil || b.Box.Y == 0 {
		t.Errorf("%+v", b)
	}
	if y := link(t, f, "Y"); y.Narrow != nil || y.Behind != nil {
		t.Errorf("missing alone from a menu that shows, yet %+v behind %+v", y, y.Behind)
	}
	if c := link(t, f, "C"); c.Narrow == nil || c.Narrow.Y < 1000 {
		t.Errorf("%+v", c)
	}
	if d := link(t, f, "D"); d.Narrow != nil {
		t.Errorf("in a box without height, yet at %+v", d.Narrow)
	}
}
