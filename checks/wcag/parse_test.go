package wcag

import (
	"math"
	"strings"
	"testing"

	"github.com/usager/usager/page"
)

func TestRefreshDelay(t *testing.T) {
	for content, want := range map[string]int{
		"0": 0, " 5": 5, "5; url=x": 5, "5,x": 5, "5.9 x": 5, ".5": 0, "99999999999999999999": 1 << 30,
		"": -1, "x": -1, "+5": -1, "-5": -1, "5x": -1, "; 5": -1, "0: x": -1,
	} {
		got, ok := refreshDelay(content)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("refreshDelay(%q) = %d, want %d", content, got, want)
		}
	}
}

func TestRotation(t *testing.T) {
	for value, want := range map[string]float64{
		"rotate(90deg)": 90, "rotate(-0.25turn) translate(1px, 2px)": -90, "100grad": 90, "z 1.5708rad": 90,
		"matrix(0, 1, -1, 0, 0, 0)": 90, "rotate3d(0, 0, 1, 90deg)": 90, "rotate3d(0, 0, -1, 90deg)": -90,
		"rotate(45deg) rotate(45deg)": 90, "0 0 1 90deg": 90, "rotate(0)": 0,
	} {
		got, ok := rotation(value)
		if !ok || math.Abs(got-want) > 0.01 {
			t.Errorf("rotation(%q) = %v, %v; want %v", value, got, ok, want)
		}
	}
	for _, value := range []string{"", "none", "scale(2)", "rotatex(90deg)", "rotate3d(1, 0, 0, 90deg)", "rotatez(0, 0, 1, 90deg)", "x 90deg"} {
		if got, ok := rotation(value); ok {
			t.Errorf("rotation(%q) = %v, want none", value, got)
		}
	}
}

func TestSurrounded(t *testing.T) {
	for value, want := range map[string]bool{
		"none":                                   false,
		"rgb(0, 0, 0) 1px 1px 0px":               false,
		"rgb(0, 0, 0) 0px 0px 2px":               true,
		"#000 1px 1px 0px, #000 -1px -1px 0px":   true,
		"rgba(0, 0, 0, 0.5) 40px 40px 2px":       false,
		"#000 1px 0px 0px, rgb(0, 0, 0) 2px 1px": false,
	} {
		if _, got := surrounded(value); got != want {
			t.Errorf("surrounded(%q) = %v", value, got)
		}
	}
}

func TestPrimarySubtag(t *testing.T) {
	for tag, want := range map[string]string{
		"fr": "fr", " NL-be": "nl", "gsw": "gsw", "zh-Hant-TW": "zh",
		"": "", "fra": "", "eng": "", "french": "", "xx": "", "i-lux": "", "fr_BE": "", "1": "",
	} {
		if got := primarySubtag(tag); got != want {
			t.Errorf("primarySubtag(%q) = %q, want %q", tag, got, want)
		}
	}
}

func TestGrid(t *testing.T) {
	p, err := page.Parse("https://x.example/", strings.NewReader(`<table>
<tr><td></td><th id=a>Mon</th><th id=b colspan=2>Tue</th><th id=e>Wed</th></tr>
<tr><th id=c rowspan=2>Morning</th><td>1</td><td>2</td><td>3</td></tr>
<tr><td colspan=3>4</td></tr></table>`))
	if err != nil {
		t.Fatal(err)
	}
	g := newGrid(p.Find("table")[0])
	if g.width != 5 || g.height != 3 {
		t.Errorf("the grid is %d × %d", g.width, g.height)
	}
	want := map[string]bool{"a": true, "b": true, "c": true, "e": false}
	for _, k := range g.cells {
		if id := attr(k.node, "id"); id != "" && g.assigned(k) != want[id] {
			t.Errorf("header %s has cells: %v", id, !want[id])
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		purpose, text string
		want          bool
	}{
		{"skip", "Aller au contenu principal", true}, {"skip", "Contenu", false}, {"transcript", "Transcription (PDF)", true},
		{"mute", "Stopper", false}, {"mute", "stop!", true}, {"newwindow", "Règlement – s’ouvre dans un nouvel onglet", true},
		{"help", "Contactez-nous", true}, {"place", "vous avez droit à une aide", false},
	} {
		if got := says(c.purpose, c.text); got != c.want {
			t.Errorf("says(%q, %q) = %v", c.purpose, c.text, got)
		}
	}
	if !isAll("untitled", " Untitled Document ") || isAll("untitled", "Untitled poems") {
		t.Error("what is nothing but a placeholder is not told from what is more")
	}
}

func FuzzParsers(f *testing.F) {
	for _, s := range []string{"5; url=x", "width=1,user-scalable=no", "rotate(90deg)", "#000 1px 1px 2px, red 0px 0px", "fr-BE"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if seconds, ok := refreshDelay(s); ok && seconds < 0 {
			t.Errorf("negative delay of %q", s)
		}
		viewport(s)
		rotation(s)
		surrounded(s)
		primarySubtag(s)
		says("skip", s)
	})
}
