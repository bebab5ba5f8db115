package checks

import (
	"strings"
	"testing"

	"github.com/usager/usager/page"
)

var marked = &Check{ID: "marked", Run: func(p *Pass) {
	for _, n := range p.Page.Find("[data-fault]") {
		key, _ := page.Attr(n, "data-fault")
		colour, _ := page.Attr(n, "data-colour")
		p.Failed(n, key, "text", colour)
	}
}}

func prints(t *testing.T, url, source string) (fingerprints, components []string) {
	t.Helper()
	p, err := page.Parse(url, strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Run(p, []*Check{marked})[0].Findings {
		fingerprints, components = append(fingerprints, f.Fingerprint), append(components, f.Component)
	}
	return fingerprints, components
}

func TestFingerprint(t *testing.T) {
	const url = "https://town.example/services/"
	for _, x := range []struct {
		name, a, b string
		same       bool
	}{
		{"classes and ids", `<main><p id=a class=b data-fault=x>A`, `<main><p id=c9 class=d data-fault=x>A`, true},
		{"rewording", `<main><p data-fault=x>A`, `<main><h1>New</h1><p data-fault=x>B`, true},
		{"wrappers", `<main><a href="/a" data-fault=x>A</a>`, `<div><main><div><span><a href="https://town.example/a" data-fault=x>A</a>`, true},
		{"moved landmark", `<header><nav><a href="../a" data-fault=x>A</a></nav></header>`, `<header></header><nav><a href="/a" data-fault=x>A</a></nav>`, true},
		{"roles", `<nav data-fault=x>`, `<div role="navigation" data-fault=x>`, true},
		{"hashed asset", `<img src="/a/logo.3f2a19c.svg" data-fault=x>`, `<img src="b/logo.svg?v=2" data-fault=x>`, true},
		{"session in a link", `<a href="/a?page=2&sid=12" data-fault=x>`, `<a href="/a?sid=13&page=2" data-fault=x>`, true},
		{"another fault", `<main><p data-fault=x>A`, `<main><p data-fault=y>A`, false},
		{"another colour", `<main><p data-fault=x data-colour=#aaaaaa>A`, `<main><p data-fault=x data-colour=#bbbbbb>A`, false},
		{"another target", `<a href="/a?id=2" data-fault=x>`, `<a href="/a?id=3" data-fault=x>`, false},
		{"another picture", `<img src=photo-2.png data-fault=x>`, `<img src=photo-3.png data-fault=x>`, false},
		{"another landmark", `<main><p data-fault=x>A`, `<footer><p data-fault=x>A`, false},
		{"another field", `<form><input name=first data-fault=x>`, `<form><input name=last data-fault=x>`, false},
	} {
		a, _ := prints(t, url, x.a)
		b, _ := prints(t, url, x.b)
		if len(a) != 1 || len(b) != 1 || a[0] != b[0] == x.same {
			t.Errorf("%s: %v and %v, want the same: %v", x.name, a, b, x.same)
		}
	}
	one, _ := prints(t, url, `<ul><li data-fault=x><li data-fault=x>`)
	two, _ := prints(t, url, `<ul><li data-fault=x><li data-fault=x><li data-fault=x>`)
	if one[0] == one[1] || one[0] != two[0] || one[1] != two[1] {
		t.Errorf("equal faults %v, then %v", one, two)
	}
}

func TestComponent(t *testing.T) {
	for source, want := range map[string]string{
		`<header><nav><a data-fault=x>`:                                 "main-menu",
		`<header><a data-fault=x>`:                                      "banner",
		`<nav aria-label="Fil d’Ariane"><a data-fault=x>`:               "breadcrumb",
		`<header><nav aria-label="Langues"><a data-fault=x>`:            "language-menu",
		`<footer><nav class="social-links"><a data-fault=x>`:            "social",
		`<footer><p data-fault=x>`:                                      "contentinfo",
		`<main><nav class="pagination"><a data-fault=x>`:                "pagination",
		`<main><p data-fault=x>`:                                        "main",
		`<div id="tarteaucitronRoot"><div role=dialog><a data-fault=x>`: "cookie-banner",
		`<main><form role=search><input data-fault=x>`:                  "search",
		`<p data-fault=x>`:                                              "",
	} {
		if _, got := prints(t, "https://town.example/", source); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %v, want %s", source, got, want)
		}
	}
}
