package text

import (
	"strings"
	"testing"
)

// BenchmarkRead measures everything the package says about a text: language,
// sentences, features, scores and findings.
func BenchmarkRead(b *testing.B) {
	for _, lang := range Langs {
		b.Run(string(lang), func(b *testing.B) {
			var all []string
			for _, p := range Parallel() {
				all = append(all, p[lang])
			}
			s := strings.Repeat(strings.Join(all, "\n\n")+"\n\n", 20)
			words := len(Words(s))
			Detect(s)
			Findings(s, lang)
			b.ReportAllocs()
			for b.Loop() {
				if got, ok := Detect(s); !ok || got != lang {
					b.Fatalf("language %q", got)
				}
				t := Read(s, lang)
				t.Findings()
				t.SentenceScores()
				if _, err := t.Score(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
		})
	}
}
