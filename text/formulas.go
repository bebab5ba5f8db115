package text

import "math"

// The classic formulas, for comparison only: on rated texts each of them orders
// texts worse than the models of this package.

// LIX is Björnsson's index: words per sentence plus the percentage of words of
// more than 6 letters.
func (s *Stats) LIX() float64 { return s.WordsPerSentence() + 100*ratio(s.LongWords, s.Words) }

// SMOG is McLaughlin's grade: 1.043 × √(30 × polysyllables per sentence) +
// 3.1291.
func (s *Stats) SMOG() float64 {
	return 1.043*math.Sqrt(30*ratio(s.Polysyllables, s.Sentences)) + 3.1291
}

// FleschKincaid is the grade of Kincaid and others: 0.39 × words per sentence +
// 11.8 × syllables per word − 15.59.
func (s *Stats) FleschKincaid() float64 {
	return 0.39*s.WordsPerSentence() + 11.8*s.SyllablesPerWord() - 15.59
}

// Flesch is the reading ease of the language, 100 being easy: Kandel and Moles
// for French, Douma for Dutch, Amstad for German, Flesch for English.
func (s *Stats) Flesch(lang Lang) float64 {
	length, syllables := s.WordsPerSentence(), s.SyllablesPerWord()
	switch lang {
	case French:
		return 207 - 1.015*length - 73.6*syllables
	case Dutch:
		return 206.84 - 0.93*length - 77*syllables
	case German:
		return 180 - length - 58.5*syllables
	default:
		return 206.835 - 1.015*length - 84.6*syllables
	}
}
