package main

import (
	"math"
	"slices"

	"github.com/usager/usager/text"
)

const (
	// ridge is the penalty on squared weights, per unit of total sample weight.
	ridge = 0.1
	// pairGap is how much harder the harder text of a pair is taken to be, in
	// levels.
	pairGap = 1.2
	// clampShare is the share of values beyond which a feature is clamped, at
	// each end.
	clampShare = 0.02
)

// formulaWeight is what the model of documents gives on top of the fit, in levels
// for one unit: a tenth of a level for a grade of Flesch-Kincaid, half of that for
// one of SMOG, and a share of the rank of words. The levels at hand are those of
// sentences, in which length outweighs all; over whole texts, readers and teachers
// judge by the words as well.
var formulaWeight = map[string]float64{
	"words per sentence":              0.1 * 0.39,
	"syllables per word":              0.1 * 11.8,
	"root of long words per sentence": 0.05 * 5.713, // 1.043 × √30
	"log rank of content words":       0.2,
	"words outside the list":          1.5,
}

// fitAll fits the models of all languages on the items for which keep holds. A
// language without texts keeps the models of the package.
func fitAll(sets []*dataset, keep func(*item) bool) *text.Models {
	m := &text.Models{Document: map[text.Lang]*text.Model{}, Sentence: map[text.Lang]*text.Model{}}
	complete := true // every language has texts
	for _, f := range text.ModelFeatures() {
		m.Features = append(m.Features, f.Name)
	}
	for _, lang := range text.Langs {
		m.Sentence[lang], m.Document[lang] = text.Fitted().Sentence[lang], text.Fitted().Document[lang]
		var sentences, documents []samples
		for _, set := range sets {
			if set.lang != lang {
				continue
			}
			sentences = append(sentences, set.samples(single, keep), set.samples(passage, keep))
			documents = append(documents, set.samples(single, keep), set.samples(passage, keep), set.samples(document, keep))
		}
		if len(sentences) == 0 {
			complete = false
			continue
		}
		m.Sentence[lang] = fitModel(sentences, true)
		m.Document[lang] = fitModel(documents, false)
	}
	if !complete {
		return m
	}
	calibrate(m.Document, func(t *text.Text, model *text.Model) float64 {
		st := t.Stats()
		return model.Difficulty(st.Features())
	})
	calibrate(m.Sentence, func(t *text.Text, model *text.Model) float64 {
		sum := 0.0
		sentences := t.Sentences()
		for _, s := range sentences {
			st := text.Analyse(s.In(t.String()), t.Lang())
			sum += model.Difficulty(st.Features()) / float64(len(sentences))
		}
		return sum
	})
	return m
}

// calibrate puts the models of Dutch and German, whose data carry no level of
// the Common European Framework, on the scale of French and English: over texts
// that say the same in the four languages, their difficulties are moved and
// stretched to match.
func calibrate(models map[text.Lang]*text.Model, of func(*text.Text, *text.Model) float64) {
	texts := parallel()
	difficulty := func(lang text.Lang, i int) float64 { return of(texts[lang][i], models[lang]) }
	n := len(texts[text.French])
	reference := make([]float64, n)
	for i := range reference {
		reference[i] = (difficulty(text.French, i) + difficulty(text.English, i)) / 2
	}
	for _, lang := range []text.Lang{text.Dutch, text.German} {
		own := make([]float64, n)
		var mx, my, xy, xx float64
		for i := range own {
			own[i] = difficulty(lang, i)
			mx += own[i] / float64(n)
			my += reference[i] / float64(n)
		}
		for i := range own {
			xy += (own[i] - mx) * (reference[i] - my)
			xx += (own[i] - mx) * (own[i] - mx)
		}
		stretch := 1.0
		if xx > 0 {
			stretch = min(max(xy/xx, 0.3), 3)
		}
		model := models[lang]
		for i := range model.Weight {
			model.Weight[i] = round(model.Weight[i] * stretch)
		}
		model.Intercept = round(my + stretch*(model.Intercept-mx))
	}
}

// parallel returns the texts that say the same in each language, from the
// clearest to the hardest.
func parallel() map[text.Lang][]*text.Text {
	texts := map[text.Lang][]*text.Text{}
	for _, p := range text.Parallel() {
		for _, lang := range text.Langs {
			texts[lang] = append(texts[lang], text.Read(p[lang], lang))
		}
	}
	return texts
}

