package channels

import (
	"strings"
	"testing"
	"time"
)

// TestHostileText reads long repetitive texts, which a quadratic reader would
// take minutes for.
func TestHostileText(t *testing.T) {
	for _, s := range []string{
		"mo ", "mo.", "lu-ve ", "lundi et ", "9h-12h ", "9h-12h lundi ", "1-2 ", "8 ", "sauf lundi ", "fermé ", "9h lundi ", "16h le ",
		"a.", "a-", "1.", "1 ", "(", ")", "+", "0 1/", "tél ", "03 20 11 22 33 ", "a@", "[at] ", "b.be ", "rue ", "1, ", "59000 L ", "59000 Lille, ", "/",
		"jusqu'à ", "premier ", "du mois ", "mars ", "- ", ",", "'", "é", ".\u00a0", "24h/24 ", "1er samedi ", "\u200b",
	} {
		text := strings.Repeat(s, 20_000/len(s))
		start := time.Now()
		Numbers(text, "FR", Unlabelled)
		Emails(text)
		Addresses(text, true)
		Hours(text, "fr")
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("%q takes %v", s, d)
		} else if d > 300*time.Millisecond {
			t.Logf("%q takes %v", s, d)
		}
	}
}
