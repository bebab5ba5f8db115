package text

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

const (
	// detectBytes bounds how much of a long text is looked at.
	detectBytes = 6_000
	// detectLetters is the fewest letters of Latin script a verdict needs.
	detectLetters = 8
	// detectMargin is by how much the best language must beat the next, in
	// nats over the whole text.
	detectMargin = 1.0
	// foreignPrior is what a language that is not ours must make up for, in
	// nats: readers of public services of these countries meet it less often.
	foreignPrior = 4.0
	// nameWeight is the weight of a capitalised word inside a sentence, and
	// nounWeight the same for German, where nouns are capitalised.
	nameWeight, nounWeight = 0.25, 0.5
	// detectKnown is the smallest mean log-likelihood ratio per word over text
	// in no language at all; below it the text is in none of those we know.
	detectKnown = 1.2
	// zipfOffset and zipfMass turn a rank into a probability, after Mandelbrot's
	// form of Zipf's law: mass / (rank + offset).
	zipfOffset = 3.0
	zipfMass   = 0.11
	// elidedRank is the rank given to elided French forms.
	elidedRank = 60
	// unknownMass is the share of running words outside the lists.
	unknownMass = 1e-5
)

// wordModel rates words: how likely each is in each language.
type wordModel struct {
	langs    []Lang // ours first, then those to be rejected
	words    map[string][]langScore
	trigrams map[[3]rune][]float32 // log-likelihood ratio against the mean
}

type langScore struct {
	lang  int
	score float32
}

var detector = sync.OnceValue(newDetector)

func newDetector() *wordModel {
	m := &wordModel{words: make(map[string][]langScore, 60_000), trigrams: make(map[[3]rune][]float32, 20_000)}
	lists := make([][]string, 0, 32)
	for _, l := range Langs {
		m.langs = append(m.langs, l)
		lists = append(lists, strings.Fields(readFile(string(l)+"/words.txt")))
	}
	for line := range strings.Lines(readFile("others.txt")) {
		code, words, _ := strings.Cut(line, " ")
		m.langs = append(m.langs, Lang(code))
		lists = append(lists, strings.Fields(words))
	}
	// Elided forms are not in the list of words.
	for w := range grammarOf(French).function {
		if strings.HasSuffix(w, "'") {
			m.words[w] = append(m.words[w], langScore{slices.Index(Langs, French), float32(math.Log(zipfMass / elidedRank / unknownMass))})
		}
	}
	totals := make([]float64, len(lists))
	for l, list := range lists {
		for rank, w := range list {
			p := zipfMass / (float64(rank) + zipfOffset)
			m.words[w] = append(m.words[w], langScore{l, float32(math.Log(p / unknownMass))})
			// Trigrams are counted over the first words only, so that the
			// languages with long lists have no better cover than the others.
			if rank < 1500 {
				eachTrigram(w, func(t [3]rune) {
					counts := m.trigrams[t]
					if counts == nil {
						counts = make([]float32, len(lists))
						m.trigrams[t] = counts
					}
					counts[l]++
					totals[l]++
				})
			}
		}
	}
	for _, counts := range m.trigrams {
		var mean float64
		for l := range counts {
			p := (float64(counts[l]) + 0.3) / (totals[l] + 2000)
			counts[l] = float32(p)
			mean += p / float64(len(counts))
		}
		for l := range counts {
			counts[l] = float32(math.Log(float64(counts[l]) / mean))
		}
	}
	return m
}

// eachTrigram calls f for the trigrams of a word, with a space at both ends.
func eachTrigram(w string, f func([3]rune)) {
	t := [3]rune{0, 0, ' '}
	for _, r := range w {
		t[0], t[1], t[2] = t[1], t[2], r
		if t[0] != 0 {
			f(t)
		}
	}
	t[0], t[1], t[2] = t[1], t[2], ' '
	if t[0] != 0 {
		f(t)
	}
}

// Detect says in which of the four languages s is written. It answers false for
// a text in another language, in none, or too short to tell. The vote is a
// naive Bayes classifier over the commonest words of each language, and over
// character trigrams for words outside the lists, against 23 other languages of
// Latin script; other scripts are refused by their letters.
func Detect(s string) (lang Lang, ok bool) {
	if len(s) > detectBytes {
		cutAt := detectBytes
		for cutAt > 0 && !utf8.RuneStart(s[cutAt]) {
			cutAt--
		}
		s = s[:cutAt]
	}
	m := detector()
	scores := make([]float64, len(m.langs))
	row := make([]float64, len(m.langs))
	var latin, foreign int
	var words float64
	start := true
	for _, t := range tokenise(s, French) {
		if t.kind != kindWord && t.kind != kindClitic {
			start = start || t.kind == kindPunct && strings.Contains(".!?:•", t.low)
			continue
		}
		letters := 0
		for _, r := range t.low {
			switch {
			case unicode.Is(unicode.Latin, r):
				letters++
			case unicode.IsLetter(r):
				foreign++
			}
		}
		latin += letters
		if letters == 0 {
			continue
		}
		name := t.caps == capsFirst && !start
		start = false
		if name {
			words += nameWeight
		} else {
			words++
		}
		m.rate(t.low, name, row)
		for l := range scores {
			scores[l] += row[l]
		}
	}
	if latin < detectLetters || words < 1 || foreign*3 > latin {
		return "", false
	}
	for l := len(Langs); l < len(scores); l++ {
		scores[l] -= foreignPrior
	}
	best, next := 0, -1
	for l := 1; l < len(scores); l++ {
		switch {
		case scores[l] > scores[best]:
			best, next = l, best
		case next < 0 || scores[l] > scores[next]:
			next = l
		}
	}
	if best >= len(Langs) || scores[best]-scores[next] < detectMargin || scores[best] < detectKnown*words {
		return "", false
	}
	return m.langs[best], true
}

// rate fills row with the log-likelihood ratio of a word in each language.
// A name counts for little: it says where a person comes from, not the language.
func (m *wordModel) rate(low string, name bool, row []float64) {
	for l := range row {
		row[l] = 0
	}
	n := 0
	eachTrigram(low, func(t [3]rune) {
		n++
		if ratios, ok := m.trigrams[t]; ok {
			for l := range row {
				row[l] += float64(ratios[l])
			}
		}
	})
	known := m.words[low]
	if known == nil {
		// "contactez-nous", "l'": what stands before the mark is a word.
		head, _, _ := strings.Cut(strings.TrimSuffix(low, "'"), "-")
		known = m.words[head]
	}
	for l := range row {
		row[l] = min(max(row[l]*0.5, -2.5), 2.5)
	}
	for _, k := range known {
		row[k.lang] = max(row[k.lang], 0) + float64(k.score)
	}
	if !name {
		return
	}
	for l := range row {
		if m.langs[l] == German {
			row[l] *= nounWeight
		} else {
			row[l] *= nameWeight
		}
	}
}
