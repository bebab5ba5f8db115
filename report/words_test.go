package report

import (
	"embed"
	"io/fs"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"

	"github.com/usager/usager/checks"
)

//go:embed *.go
var sources embed.FS

var placeholders = regexp.MustCompile(`\{[a-z]+\}`)

func TestTexts(t *testing.T) {
	for key, l := range texts {
		var want []string
		for i, lang := range checks.Languages {
			s := l.In(lang)
			if s == "" || s != strings.TrimSpace(s) {
				t.Errorf("%s: %q in %s", key, s, lang)
			}
			got := placeholders.FindAllString(s, -1)
			slices.Sort(got)
			got = slices.Compact(got)
			if i > 0 && !slices.Equal(got, want) {
				t.Errorf("%s: %v in %s, %v in %s", key, got, lang, want, checks.Languages[0])
			}
			want = got
		}
		if one, ok := strings.CutSuffix(key, ".one"); ok {
			if _, ok := texts[one+".other"]; !ok {
				t.Errorf("%s has no plural", key)
			}
		}
	}
}

// byPrefix are the keys that are put together from a prefix and an ID.
var byPrefix = []string{
	"dimension.", "outcome.", "impact.", "group.", "state.", "journey.", "coverage.", "component.", "channel.", "day.", "month.",
	"rule.", "mark.", "while.", "sample.", "status.", "nav.", "method.state.", "issues.", "apart.", "decided.", "questions.", "decision.", "comparison.", "editors.", "kind.", "unread.",
	"country.", "need.", "answer.", "law.state.",
}

// TestTextsAreUsed finds keys that nothing asks for, and keys asked for that
// do not exist.
func TestTextsAreUsed(t *testing.T) {
	var all strings.Builder
	for _, files := range []fs.FS{sources, htmlFiles} {
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(name, "_test.go") {
				return err
			}
			b, err := fs.ReadFile(files, name)
			all.Write(b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	asked := make(map[string]bool)
	for _, m := range regexp.MustCompile(`(?:[(.{ ]([TN])\(|[({ ]([TN]) )"([a-z0-9.-]+)"`).FindAllStringSubmatch(all.String(), -1) {
		key := m[3]
		if m[1]+m[2] == "N" {
			key += ".other"
		}
		if strings.HasSuffix(key, ".") {
			continue
		}
		asked[strings.TrimSuffix(key, ".other")] = true
		if _, ok := texts[key]; !ok {
			t.Errorf("no text %s", key)
		}
	}
	for key := range texts {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".other"), ".one")
		if !asked[base] && !slices.ContainsFunc(byPrefix, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("nothing asks for %s", key)
		}
	}
}

