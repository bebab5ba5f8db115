package text

import "math"

// Stats describes the language of a text. Shares are between 0 and 1; means
// are per sentence or per word as said. Headings, address lines and
// salutations are left out where the text has sentences of prose.
type Stats struct {
	Words         int `json:"words"`         // an elided form counts with its word
	Sentences     int `json:"sentences"`     // of prose
	Letters       int `json:"letters"`       // of words
	Syllables     int `json:"syllables"`     // estimated, of words
	LongWords     int `json:"long_words"`    // more than 6 letters
	Polysyllables int `json:"polysyllables"` // 3 syllables or more
	Longest       int `json:"longest"`       // words of the longest sentence
	OverLimit     int `json:"over_limit"`    // sentences longer than [SentenceLimit]
	Passives      int `json:"passives"`      // passive forms
	Jargon        int `json:"jargon"`        // entries of the lexicon met
	Persons       int `json:"persons"`       // pronouns of the first and second person
	Nominal       int `json:"nominal"`       // nouns made from verbs and adjectives
	Subordinators int `json:"subordinators"` // words that open a clause
	Negations     int `json:"negations"`     // negative words
	Rare          int `json:"rare"`          // words outside the 3,000 commonest, names apart
	Unlisted      int `json:"unlisted"`      // words outside the list of about 10,000, names apart
	Numbers       int `json:"numbers"`       // tokens that begin with a digit
	Names         int `json:"names"`         // capitalised words inside sentences, addresses, titles of laws; not known in German
	Marks         int `json:"marks"`         // commas, semicolons, colons, brackets, dashes
	sum           sums
}

// sums are the quantities behind the features of the models.
type sums struct {
	clitics, function, prepositions, conjunctions, pronouns, articles float64
	content, logRank, logRankAll                                      float64
	beyond1000, letters10, polysyllables4                             float64
	commas, brackets, colons, quotes, questions, exclamations         float64
	chains, participles                                               float64
	// sums over sentences of something that is not linear in its words
	logLength, excess, logClause, sqrtPoly, logRare, logLongest, logRarest float64
	logCommas, logSub, capped, opening, whole                              float64
}

// WordsPerSentence is the mean length of sentences, in words.
func (s *Stats) WordsPerSentence() float64 { return ratio(s.Words, s.Sentences) }

// LettersPerWord is the mean length of words, in letters and digits.
func (s *Stats) LettersPerWord() float64 { return ratio(s.Letters, s.Words) }

// SyllablesPerWord is the mean number of syllables of a word.
func (s *Stats) SyllablesPerWord() float64 { return ratio(s.Syllables, s.Words) }

// PassivesPerSentence is the mean number of passive forms in a sentence.
func (s *Stats) PassivesPerSentence() float64 { return ratio(s.Passives, s.Sentences) }

// PersonShare is the share of words of the first and second person.
func (s *Stats) PersonShare() float64 { return ratio(s.Persons, s.Words) }

// LongShare is the share of sentences longer than [SentenceLimit].
func (s *Stats) LongShare() float64 { return ratio(s.OverLimit, s.Sentences) }

// RareShare is the share of words outside the 3,000 commonest of the language.
func (s *Stats) RareShare() float64 { return ratio(s.Rare, s.Words) }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Analyse describes the language of s.
func Analyse(s string, lang Lang) Stats { return Read(s, lang).Stats() }

// Stats describes the language of the text.
func (t *Text) Stats() Stats {
	all, prose := 0, 0
	for _, s := range t.sentences {
		all += s.words
		if s.prose {
			prose += s.words
		}
	}
	proseOnly := prose*2 >= all
	var st Stats
	passive, phrase := 0, 0
	for _, s := range t.sentences {
		if proseOnly && !s.prose {
			continue
		}
		st.addSentence(t, s)
		for passive < len(t.passives) && t.passives[passive].from < s.to {
			if t.passives[passive].from >= s.from {
				st.Passives++
			}
			passive++
		}
		for phrase < len(t.phrases) && t.phrases[phrase].from < s.to {
			if t.phrases[phrase].from >= s.from {
				st.Jargon++
			}
			phrase++
		}
	}
	return st
}

const (
	rareRank      = 3000
	commonRank    = 1000
	wholeSentence = 8  // words; a shorter sentence counts in part where sentences are counted
	longSentence  = 60 // words; a sentence counts for no more in the mean
)

