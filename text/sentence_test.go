package text

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rows reads a tab-separated file of testdata.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return tableRows(string(data))
}

func in(s string, spans []Span) []string {
	var parts []string
	for _, p := range spans {
		parts = append(parts, p.In(s))
	}
	return parts
}

func TestSentences(t *testing.T) {
	data, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(data), "\n= ") {
		lang, rest, _ := strings.Cut(block, "\n")
		if strings.HasPrefix(lang, "#") {
			continue
		}
		want := strings.Split(strings.TrimSpace(rest), "\n")
		s := strings.Join(want, " ")
		if diff := cmp.Diff(want, in(s, Sentences(s, Lang(lang)))); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
}

// TestSentenceBoundaries measures the boundaries found between sentences, in
// sentences written to be hard to part.
func TestSentenceBoundaries(t *testing.T) {
	t.Run("held", func(t *testing.T) { boundaries(t, "testdata/sentences_held.txt", 0.99, 150) })
	t.Run("fresh", func(t *testing.T) { boundaries(t, "testdata/sentences_fresh.txt", 0.98, 75) })
}

// boundaries asserts the F1 of the places between sentences in a file of at least
// so many sentences a language.
func boundaries(t *testing.T, file string, floor float64, least int) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	type tally struct{ right, missed, invented, sentences int }
	tallies := map[Lang]*tally{}
	var lang Lang
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "= "); ok {
			lang = Lang(name)
			tallies[lang] = &tally{}
		}
		if line == "" || line[0] == '#' || line[0] == '=' {
			continue
		}
		want := strings.Split(line, " | ")
		s := strings.Join(want, " ")
		got := in(s, Sentences(s, lang))
		n := tallies[lang]
		n.sentences += len(want)
		ends := func(parts []string) map[int]bool {
			set, at := map[int]bool{}, 0
			for _, p := range parts[:max(len(parts)-1, 0)] {
				at += len(p) + 1
				set[at] = true
			}
			return set
		}
		wanted, found := ends(want), ends(got)
		for at := range wanted {
			if found[at] {
				n.right++
			} else {
				n.missed++
			}
		}
		for at := range found {
			if !wanted[at] {
				n.invented++
			}
		}
		if len(got) != len(want) {
			t.Logf("%s: %q", lang, got)
		}
	}
	for _, lang := range Langs {
		n := tallies[lang]
		f1 := 2 * float64(n.right) / float64(2*n.right+n.missed+n.invented)
		t.Logf("%s: F1 %.3f on %d sentences", lang, f1, n.sentences)
		if f1 < floor || n.sentences < least {
			t.Errorf("%s: F1 %.3f on %d sentences, want %.2f on %d", lang, f1, n.sentences, floor, least)
		}
	}
}