func TestNames(t *testing.T) {
	w := newWords(Options{Lang: "fr"})
	for _, d := range checks.Dimensions {
		for _, key := range []string{string(d), string(d) + ".what"} {
			if w.Word("dimension", key) == key {
				t.Errorf("no name of dimension %s", key)
			}
		}
	}
	for _, g := range checks.Groups {
		if w.Word("group", string(g)) == string(g) {
			t.Errorf("no name of group %s", g)
		}
	}
	for i := checks.Minor; i <= checks.Critical; i++ {
		if w.Word("impact", i.String()) == i.String() || w.Word("impact", i.String()+".what") == i.String()+".what" {
			t.Errorf("no name of impact %s", i)
		}
	}
	for _, s := range states {
		if w.Word("state", s) == s {
			t.Errorf("no name of state %s", s)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct{ lang, num, pages, float, score, date string }{
		{"fr", "12\u00a0345", "0 page", "1,4", "99", "1 février 2026"},
		{"nl", "12.345", "0 pagina’s", "1,4", "99", "1 februari 2026"},
		{"de", "12.345", "0 Seiten", "1,4", "99", "1. Februar 2026"},
		{"en", "12,345", "0 pages", "1.4", "99", "1 February 2026"},
	} {
		w := newWords(Options{Lang: c.lang})
		if got := w.Num(12345); got != c.num {
			t.Errorf("%s: Num %q, want %q", c.lang, got, c.num)
		}
		if got := w.N("pages", 0); got != c.pages {
			t.Errorf("%s: N %q, want %q", c.lang, got, c.pages)
		}
		if got := w.Float(1.44, 1); got != c.float {
			t.Errorf("%s: Float %q, want %q", c.lang, got, c.float)
		}
		if got := w.Score(99.96); got != c.score {
			t.Errorf("%s: Score %q, want %q", c.lang, got, c.score)
		}
		if got := w.Date(day1); got != c.date {
			t.Errorf("%s: Date %q, want %q", c.lang, got, c.date)
		}
	}
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\x1b[2Jb":              "a[2Jb",
		" two\n\twords ":         "two words",
		"right\u202eleft\u2066":  "rightleft",
		"nul\x00 bell\a":         "nul bell",
		"keep\u00a0this":         "keep\u00a0this",
		"\x80\xff":               "",
		"C1 \u009b31m, del \x7f": "C1 31m, del",
	} {
		if got := line(in); got != want {
			t.Errorf("line(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCell(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+33": "'+33", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "  =1": "'  =1",
		"": "", "a=b": "a=b", "<p>": "<p>", "1.1.1": "1.1.1",
	} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWeb(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/": true, "http://a.example": true, "HTTPS://A.example/": true,
		"javascript:alert(1)": false, "data:text/html,x": false, "file:///etc/passwd": false, "//a.example/": false,
		"https:a.example": false, " https://a.example/": false, "": false, "/path": false, "https://%zz/": false,
	} {
		if got := web(address); got != want {
			t.Errorf("web(%q) = %v", address, got)
		}
	}
}

func TestPager(t *testing.T) {
	if newPager("x.html", 1, 1) != nil {
		t.Error("a list of one part has a pager")
	}
	var got []string
	for _, l := range newPager("pages/x.html", 5, 40).Links {
		if l.Gap {
			got = append(got, "…")
			continue
		}
		got = append(got, l.File)
	}
	want := []string{"x.html", "…", "x-3.html", "x-4.html", "x-5.html", "x-6.html", "x-7.html", "…", "x-40.html"}
	if !slices.Equal(got, want) {
		t.Errorf("links %v, want %v", got, want)
	}
}

// TestContrast computes the contrast of text in both colour schemes from the
// style sheet's own variables.
func TestContrast(t *testing.T) {
	b, err := os.ReadFile("assets/report.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllSubmatch(b, 2)
	if len(blocks) != 2 {
		t.Fatal("want a light and a dark scheme")
	}
	for i, scheme := range []string{"light", "dark"} {
		colours := make(map[string]float64)
		for _, m := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]{6})`).FindAllStringSubmatch(string(blocks[i][1]), -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		for _, pair := range []struct {
			text, on string
			least    float64
		}{
			{"ink", "paper", 7}, {"ink", "tint", 7}, {"soft", "paper", 7}, {"soft", "tint", 7}, {"link", "paper", 7}, {"link", "tint", 7},
			{"on-mark", "mark", 7}, {"bad", "bad-tint", 7}, {"warn", "warn-tint", 4.5}, {"good", "good-tint", 7}, {"ink", "warn-tint", 7},
			{"edge", "paper", 3}, {"mark", "paper", 3}, {"mark", "tint", 3}, {"focus", "paper", 3}, {"focus", "tint", 3},
		} {
			x, okX := colours[pair.text]
			y, okY := colours[pair.on]
			if !okX || !okY {
				t.Fatalf("%s: no colour %s or %s", scheme, pair.text, pair.on)
			}
			if ratio := (max(x, y) + 0.05) / (min(x, y) + 0.05); ratio < pair.least {
				t.Errorf("%s: %s on %s has %.2f:1, want %.1f:1", scheme, pair.text, pair.on, ratio, pair.least)
			}
		}
	}
}

var day1 = time.Date(2026, time.February, 1, 23, 0, 0, 0, time.UTC)

// luminance of a colour, as WCAG 2.2 defines it.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	l := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(rgb>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
}

// FuzzWrap: whatever the text, the pieces fit, are bounded and lose nothing but
// spaces.
func FuzzWrap(f *testing.F) {
	f.Add("one two three", 5)
	f.Add("averyverylongwordindeed 日本語 e\u0301", 6)
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 6 + abs(width)%200
		s = line(s)
		pieces := wrap(s, width)
		for _, p := range pieces {
			if displaywidth.String(p) > width {
				t.Errorf("%q is wider than %d", p, width)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := squeeze(strings.Join(pieces, "")); got != squeeze(s) {
			t.Errorf("wrap lost text: %q, want %q", got, squeeze(s))
		}
	})
}

func abs(n int) int {
	if n < 0 {
		return -(n + 1)
	}
	return n
}
