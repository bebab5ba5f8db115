package text

import "math"

// feature is one quantity a model weighs. The sign says which way it may count:
// +1 only towards harder, -1 only towards clearer, 0 either way. A model fitted
// without these signs can call a text clearer for being longer.
type feature struct {
	name    string
	sign    int
	passage bool // grows with the text: weighed in sentences and short passages only
	get     func(s *Stats) float64
}

func perSentence(get func(s *Stats) float64) func(s *Stats) float64 {
	return func(s *Stats) float64 { return get(s) / max(float64(s.Sentences), 1) }
}

func perWord(get func(s *Stats) float64) func(s *Stats) float64 {
	return func(s *Stats) float64 { return get(s) / max(float64(s.Words), 1) }
}

// What grows with a text is counted up to what a hard passage of 60 words
// holds, so that longer texts do not differ in it.
const (
	passageWords = 60
	passageRare  = 15
	passageMarks = 10
	passageLong  = 18
)

// features lists what the models weigh, in the order of their coefficients.
// Except those of passages, all are means or shares, so that a long text does
// not differ from a short one in the same style.
var features = []feature{
	{"words per sentence", +1, false, perSentence(func(s *Stats) float64 { return s.sum.capped })},
	{"log words per sentence", +1, false, perSentence(func(s *Stats) float64 { return s.sum.logLength })},
	{"words over the limit", +1, false, perSentence(func(s *Stats) float64 { return s.sum.excess })},
	{"log words per clause", +1, false, perSentence(func(s *Stats) float64 { return s.sum.logClause })},
	{"letters per word", +1, false, perWord(func(s *Stats) float64 { return float64(s.Letters) })},
	{"words over 6 letters", +1, false, perWord(func(s *Stats) float64 { return float64(s.LongWords) })},
	{"words over 9 letters", +1, false, perWord(func(s *Stats) float64 { return s.sum.letters10 })},
	{"log longest word", +1, false, perSentence(func(s *Stats) float64 { return s.sum.logLongest })},
	{"syllables per word", +1, false, perWord(func(s *Stats) float64 { return float64(s.Syllables) })},
	{"words of 3 syllables", +1, false, perWord(func(s *Stats) float64 { return float64(s.Polysyllables) })},
	{"words of 4 syllables", +1, false, perWord(func(s *Stats) float64 { return s.sum.polysyllables4 })},
	{"root of long words per sentence", +1, false, perSentence(func(s *Stats) float64 { return s.sum.sqrtPoly })},
	{"log rank of content words", +1, false, func(s *Stats) float64 { return s.sum.logRank / max(s.sum.content, 1) }},
	{"log rank of words", +1, false, perWord(func(s *Stats) float64 { return s.sum.logRankAll })},
	{"words beyond rank 1000", +1, false, perWord(func(s *Stats) float64 { return s.sum.beyond1000 })},
	{"words beyond rank 3000", +1, false, perWord(func(s *Stats) float64 { return float64(s.Rare) })},
	{"words outside the list", +1, false, perWord(func(s *Stats) float64 { return float64(s.Unlisted) })},
	{"log rare words per sentence", +1, false, perSentence(func(s *Stats) float64 { return s.sum.logRare })},
	{"log rank of the rarest word", +1, false, perSentence(func(s *Stats) float64 { return s.sum.logRarest })},
	{"function words", 0, false, perWord(func(s *Stats) float64 { return s.sum.function })},
	{"commas per sentence", +1, false, perSentence(func(s *Stats) float64 { return s.sum.logCommas })},
	{"brackets per sentence", +1, false, perSentence(func(s *Stats) float64 { return min(s.sum.brackets, 2*float64(s.Sentences)) })},
	{"colons per sentence", +1, false, perSentence(func(s *Stats) float64 { return min(s.sum.colons, 2*float64(s.Sentences)) })},
	{"quotations per sentence", 0, false, perSentence(func(s *Stats) float64 { return min(s.sum.quotes, 2*float64(s.Sentences)) })},
	{"subordinators per sentence", +1, false, perSentence(func(s *Stats) float64 { return s.sum.logSub })},
	{"prepositions", +1, false, perWord(func(s *Stats) float64 { return s.sum.prepositions })},
	{"chains of prepositions per sentence", +1, false, perSentence(func(s *Stats) float64 { return s.sum.chains })},
	{"conjunctions per sentence", 0, false, perSentence(func(s *Stats) float64 { return s.sum.conjunctions })},
	{"passives per sentence", +1, false, perSentence(func(s *Stats) float64 { return float64(s.Passives) })},
	{"participles", +1, false, perWord(func(s *Stats) float64 { return s.sum.participles })},
	{"nominalisations", +1, false, perWord(func(s *Stats) float64 { return float64(s.Nominal) })},
	{"first and second person", -1, false, perWord(func(s *Stats) float64 { return float64(s.Persons) })},
	{"other pronouns", 0, false, perWord(func(s *Stats) float64 { return s.sum.pronouns })},
	{"articles", 0, false, perWord(func(s *Stats) float64 { return s.sum.articles })},
	{"negations per sentence", 0, false, perSentence(func(s *Stats) float64 { return float64(s.Negations) })},
	{"numbers", 0, false, perWord(func(s *Stats) float64 { return float64(s.Numbers) })},
	{"names", 0, false, perWord(func(s *Stats) float64 { return float64(s.Names) })},
	{"jargon per word", +1, false, perWord(func(s *Stats) float64 { return float64(s.Jargon) })},
	{"jargon per sentence", +1, false, perSentence(func(s *Stats) float64 { return float64(s.Jargon) })},
	{"questions", -1, false, perSentence(func(s *Stats) float64 { return min(s.sum.questions, float64(s.Sentences)) })},
	{"exclamations", -1, false, perSentence(func(s *Stats) float64 { return min(s.sum.exclamations, float64(s.Sentences)) })},
	{"log words", +1, true, func(s *Stats) float64 { return math.Log(1 + float64(min(s.Words, passageWords))) }},
	{"log longest sentence", +1, true, func(s *Stats) float64 { return math.Log(1 + float64(min(s.Longest, longSentence))) }},
	{"log rare words", +1, true, func(s *Stats) float64 { return math.Log(1 + float64(min(s.Rare, passageRare))) }},
	{"log marks", +1, true, func(s *Stats) float64 { return math.Log(1 + float64(min(s.Marks, passageMarks))) }},
	{"log long words", +1, true, func(s *Stats) float64 { return math.Log(1 + float64(min(s.Polysyllables, passageLong))) }},
	{"words before the verb", +1, false, perSentence(func(s *Stats) float64 { return s.sum.opening })},
}

// Feature describes one quantity the models weigh.
type Feature struct {
	Name    string
	Sign    int  // +1 counts only towards harder, -1 only towards clearer, 0 either way
	Passage bool // grows with the length of the text: not weighed in documents
}

// ModelFeatures returns what the models weigh, in the order of their
// coefficients.
func ModelFeatures() []Feature {
	list := make([]Feature, len(features))
	for i, f := range features {
		list[i] = Feature{f.name, f.sign, f.passage}
	}
	return list
}

// featureNames returns the names of [ModelFeatures].
func featureNames() []string {
	names := make([]string, len(features))
	for i, f := range features {
		names[i] = f.name
	}
	return names
}

// Features returns the values the models weigh, in the order of
// [ModelFeatures].
func (s *Stats) Features() []float64 {
	values := make([]float64, len(features))
	for i, f := range features {
		values[i] = f.get(s)
	}
	return values
}
