package text

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// TestScoreOrders asserts that the parallel texts score lower from the clearest
// to the hardest, and the same text much alike in the four languages.
func TestScoreOrders(t *testing.T) {
	levels := []Level{VeryClear, Clear, Fair, Hard, VeryHard}
	for i, p := range Parallel() {
		for _, lang := range Langs {
			c, err := Score(p[lang], lang)
			if err != nil {
				t.Fatal(err)
			}
			if d := int(c.Level) - int(levels[i]); d < -1 || d > 1 {
				t.Errorf("text %d in %s: %.0f, %s", i+1, lang, c.Score, c.Level)
			}
			if len(c.Reasons) == 0 {
				t.Errorf("text %d in %s: no reasons", i+1, lang)
			}
			if i == 0 {
				continue
			}
			clearer, err := Score(Parallel()[i-1][lang], lang)
			if err != nil {
				t.Fatal(err)
			}
			if clearer.Score <= c.Score {
				t.Errorf("%s: text %d scores %.1f, text %d %.1f", lang, i, clearer.Score, i+1, c.Score)
			}
		}
	}
}

// TestScoreSimplification asserts that a rewriting that only simplifies never
// scores lower: sentences made one by "and", plain words made rare, a passive
// brought in.
func TestScoreSimplification(t *testing.T) {
	for _, c := range []struct {
		lang         Lang
		plain, heavy string
	}{
		{French, "Vous devez envoyer ce papier. Nous payons après.", "Il vous appartient de transmettre ce document, lequel sera examiné préalablement au paiement."},
		{Dutch, "U moet dit papier sturen. Wij betalen daarna.", "U dient dit document over te maken, hetgeen zal worden onderzocht alvorens tot betaling wordt overgegaan."},
		{German, "Sie müssen uns das Papier schicken. Wir zahlen danach.", "Es obliegt Ihnen, dieses Dokument zu übersenden, welches vor der Auszahlung einer eingehenden Überprüfung unterzogen wird."},
		{English, "You must send us this paper. We will pay after that.", "It is incumbent upon you to transmit this document, which will be subjected to examination prior to remittance."},
	} {
		plain, err := SentenceScore(c.plain, c.lang)
		if err != nil {
			t.Fatal(err)
		}
		heavy, err := SentenceScore(c.heavy, c.lang)
		if err != nil {
			t.Fatal(err)
		}
		if plain.Score < heavy.Score+15 {
			t.Errorf("%s: plain %.0f, heavy %.0f", c.lang, plain.Score, heavy.Score)
		}
		long := func(s string) Clarity {
			got, err := Score(strings.Repeat(s+" ", 12), c.lang)
			if err != nil {
				t.Fatal(err)
			}
			return got
		}
		if p, h := long(c.plain), long(c.heavy); p.Score < h.Score+15 {
			t.Errorf("%s, as documents: plain %.0f, heavy %.0f", c.lang, p.Score, h.Score)
		}
	}
}

// TestScoreOfLength asserts that a text does not score otherwise for being
// longer in the same style.
func TestScoreOfLength(t *testing.T) {
	for _, lang := range Langs {
		for i, p := range Parallel() {
			once, err := Score(p[lang]+"\n\n"+p[lang], lang)
			if err != nil {
				t.Fatal(err)
			}
			often, err := Score(strings.Repeat(p[lang]+"\n\n", 6), lang)
			if err != nil {
				t.Fatal(err)
			}
			if d := once.Score - often.Score; d > 0.01 || d < -0.01 {
				t.Errorf("%s text %d: %.2f twice, %.2f six times", lang, i+1, once.Score, often.Score)
			}
		}
	}
}

// TestScoreSteps asserts that adding a word to a text does not make its score
// jump where the models change over.
func TestScoreSteps(t *testing.T) {
	for _, lang := range Langs {
		words := strings.Fields(Parallel()[2][lang])
		last := -1.0
		for n := 40; n < len(words); n++ {
			c, err := SentenceScore(strings.Join(words[:n], " "), lang)
			if err != nil {
				t.Fatal(err)
			}
			if last >= 0 && (c.Score > last+15 || c.Score < last-15) {
				t.Errorf("%s: from %.0f to %.0f at word %d", lang, last, c.Score, n)
			}
			last = c.Score
		}
	}
}

func TestModelSigns(t *testing.T) {
	m := fitted()
	for _, models := range []map[Lang]*Model{m.Document, m.Sentence} {
		for lang, model := range models {
			for i, f := range features {
				if w := model.Weight[i]; w*float64(f.sign) < 0 {
					t.Errorf("%s: %q weighs %v", lang, f.name, w)
				}
			}
		}
	}
	for lang, model := range m.Document {
		for i, f := range features {
			if f.passage && model.Weight[i] != 0 {
				t.Errorf("%s: the model of documents weighs %q", lang, f.name)
			}
		}
	}
}

func TestScoreErrors(t *testing.T) {
	if _, err := Score("Trop court.", French); !errors.Is(err, ErrTooShort) {
		t.Errorf("short text: %v", err)
	}
	if _, err := Score(strings.Repeat("palabra ", 80), "es"); !errors.Is(err, ErrLanguage) {
		t.Errorf("Spanish: %v", err)
	}
	if _, err := SentenceScore("…", French); !errors.Is(err, ErrTooShort) {
		t.Errorf("no word: %v", err)
	}
	if _, err := SentenceScore("Hola.", "es"); !errors.Is(err, ErrLanguage) {
		t.Errorf("Spanish sentence: %v", err)
	}
}

func TestLevel(t *testing.T) {
	for score, want := range map[float64]Level{0: VeryHard, 19.9: VeryHard, 20: Hard, 45: Fair, 60: Clear, 80: VeryClear, 100: VeryClear} {
		got := LevelOf(score)
		if got != want {
			t.Errorf("%v: %v, want %v", score, got, want)
		}
		name, err := got.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back Level
		if err := back.UnmarshalText(name); err != nil || back != got {
			t.Errorf("%s: %v, %v", name, back, err)
		}
	}
	var l Level
	if err := l.UnmarshalText([]byte("")); err == nil {
		t.Error("an empty level was read")
	}
}

func TestFormulas(t *testing.T) {
	s := Analyse("Le chat dort. La grande administration communique immédiatement.", French)
	if s.Words != 8 || s.Sentences != 2 || s.LongWords != 3 {
		t.Fatalf("%d words, %d sentences, %d long words", s.Words, s.Sentences, s.LongWords)
	}
	if got := fmt.Sprintf("%.1f", s.LIX()); got != "41.5" {
		t.Errorf("LIX %s", got)
	}
	if s.Flesch(French) == s.Flesch(Dutch) || s.SMOG() <= 3 || s.FleschKincaid() < 0 {
		t.Errorf("Flesch %v, SMOG %v, Flesch-Kincaid %v", s.Flesch(French), s.SMOG(), s.FleschKincaid())
	}
}