func TestSentencesOfBlocks(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"headings and lists", "Votre demande\n\nApportez :\n- une photo ;\n- votre carte\n\nMerci",
			[]string{"Votre demande", "Apportez :", "- une photo ;", "- votre carte", "Merci"}},
		{"address", "Mairie de Lille\n12 rue du Port\n59000 Lille", []string{"Mairie de Lille", "12 rue du Port", "59000 Lille"}},
		{"wrapped line", "Nous avons bien reçu votre lettre du 3 mai et nous vous en\nremercions. Merci.",
			[]string{"Nous avons bien reçu votre lettre du 3 mai et nous vous en\nremercions.", "Merci."}},
		{"enumerator", "1. Remplissez le formulaire.\n2. Signez.", []string{"1. Remplissez le formulaire.", "2. Signez."}},
		{"nothing", " \n\t– ", nil},
	} {
		if diff := cmp.Diff(c.want, in(c.text, Sentences(c.text, French))); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"L’eau qu'il boit aujourd'hui", []string{"L’", "eau", "qu'", "il", "boit", "aujourd'hui"}},
		{"Avez-vous 1.250,50 € ?", []string{"Avez-vous", "1.250,50"}},
		{"prud'hommes, presqu'île", []string{"prud'hommes", "presqu'île"}},
		{"I don't know.", []string{"I", "don't", "know"}},
		{"Voir www.exemple.fr/a_b ou aide@exemple.fr.", []string{"Voir", "www.exemple.fr/a_b", "ou", "aide@exemple.fr"}},
		{"à 14:30, le 3.5.2024", []string{"à", "14:30", "le", "3.5.2024"}},
		{"", nil},
	} {
		if diff := cmp.Diff(c.want, in(c.text, Words(c.text))); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func TestSyllables(t *testing.T) {
	for _, c := range []struct {
		lang  Lang
		words map[string]int
	}{
		{French, map[string]int{"eau": 1, "maison": 2, "carte": 1, "demande": 2, "formulaire": 3, "administration": 5, "quatre": 1, "école": 2, "document": 3, "": 0}},
		{Dutch, map[string]int{"huis": 1, "gemeente": 3, "formulier": 3, "brief": 1, "aanvraag": 2, "organisatie": 5}},
		{German, map[string]int{"Haus": 1, "Antrag": 2, "Gemeinde": 3, "Behörde": 3, "Information": 5, "Straße": 2}},
		{English, map[string]int{"house": 1, "letter": 2, "table": 2, "asked": 1, "wanted": 2, "information": 4, "people": 2, "care": 1}},
	} {
		for w, want := range c.words {
			if got := Syllables(w, c.lang); got != want {
				t.Errorf("%s: %q has %d syllables, want %d", c.lang, w, got, want)
			}
		}
	}
}

// TestPassives measures the passives found: on the sentences the rules were
// made with, and on those written afterwards.
func TestPassives(t *testing.T) {
	total := map[string]int{}
	for _, file := range []string{"passive.tsv", "passive_held.tsv", "passive_fresh.tsv"} {
		type tally struct{ right, missed, invented, sentences int }
		tallies := map[string]*tally{}
		for _, row := range rows(t, file) {
			lang, want, s := row[0], int(row[1][0]-'0'), row[2]
			if tallies[lang] == nil {
				tallies[lang] = &tally{}
			}
			tx := Read(s, Lang(lang))
			got := len(tx.Passives())
			tallies[lang].sentences++
			tallies[lang].right += min(got, want)
			tallies[lang].missed += max(want-got, 0)
			tallies[lang].invented += max(got-want, 0)
			if got != want {
				t.Logf("%s: %d passives, want %d: %s %q", lang, got, want, s, in(s, tx.Passives()))
			}
		}
		for lang, n := range tallies {
			f1 := 2 * float64(n.right) / float64(2*n.right+n.missed+n.invented)
			t.Logf("%s, %s: F1 %.3f on %d sentences", file, lang, f1, n.sentences)
			total[lang] += n.sentences
			floor := 0.85
			if lang == "fr" {
				floor = 0.90
			}
			if f1 < floor {
				t.Errorf("%s, %s: F1 %.3f, want %.2f", file, lang, f1, floor)
			}
		}
	}
	for lang, n := range total {
		if n < 200 {
			t.Errorf("%s: %d sentences, want 200", lang, n)
		}
	}
}

// TestFindings asserts what is found in administrative sentences, and that
// nothing is found in plain ones and on names, laws, code and addresses.
func TestFindings(t *testing.T) {
	sentences := map[Lang]int{}
	for _, row := range append(rows(t, "findings.tsv"), rows(t, "findings_held.tsv")...) {
		lang, s := Lang(row[0]), row[2]
		sentences[lang]++
		var got []string
		for _, f := range Findings(s, lang) {
			// Of a passive, the auxiliary and the participle.
			words := strings.Fields(f.Text)
			if f.Kind == Passive && len(words) > 2 {
				f.Text = words[0] + " " + words[len(words)-1]
			}
			got = append(got, string(f.Kind)+":"+f.Text)
		}
		var want []string
		if row[1] != "-" {
			for _, w := range strings.Split(row[1], "|") {
				kind, words, _ := strings.Cut(w, ":")
				if fields := strings.Fields(words); kind == string(Passive) && len(fields) > 2 {
					w = kind + ":" + fields[0] + " " + fields[len(fields)-1]
				}
				want = append(want, w)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %q: %s", lang, s, diff)
		}
	}
	for lang, n := range sentences {
		if n < 60 {
			t.Errorf("%s: %d sentences, want 60", lang, n)
		}
	}
}

func TestLongSentence(t *testing.T) {
	for _, lang := range Langs {
		limit := SentenceLimit(lang)
		for _, words := range []int{limit, limit + 1} {
			s := strings.TrimSpace(strings.Repeat("mot ", words)) + "."
			found := Findings(s, lang)
			if words == limit && len(found) > 0 {
				t.Errorf("%s: %d words: %v", lang, words, found)
			}
			if words > limit && (len(found) != 1 || found[0].Kind != LongSentence || found[0].Words != words || found[0].Limit != limit) {
				t.Errorf("%s: %d words: %v", lang, words, found)
			}
		}
	}
	// An elided form counts with its word.
	s := "C'est " + strings.TrimSpace(strings.Repeat("l'eau ", 19)) + "."
	if found := Findings(s, French); len(found) > 0 {
		t.Errorf("%v", found)
	}
}

func TestLexicons(t *testing.T) {
	atLeast := map[Lang]int{French: 400, Dutch: 250, German: 200, English: 250}
	for _, lang := range Langs {
		entries := Lexicon(lang)
		seen := map[string]bool{}
		jargon := 0
		for _, e := range entries {
			if !slices.Contains(Kinds, e.Kind) {
				t.Errorf("%s: %q is of unknown kind %q", lang, e.Term, e.Kind)
			}
			if e.Kind == Jargon {
				jargon++
			}
			if e.Register == "" || e.Example == "" {
				t.Errorf("%s: %q lacks register or example", lang, e.Term)
			}
			if seen[e.Term] {
				t.Errorf("%s: %q stands twice", lang, e.Term)
			}
			seen[e.Term] = true
			for _, f := range Findings(e.Example, lang) {
				if f.Kind == Jargon || f.Kind == LongSentence {
					t.Errorf("%s: the example of %q has %s %q", lang, e.Term, f.Kind, f.Text)
				}
			}
		}
		if jargon < atLeast[lang] {
			t.Errorf("%s: %d entries of jargon, want %d", lang, jargon, atLeast[lang])
		}
	}
}

// TestClean asserts that nothing is found where there is nothing.
func TestClean(t *testing.T) {
	data, err := os.ReadFile("testdata/clean.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lang Lang
	n := map[Lang]int{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "= "); ok {
			lang = Lang(name)
		}
		if line == "" || line[0] == '#' || line[0] == '=' {
			continue
		}
		n[lang]++
		for _, f := range Findings(line, lang) {
			t.Errorf("%s: %s %q in %q", lang, f.Kind, f.Text, line)
		}
	}
	for _, lang := range Langs {
		if n[lang] < 35 {
			t.Errorf("%s: %d sentences", lang, n[lang])
		}
	}
}
