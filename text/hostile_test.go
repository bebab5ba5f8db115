package text

import (
	"strings"
	"testing"
	"time"
)

// TestHostile asserts that time grows with the length of a text and not with
// its square, whatever it repeats.
func TestHostile(t *testing.T) {
	for _, unit := range []string{".", ".)", ")\n", "a.", "A1 (", "« ", "loi 2 ", "1 ", "1 A ", "l'", "wird ", "wordt ge", "a-", "www.", "x_", "\n", "- ", "`", "M. ", "\u00ad", "é", "ABC (d ", "?", "\"", "12 rue ", "ne ", "ABCD EFGH "} {
		s := strings.Repeat(unit, 20_000/len(unit))
		for _, lang := range Langs {
			start := time.Now()
			tx := Read(s, lang)
			tx.Findings()
			tx.SentenceScores()
			if _, err := tx.PassageScore(); err != nil && tx.Stats().Words > 0 {
				t.Errorf("%q: %v", unit, err)
			}
			Detect(s)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("%q in %s took %v", unit, lang, took)
			}
		}
	}
}
