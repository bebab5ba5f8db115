package text

import (
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	for _, row := range rows(t, "languages.tsv") {
		want, s := Lang(row[0]), row[1]
		got, ok := Detect(s)
		if !want.Known() {
			if ok {
				t.Errorf("%s %q: taken for %s", want, s, got)
			}
			continue
		}
		if !ok || got != want {
			t.Errorf("%s %q: got %q, %v", want, s, got, ok)
		}
	}
}

// TestDetectSnippets slides a window of ten words over texts of each language.
func TestDetectSnippets(t *testing.T) {
	for _, lang := range Langs {
		right, all := 0, 0
		for _, p := range Parallel() {
			words := strings.Fields(p[lang])
			for i := 0; i+10 <= len(words); i++ {
				all++
				if got, ok := Detect(strings.Join(words[i:i+10], " ")); ok && got == lang {
					right++
				}
			}
		}
		if share := float64(right) / float64(all); share < 0.995 {
			t.Errorf("%s: %.4f of %d snippets", lang, share, all)
		}
	}
}

func TestDetectHostile(t *testing.T) {
	for _, s := range []string{"", " ", "a", "12 34 56", "\xff\xfe\xfd", "???", "😀😀😀", strings.Repeat("x", 1<<20), strings.Repeat("é", 1<<18)} {
		if got, ok := Detect(s); ok {
			t.Errorf("%.20q: taken for %s", s, got)
		}
	}
}
