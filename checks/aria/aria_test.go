package aria

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

func parse(t *testing.T, source string) *page.Page {
	t.Helper()
	p, err := page.Parse("http://test.example/", strings.NewReader("<!DOCTYPE html><html lang=en><body>"+source))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// target returns the element with id "x".
func target(t *testing.T, p *page.Page) *html.Node {
	t.Helper()
	ns := p.Find("#x")
	if len(ns) != 1 {
		t.Fatalf("%d elements with id x", len(ns))
	}
	return ns[0]
}

func TestTables(t *testing.T) {
	for name, r := range roles {
		for _, list := range [][]string{r.Super, r.Context, r.Owns} {
			for _, other := range list {
				if roles[other] == nil {
					t.Errorf("role %s: no role %q", name, other)
				}
			}
		}
		for _, a := range slices.Concat(r.Required, r.Supported) {
			if attributes[a] == nil {
				t.Errorf("role %s: no property %q", name, a)
			}
		}
		if !Is(name, "roletype") {
			t.Errorf("role %s does not descend from roletype", name)
		}
	}
	for name, a := range attributes {
		if tokens := a.Type == Token || a.Type == Tokens; tokens != (len(a.Values) > 0) {
			t.Errorf("aria-%s: type %s, values %v", name, a.Type, a.Values)
		}
	}
	for element, role := range elementRoles {
		if roles[role] == nil {
			t.Errorf("element %s: no role %q", element, role)
		}
	}
}

func TestRole(t *testing.T) {
	for _, tt := range []struct{ source, want string }{
		{`<div id=x>`, "generic"},
		{`<div id=x role=BUTTON>`, "button"},
		{`<div id=x role="nonsense widget link">`, "link"},
		{`<a id=x>`, "generic"},
		{`<a id=x href="/">`, "link"},
		{`<button id=x role=none>a</button>`, "button"},
		{`<h2 id=x role=presentation>a</h2>`, "none"},
		{`<nav id=x role=none aria-label=global></nav>`, "navigation"},
		{`<img id=x alt="">`, "none"},
		{`<img id=x alt="" aria-label=dog>`, "img"},
		{`<img id=x>`, "img"},
		{`<input id=x list=l>`, "combobox"},
		{`<input id=x type=bogus>`, "textbox"},
		{`<input id=x type=password>`, ""},
		{`<select id=x size=3></select>`, "listbox"},
		{`<ul role=none><li id=x>`, "none"},
		{`<ul><li id=x>`, "listitem"},
		{`<div role=list><li id=x>`, "listitem"},
		{`<li id=x>`, "generic"},
		{`<table><tr><td id=x>`, "cell"},
		{`<table role=grid><tr><td id=x>`, "gridcell"},
		{`<table role=none><tr><td id=x>`, "none"},
		{`<table><tr><th id=x>a<td>b`, "rowheader"},
		{`<table><tr><th id=x>a<th>b`, "columnheader"},
		{`<section id=x>`, "generic"},
		{`<section id=x aria-label=a>`, "region"},
		{`<header id=x>`, "banner"},
		{`<article><header id=x>`, "generic"},
		{`<svg id=x></svg>`, "graphics-document"},
		{`<svg><circle id=x><title>Sun</title></circle></svg>`, "graphics-symbol"},
		{`<label id=x>`, ""},
	} {
		p := parse(t, tt.source)
		if got := Role(p, target(t, p)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.source, got, tt.want)
		}
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct {
		source, want string
		from         Source
	}{
		{`<button id=x>Send  <b>now</b></button>`, "Send now", FromContents},
		{`<button id=x aria-label="Post">Send</button>`, "Post", FromLabel},
		{`<button id=x aria-label=" ">Send</button>`, "Send", FromContents},
		{`<button id=x aria-labelledby="a b">Send</button><i id=b>two</i><i id=a hidden>one</i>`, "one two", FromLabelledBy},
		{`<button id=x aria-labelledby="x a">Send</button><i id=a>a letter</i>`, "Send a letter", FromLabelledBy},
		{`<button id=x aria-labelledby="none">Send</button>`, "Send", FromContents},
		{`<button id=x><img src=a alt="Print"> page</button>`, "Print page", FromContents},
		{`<button id=x><i hidden>Not</i> this</button>`, "this", FromContents},
		{`<button id=x><i aria-hidden=true>Not</i> this</button>`, "this", FromContents},
		{`<a id=x href="/"><svg><title>Home</title></svg></a>`, "Home", FromContents},
		{`<a id=x href="/" title="Home"></a>`, "Home", FromTitle},
		{`<img id=x title="Home">`, "Home", FromTitle},
		{`<label>Your <b>name</b> <input id=x></label>`, "Your name", FromNative},
		{`<label for=x>Name</label><label for=x>of birth</label><input id=x>`, "Name of birth", FromNative},
		{`<label for=x hidden>Name</label><input id=x>`, "", FromNothing},
		{`<input id=x placeholder="Search">`, "Search", FromPlaceholder},
		{`<input id=x title="Words" placeholder="Search">`, "Words", FromTitle},
		{`<input id=x type=submit>`, "Submit", FromDefault},
		{`<input id=x type=submit value="">`, "", FromNothing},
		{`<input id=x type=image>`, "", FromNothing},
		{`<input id=x type=image alt=Go>`, "Go", FromNative},
		{`<fieldset id=x><legend>Colour</legend></fieldset>`, "Colour", FromNative},
		{`<table id=x><caption>Fees</caption></table>`, "Fees", FromNative},
		{`<label><input type=checkbox id=x> Flash <input value=3> times</label>`, "Flash 3 times", FromNative},
		{`<label><input type=checkbox id=x> In <select><option>May<option selected>June</select></label>`, "In June", FromNative},
		{`<div id=x role=region>words</div>`, "", FromNothing},
		{`<div id=x role=heading>Two<br>lines</div>`, "Two lines", FromContents},
		{`<h1 id=x><div>One</div><div>Two</div></h1>`, "One Two", FromContents},
		{`<details><summary id=x>More</summary></details>`, "More", FromContents},
		{`<iframe id=x title="Map"></iframe>`, "Map", FromTitle},
		{`<select><option id=x>May</select>`, "May", FromContents},
		{`<div id=x aria-label=no>a</div>`, "", FromNothing},
		{`<svg id=x role=img aria-label=Sun></svg>`, "Sun", FromLabel},
	} {
		p := parse(t, tt.source)
		if got, from := NameFrom(p, target(t, p)); got != tt.want || from != tt.from {
			t.Errorf("%s: %q from %q, want %q from %q", tt.source, got, from, tt.want, tt.from)
		}
	}
}

func TestFocus(t *testing.T) {
	for _, tt := range []struct {
		source                string
		focusable, sequential bool
	}{
		{`<a id=x>`, false, false},
		{`<a id=x href="">`, true, true},
		{`<a id=x href="" tabindex=-1>`, true, false},
		{`<div id=x tabindex=0>`, true, true},
		{`<div id=x tabindex=zero>`, false, false},
		{`<div id=x contenteditable>`, true, true},
		{`<button id=x disabled>`, false, false},
		{`<fieldset disabled><button id=x>`, false, false},
		{`<fieldset disabled><legend><button id=x>`, true, true},
		{`<div hidden><button id=x>`, false, false},
		{`<div inert><button id=x>`, false, false},
		{`<details><summary id=x>`, true, true},
		{`<summary id=x>`, false, false},
		{`<input id=x type=hidden>`, false, false},
		{`<map name=m><area id=x href="/"></map><img usemap="#m">`, true, true},
		{`<map name=m><area id=x href="/"></map>`, false, false},
	} {
		p := parse(t, tt.source)
		n := target(t, p)
		if f, s := Focusable(p, n), Tabbable(p, n); f != tt.focusable || s != tt.sequential {
			t.Errorf("%s: focusable %v, in the sequence %v", tt.source, f, s)
		}
	}
}

func TestExposed(t *testing.T) {
	for _, tt := range []struct {
		source string
		want   bool
	}{
		{`<p id=x>`, true},
		{`<p id=x hidden>`, false},
		{`<p id=x aria-hidden=true>`, false},
		{`<div aria-hidden=true><p id=x aria-hidden=false>`, false},
		{`<p id=x role=none>`, false},
		{`<button><img id=x></button>`, false},
		{`<div role=img><p id=x></div>`, false},
	} {
		p := parse(t, tt.source)
		if got := Exposed(p, target(t, p)); got != tt.want {
			t.Errorf("%s: %v", tt.source, got)
		}
	}
}

func TestValidValue(t *testing.T) {
	for _, tt := range []struct {
		attr, value string
		want        bool
	}{
		{"aria-checked", "mixed", true},
		{"aria-required", "undefined", false},
		{"aria-relevant", "text all", true},
		{"aria-relevant", "text always", false},
		{"aria-level", "2", true},
		{"aria-level", "two", false},
		{"aria-valuenow", "1.5", true},
		{"aria-current", "PAGE", true},
		{"aria-nonsense", "1", false},
	} {
		if got := ValidValue(tt.attr, tt.value); got != tt.want {
			t.Errorf("%s=%q: %v", tt.attr, tt.value, got)
		}
	}
}

func TestSupports(t *testing.T) {
	for _, tt := range []struct {
		role, attr string
		want       bool
	}{
		{"button", "aria-pressed", true},
		{"button", "aria-sort", false},
		{"switch", "aria-required", true},
		{"gridcell", "aria-colspan", true},
		{"generic", "aria-label", false},
		{"generic", "aria-live", true},
		{"", "aria-label", true},
		{"", "aria-checked", false},
		{"treeitem", "aria-level", true},
	} {
		if got := Supports(tt.role, tt.attr); got != tt.want {
			t.Errorf("%s %s: %v", tt.role, tt.attr, got)
		}
	}
}

func FuzzName(f *testing.F) {
	f.Add(`<label id=a aria-labelledby=a><input aria-labelledby="a b"></label><p id=b aria-owns="b a">`)
	f.Add(`<svg><a><title>x</title></a></svg><map name=""><area href></map>`)
	f.Fuzz(func(t *testing.T, source string) {
		p, err := page.Parse("http://test.example/", strings.NewReader(source))
		if err != nil {
			t.Skip()
		}
		for _, n := range p.Find("*") {
			_ = Name(p, n)
			_ = Description(p, n)
			_ = Exposed(p, n)
			_ = Tabbable(p, n)
		}
	})
}
