package color

import (
	"math"
	"testing"
)

func TestParse(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"rgb(255, 0, 0)", "#ff0000"},
		{"rgba(0, 0, 0, 0.5)", "#00000080"},
		{"rgb(100% 60% 0% / 20%)", "#ff990033"},
		{"#abc", "#aabbcc"},
		{"#12345678", "#12345678"},
		{"hsl(120, 100%, 25%)", "#008000"},
		{"hsl(0.5turn 100% 50%)", "#00ffff"},
		{"hwb(0 50% 50%)", "#808080"},
		{"color(srgb 1 0.5 0)", "#ff8000"},
		{"color(srgb-linear 1 1 0 / 0.5)", "#ffff0080"},
		{"color(display-p3 1 1 1)", "#ffffff"},
		{"oklch(0.627955 0.257683 29.2339)", "#ff0000"},
		{"oklab(1 0 0)", "#ffffff"},
		{"lab(54.2905 80.8125 69.885)", "#ff0000"},
		{"lch(29.5683 131.207 301.364)", "#0000ff"},
		{"transparent", "#00000000"},
	} {
		got, ok := Parse(c.in)
		if !ok || got.String() != c.want {
			t.Errorf("Parse(%q) = %v, %v; want %s", c.in, got, ok, c.want)
		}
	}
	for _, in := range []string{"", "rgb(1,2)", "#12", "#ggg", "url(x)", "color(x 1 2 3)", "rgb(a,b,c)", "currentcolor", "rgb(1,2,3", "rgb(NaN 1 1)"} {
		if c, ok := Parse(in); ok {
			t.Errorf("Parse(%q) = %v, want none", in, c)
		}
	}
}

// The ratios are those that WCAG's definition gives for well-known pairs.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"#000", "#fff", 21}, {"#fff", "#fff", 1}, {"#767676", "#fff", 4.54}, {"#777", "#fff", 4.48}, {"#949494", "#fff", 3.03},
	} {
		a, _ := Parse(c.a)
		b, _ := Parse(c.b)
		if got := Contrast(a, b); math.Abs(got-c.want) > 0.005 {
			t.Errorf("Contrast(%s, %s) = %.3f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestOver(t *testing.T) {
	if got := (RGBA{0, 0, 0, 0.5}).Over(White).String(); got != "#808080" {
		t.Errorf("half black over white is %s", got)
	}
	if got := Transparent.Over(Transparent); got != Transparent {
		t.Errorf("nothing over nothing is %v", got)
	}
	if got := (RGBA{1, 0, 0, 0.5}).Over(RGBA{0, 0, 1, 0.5}); math.Abs(got.A-0.75) > 1e-9 {
		t.Errorf("opacity %v, want 0.75", got.A)
	}
}

func TestIn(t *testing.T) {
	got := In("linear-gradient(90deg, rgb(0, 0, 0) 0%, rgba(255, 255, 255, 0.5) 50%, color(srgb 1 0 0)), url(\"x#y.png\")")
	if len(got) != 3 || got[2].String() != "#ff0000" {
		t.Errorf("colours %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"rgb(1,2,3)", "oklch(0.5 0.1 20deg / 5%)", "#123", "color(display-p3 1 1 1)", "hsl(1e300 1 1)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if c, ok := Parse(s); ok {
			for _, v := range []float64{c.R, c.G, c.B, c.A} {
				if !(v >= 0 && v <= 1) {
					t.Fatalf("Parse(%q) = %v", s, c)
				}
			}
		}
		In(s)
	})
}
