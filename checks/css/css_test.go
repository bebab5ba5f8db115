package css

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDeclarations(t *testing.T) {
	got := Declarations(`COLOR: red; background:url("a;b{c") !IMPORTANT; /* x:y; */ --A : b; nothing; :x; margin:; a b: c`)
	want := []Declaration{
		{"color", "red", false}, {"background", `url("a;b{c")`, true}, {"--A", "b", false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestLast(t *testing.T) {
	ds := Declarations("a: 1 !important; a: 2; b: 1; b: 2")
	if d, _ := Last(ds, "a"); d.Value != "1" {
		t.Errorf("a is %v", d)
	}
	if d, _ := Last(ds, "b"); d.Value != "2" {
		t.Errorf("b is %v", d)
	}
	if _, ok := Last(ds, "c"); ok {
		t.Error("c found")
	}
}

func TestRules(t *testing.T) {
	got := Rules(`@charset "utf-8"; a, b > c { color: red } @font-face { x: y }
@media (Orientation: portrait) { /* } */ html { rotate: 90deg; } @supports (a:b) { i{x:y} } }
@media(max-width:1px){p{q:r}} @keyframes z { from { a: b } } u{v:w`)
	want := []Rule{
		{nil, "a, b > c", []Declaration{{"color", "red", false}}},
		{[]string{"(orientation: portrait)"}, "html", []Declaration{{"rotate", "90deg", false}}},
		{[]string{"(orientation: portrait)"}, "i", []Declaration{{"x", "y", false}}},
		{[]string{"(max-width:1px)"}, "p", []Declaration{{"q", "r", false}}},
		{nil, "u", []Declaration{{"v", "w", false}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzRules(f *testing.F) {
	f.Add(`@media x{a{b:c}}`)
	f.Add(`a{b:"c`)
	f.Add(`{{{}}}(`)
	f.Fuzz(func(_ *testing.T, s string) { Rules(s) })
}
