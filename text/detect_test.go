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
	texts := map[Lang][]string{}
	for _, p := range Parallel() {
		for _, lang := range Langs {
			texts[lang] = append(texts[lang], p[lang])
		}
	}
	for _, file := range []string{"passive.tsv", "passive_held.tsv"} {
		sentences := map[Lang][]string{}
		for _, row := range rows(t, file) {
			sentences[Lang(row[0])] = append(sentences[Lang(row[0])], row[2])
		}
		for lang, list := range sentences {
			texts[lang] = append(texts[lang], strings.Join(list, " "))
		}
	}
	for _, lang := range Langs {
		right, all := 0, 0
		for _, s := range texts[lang] {
			words := strings.Fields(s)
			for i := 0; i+10 <= len(words); i++ {
				all++
				if got, ok := Detect(strings.Join(words[i:i+10], " ")); ok && got == lang {
					right++
				} else {
					t.Logf("%s: %q", lang, strings.Join(words[i:i+10], " "))
				}
			}
		}
		share := float64(right) / float64(all)
		t.Logf("%s: %.4f of %d snippets", lang, share, all)
		if share < 0.995 {
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