func (st *Stats) addSentence(t *Text, s sentence) {
	var words, clauses, poly, rare, longest, commas, subs, rarest int
	open, verbless := true, 0
	clauses = 1
	for i := s.from; i < s.to; i++ {
		tok := &t.tokens[i]
		if tok.kind == kindPunct {
			st.addMark(tok.low, &clauses, &commas)
			continue
		}
		c := tok.class
		if c&classFunction != 0 {
			st.sum.function++
		}
		if c&classSubordinator != 0 {
			subs++
			if i > s.from {
				clauses++
			}
		}
		if c&classPreposition != 0 {
			st.sum.prepositions++
			if i >= s.from+2 && t.tokens[i-2].class&classPreposition != 0 || i >= s.from+3 && t.tokens[i-3].class&classPreposition != 0 {
				st.sum.chains++
			}
		}
		if c&classConjunction != 0 {
			st.sum.conjunctions++
		}
		if c&classNegation != 0 {
			st.Negations++
		}
		if c&classPerson != 0 {
			st.Persons++
		} else if c&classPronoun != 0 {
			st.sum.pronouns++
		}
		if c&classArticle != 0 {
			st.sum.articles++
		}
		if c&(classAuxiliary|classFinite|classModal|classPerson) != 0 {
			open = false
		}
		if open {
			verbless++
		}
		if tok.kind == kindClitic {
			st.sum.clitics++
			continue
		}
		if goesOn(t.tokens, i) {
			continue
		}
		words++
		if tok.kind != kindWord {
			if tok.kind == kindNumber {
				st.Numbers++
			}
			st.Letters += min(tok.runes, 8)
			st.Syllables += 2
			st.sum.logRankAll += tok.logRank
			continue
		}
		st.Letters += tok.runes
		longest = max(longest, tok.runes)
		if tok.runes > 6 {
			st.LongWords++
		}
		if tok.runes > 9 {
			st.sum.letters10++
		}
		n := syllables(tok.low, t.lang)
		st.Syllables += n
		name := t.masked[i]
		if name {
			st.Names++
		}
		if n >= 3 && !name {
			poly++
			if n >= 4 {
				st.sum.polysyllables4++
			}
		}
		if name {
			st.sum.logRankAll += logNumberRank
			continue
		}
		logRank := tok.logRank
		st.sum.logRankAll += logRank
		if c&classFunction == 0 {
			st.sum.content++
			st.sum.logRank += logRank
		}
		rarest = max(rarest, tok.rank)
		if tok.rank > commonRank {
			st.sum.beyond1000++
		}
		if tok.rank > rareRank {
			rare++
		}
		if tok.rank >= unlisted {
			st.Unlisted++
		}
		if c&classNominal != 0 {
			st.Nominal++
		}
		if c&classFunction == 0 && participle(tok, t.lang) {
			st.sum.participles++
		}
	}
	if words == 0 {
		return
	}
	st.Words += words
	st.Sentences++
	st.Polysyllables += poly
	st.Rare += rare
	st.Subordinators += subs
	st.Longest = max(st.Longest, words)
	limit := SentenceLimit(t.lang)
	if words > limit {
		st.OverLimit++
	}
	n := float64(min(words, longSentence))
	st.sum.capped += n
	st.sum.whole += min(n/wholeSentence, 1)
	st.sum.logLength += math.Log(n + 1)
	st.sum.excess += max(0, n-float64(limit))
	st.sum.logClause += math.Log(n/float64(clauses) + 1)
	st.sum.sqrtPoly += math.Sqrt(min(float64(poly), 25))
	st.sum.logRare += math.Log(1 + float64(rare))
	st.sum.logLongest += math.Log(float64(longest) + 1)
	st.sum.logRarest += math.Log(float64(rarest) + 1)
	st.sum.logCommas += math.Log(1 + float64(commas))
	st.sum.logSub += math.Log(1 + float64(subs))
	st.sum.opening += math.Log(1 + float64(min(verbless, 30)))
}

func (st *Stats) addMark(mark string, clauses, commas *int) {
	switch mark {
	case ",":
		st.sum.commas++
		*commas++
	case ";", ":":
		st.sum.colons++
	case "(", "[":
		st.sum.brackets++
	case "–", "—":
	case "«", "“", "„", "\"":
		st.sum.quotes++
		return
	case "?":
		st.sum.questions++
		return
	case "!":
		st.sum.exclamations++
		return
	default:
		return
	}
	st.Marks++
	*clauses++
}