// fitModel fits one model by ridge regression with bounded signs: on levels,
// and on the differences within pairs. Each data set has the same weight.
// The features of passages have no weight where they are not wanted.
func fitModel(sets []samples, passages bool) *text.Model {
	list := text.ModelFeatures()
	n := len(list)
	var rows [][]float64
	for _, s := range sets {
		for _, d := range s.docs {
			rows = append(rows, d.values)
		}
		for _, p := range s.pairs {
			rows = append(rows, p[0].values, p[1].values)
		}
	}
	m := &text.Model{Weight: make([]float64, n), Centre: make([]float64, n), Scale: make([]float64, n), Low: make([]float64, n), High: make([]float64, n)}
	if len(rows) == 0 {
		return m
	}
	for i := range n {
		column := make([]float64, len(rows))
		for r, row := range rows {
			column[r] = row[i]
		}
		slices.Sort(column)
		m.Low[i] = round(column[int(clampShare*float64(len(column)))])
		m.High[i] = round(column[len(column)-1-int(clampShare*float64(len(column)))])
		var sum, squares float64
		for _, v := range column {
			v = min(max(v, m.Low[i]), m.High[i])
			sum += v
			squares += v * v
		}
		mean := sum / float64(len(column))
		m.Centre[i] = round(mean)
		m.Scale[i] = round(max(math.Sqrt(max(squares/float64(len(column))-mean*mean, 0)), 1e-3))
	}
	scaled := func(values []float64) []float64 {
		z := make([]float64, n)
		for i, v := range values {
			z[i] = (min(max(v, m.Low[i]), m.High[i]) - m.Centre[i]) / m.Scale[i]
		}
		return z
	}
	gram := make([][]float64, n)
	for i := range gram {
		gram[i] = make([]float64, n)
	}
	moment := make([]float64, n)
	add := func(z []float64, y, weight float64) {
		for i := range z {
			if z[i] == 0 {
				continue
			}
			moment[i] += weight * z[i] * y
			for j := range z {
				gram[i][j] += weight * z[i] * z[j]
			}
		}
	}
	level, total := 0.0, 0.0
	for _, s := range sets {
		for _, d := range s.docs {
			level += d.level
			total++
		}
	}
	if total > 0 {
		level /= total
	} else {
		level = 3.5
	}
	for _, s := range sets {
		if len(s.docs) > 0 {
			mean := make([]float64, n)
			all := make([][]float64, len(s.docs))
			for k, d := range s.docs {
				all[k] = scaled(d.values)
				for i := range mean {
					mean[i] += all[k][i] / float64(len(s.docs))
				}
			}
			y := 0.0
			for _, d := range s.docs {
				y += d.level / float64(len(s.docs))
			}
			for k, d := range s.docs {
				for i := range mean {
					all[k][i] -= mean[i]
				}
				add(all[k], d.level-y, 1/float64(len(s.docs)))
			}
		}
		for _, p := range s.pairs {
			z := scaled(p[0].values)
			for i, v := range scaled(p[1].values) {
				z[i] -= v
			}
			add(z, pairGap, 1/float64(len(s.pairs)))
		}
	}
	for i := range n {
		gram[i][i] += ridge * float64(len(sets))
	}
	descend(gram, moment, list, passages, m.Weight)
	if !passages {
		for i, f := range list {
			m.Weight[i] = round(m.Weight[i] + formulaWeight[f.Name]*m.Scale[i])
		}
	}
	// The intercept gives the rated texts their mean level.
	m.Intercept = 0
	fitted, count := 0.0, 0.0
	for _, s := range sets {
		for _, d := range s.docs {
			fitted += m.Difficulty(d.values)
			count++
		}
	}
	if count == 0 {
		for _, s := range sets {
			for _, p := range s.pairs {
				fitted += (m.Difficulty(p[0].values) + m.Difficulty(p[1].values)) / 2
				count++
			}
		}
	}
	m.Intercept = round(level - fitted/count)
	return m
}

// descend solves gram × w = moment by coordinate descent, each weight kept to
// its sign.
func descend(gram [][]float64, moment []float64, list []text.Feature, passages bool, w []float64) {
	for range 2000 {
		moved := 0.0
		for i := range w {
			if list[i].Passage && !passages {
				continue
			}
			rest := moment[i]
			for j := range w {
				if j != i {
					rest -= gram[i][j] * w[j]
				}
			}
			v := rest / gram[i][i]
			if list[i].Sign > 0 {
				v = max(v, 0)
			} else if list[i].Sign < 0 {
				v = min(v, 0)
			}
			moved = max(moved, math.Abs(v-w[i]))
			w[i] = v
		}
		if moved < 1e-7 {
			break
		}
	}
	for i := range w {
		w[i] = round(w[i])
	}
}

// round keeps five decimals, so that the file of models is short.
func round(v float64) float64 { return math.Round(v*1e5) / 1e5 }
