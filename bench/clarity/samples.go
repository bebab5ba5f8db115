package main

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"github.com/usager/usager/text"
)

// doc is a text ready to be weighed.
type doc struct {
	stats  text.Stats
	values []float64
	level  float64
}

// samples are what a model is fitted on or measured with: texts with levels,
// or pairs.
type samples struct {
	docs  []*doc
	pairs [][2]*doc // harder first
}

func (s samples) len() int { return len(s.docs) + len(s.pairs) }

// long keeps what has enough words for a document score.
func (s samples) long() samples {
	var kept samples
	for _, d := range s.docs {
		if d.stats.Words >= text.MinWords {
			kept.docs = append(kept.docs, d)
		}
	}
	for _, p := range s.pairs {
		if p[0].stats.Words+p[1].stats.Words >= 2*text.MinWords {
			kept.pairs = append(kept.pairs, p)
		}
	}
	return kept
}

func newDoc(s string, lang text.Lang, level float64) *doc {
	st := text.Analyse(s, lang)
	return &doc{stats: st, values: st.Features(), level: level}
}

// size is how many texts of a data set make one sample. No data here has levels
// for whole documents, so a document is a run of texts of nearly the same
// level, or a run of pairs.
type size struct {
	name     string
	min, max int
	jitter   float64 // levels by which the texts of one sample may differ
}

var (
	single   = size{"as they are", 1, 1, 0}
	passage  = size{"passages", 2, 4, 1}
	document = size{"documents", 4, 12, 1}
	mixed    = size{"mixed documents", 6, 14, 4}
	article  = size{"parts of articles", 8, 8, 0} // as they were written
	sizes    = []size{single, document, mixed, article}
)

// of returns the size of the sample that begins with s.
func (z size) of(s string) int { return z.min + int(hash(s)%uint32(z.max-z.min+1)) }

// samples returns the texts for which keep holds, joined into samples of a
// size.
func (set *dataset) samples(z size, keep func(*item) bool) samples {
	var s samples
	if len(set.pairs) > 0 {
		var run [2][]string
		group, n := "", 0
		flush := func() {
			if len(run[0]) > 0 {
				s.pairs = append(s.pairs, [2]*doc{
					newDoc(strings.Join(run[0], "\n\n"), set.lang, 1),
					newDoc(strings.Join(run[1], "\n\n"), set.lang, 0),
				})
			}
			run = [2][]string{}
		}
		for _, p := range set.pairs {
			if !keep(p[0]) {
				continue
			}
			if len(run[0]) >= n || p[0].Group != group && len(run[0]) >= z.min {
				flush()
				n = z.of(p[0].Text)
			}
			group = p[0].Group
			run[0] = append(run[0], p[0].Text)
			if k := len(run[1]); k == 0 || run[1][k-1] != p[1].Text {
				run[1] = append(run[1], p[1].Text)
			}
		}
		flush()
		return s
	}
	var items []*item
	for _, it := range set.items {
		if keep(it) {
			items = append(items, it)
		}
	}
	if z == single {
		for _, it := range items {
			s.docs = append(s.docs, newDoc(it.Text, set.lang, it.Level))
		}
		return s
	}
	if z == article {
		return set.articles(z, items)
	}
	// Three rounds of jitter give documents of other neighbours each time.
	for round := range 3 {
		key := func(it *item) float64 {
			return it.Level + z.jitter*float64(hash(it.Text+string(rune('a'+round)))%1000)/1000
		}
		slices.SortStableFunc(items, func(a, b *item) int { return cmp.Compare(key(a), key(b)) })
		for i := 0; i < len(items); {
			n := min(z.of(items[i].Text), len(items)-i)
			var parts []string
			level := 0.0
			for _, it := range items[i : i+n] {
				parts = append(parts, it.Text)
				level += it.Level / float64(n)
			}
			s.docs = append(s.docs, newDoc(strings.Join(parts, "\n\n"), set.lang, level))
			i += n
		}
	}
	return s
}

// articles returns runs of texts that follow each other in one group. A group
// too short for a run gives none.
func (set *dataset) articles(z size, items []*item) samples {
	var s samples
	var parts []string
	level := 0.0
	for i, it := range items {
		if i > 0 && it.Group != items[i-1].Group {
			parts, level = nil, 0
		}
		parts = append(parts, it.Text)
		level += it.Level
		if it.Group != "" && len(parts) == z.min {
			s.docs = append(s.docs, newDoc(strings.Join(parts, " "), set.lang, level/float64(len(parts))))
			parts, level = nil, 0
		}
	}
	return s
}

func hash(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// measure returns Spearman's correlation of of with the level, or the share of
// pairs in the right order, ties counting half.
func (s samples) measure(of func(*doc) float64) float64 {
	if len(s.pairs) > 0 {
		right := 0.0
		for _, p := range s.pairs {
			switch cmp.Compare(of(p[0]), of(p[1])) {
			case 1:
				right++
			case 0:
				right += 0.5
			}
		}
		return right / float64(len(s.pairs))
	}
	a, b := make([]float64, len(s.docs)), make([]float64, len(s.docs))
	for i, d := range s.docs {
		a[i], b[i] = of(d), d.level
	}
	return pearson(ranks(a), ranks(b))
}

func ranks(v []float64) []float64 {
	order := make([]int, len(v))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(v[i], v[j]) })
	r := make([]float64, len(v))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && v[order[j]] == v[order[i]] {
			j++
		}
		for k := i; k < j; k++ {
			r[order[k]] = float64(i+j-1) / 2
		}
		i = j
	}
	return r
}

func pearson(a, b []float64) float64 {
	n := float64(len(a))
	var ma, mb float64
	for i := range a {
		ma += a[i] / n
		mb += b[i] / n
	}
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// formula is a classic readability formula, turned so that more is harder.
type formula struct {
	name string
	of   func(s *text.Stats, lang text.Lang) float64
}

var formulas = []formula{
	{"length", func(s *text.Stats, _ text.Lang) float64 { return s.WordsPerSentence() }},
	{"LIX", func(s *text.Stats, _ text.Lang) float64 { return s.LIX() }},
	{"SMOG", func(s *text.Stats, _ text.Lang) float64 { return s.SMOG() }},
	{"FK", func(s *text.Stats, _ text.Lang) float64 { return s.FleschKincaid() }},
	{"Flesch", func(s *text.Stats, lang text.Lang) float64 { return -s.Flesch(lang) }},
}
