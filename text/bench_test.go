//go:build unix

package text

import (
	"strings"
	"syscall"
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
			before := processor(b)
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
			// The same without the time that other programs took.
			b.ReportMetric(float64(words)*float64(b.N)/(processor(b)-before), "words/cpu-s")
		})
	}
}

// processor returns the seconds of processor time that the program has used.
func processor(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	seconds := func(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
	return seconds(u.Utime) + seconds(u.Stime)
}
