package text

import (
	"testing"
	"unicode/utf8"
)

func FuzzAnalyse(f *testing.F) {
	for _, s := range []string{
		"", " ", ".", "M. Dupont habite au 3, rue du Port. Il vous appartient d'écrire à aide@exemple.fr.",
		"Der Antrag wird am 3. Mai geprüft (vgl. § 4 Abs. 2). „Gut“, sagt sie.",
		"\xff\xfe", "a\u0301", "`code", "«", "l’", "qu' ", "...", "A.B.C.", "\n\n-\n- x", "WIJ ZIJN GESLOTEN OP MAANDAG",
	} {
		f.Add(s, "fr")
		f.Add(s, "de")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		check := func(what string, p Span, last int) int {
			if p.Start < last || p.End <= p.Start || p.End > len(s) {
				t.Fatalf("%s: span %v after %d in %q", what, p, last, s)
			}
			if utf8.ValidString(s) && !utf8.ValidString(p.In(s)) {
				t.Fatalf("%s: span %v cuts a character of %q", what, p, s)
			}
			return p.End
		}
		Detect(s)
		last := 0
		for _, p := range Words(s) {
			last = check("word", p, last)
		}
		tx := Read(s, Lang(lang))
		last = 0
		for _, p := range tx.Sentences() {
			last = check("sentence", p, last)
		}
		for _, fd := range tx.Findings() {
			check("finding", fd.Span, 0)
			if fd.Text != fd.In(s) {
				t.Fatalf("finding says %q for %q", fd.Text, fd.In(s))
			}
		}
		st := tx.Stats()
		for i, v := range st.Features() {
			if v != v || v < 0 || v > 1e6 {
				t.Fatalf("feature %q is %v in %q", features[i].name, v, s)
			}
		}
		for _, c := range tx.SentenceScores() {
			if !(c.Score >= 0 && c.Score <= 100) {
				t.Fatalf("score %v", c.Score)
			}
		}
	})
}
