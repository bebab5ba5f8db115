package text

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
)

// MinWords is the fewest words a document needs for a score.
const MinWords = 50

// ErrTooShort is the error of [Score] for a text of fewer than [MinWords]
// words, and of [SentenceScore] for a text without words.
var ErrTooShort = errors.New("text too short for a clarity score")

// ErrLanguage is the error of [Score] for a language that is not one of
// [Langs].
var ErrLanguage = errors.New("language without a clarity model")

// Clarity says how clear a text is.
type Clarity struct {
	Score   float64  `json:"score"`   // 0 (very hard) to 100 (very clear)
	Level   Level    `json:"level"`   // the score in five steps
	Words   int      `json:"words"`   // words that were weighed
	Reasons []Factor `json:"reasons"` // what counts most, the heaviest first
}

// Level is a clarity score in five steps.
type Level uint8

// The levels, each of 20 points of the score.
const (
	VeryHard  Level = iota + 1 // below 20
	Hard                       // 20 to below 40
	Fair                       // 40 to below 60
	Clear                      // 60 to below 80
	VeryClear                  // 80 and above
)

var levelNames = [...]string{VeryHard: "very-hard", Hard: "hard", Fair: "fair", Clear: "clear", VeryClear: "very-clear"}

// String returns the name of the level: very-hard, hard, fair, clear or
// very-clear.
func (l Level) String() string {
	if l < VeryHard || l > VeryClear {
		return ""
	}
	return levelNames[l]
}

// MarshalText writes the name of the level.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the name of a level.
func (l *Level) UnmarshalText(name []byte) error {
	i := slices.Index(levelNames[:], string(name))
	if i < int(VeryHard) {
		return fmt.Errorf("unknown clarity level %q", name)
	}
	*l = Level(i)
	return nil
}

// LevelOf returns the level of a score from 0 to 100.
func LevelOf(score float64) Level {
	return Level(min(max(int(score/20), 0), 4) + 1)
}

// Factor is a feature with what it adds to the score or takes from it, against
// a text of middling clarity.
type Factor struct {
	Feature string  `json:"feature"` // a name of [ModelFeatures]
	Value   float64 `json:"value"`
	Points  float64 `json:"points"` // below 0: makes the text harder
}

// Model turns features into a difficulty: the sum of Weight × (value clamped to
// [Low, High] − Centre) / Scale, plus Intercept. The difficulty is on the scale
// of the Common European Framework of Reference: 1 for A1 to 6 for C2.
type Model struct {
	Intercept float64   `json:"intercept"`
	Weight    []float64 `json:"weight"`
	Centre    []float64 `json:"centre"`
	Scale     []float64 `json:"scale"`
	Low       []float64 `json:"low"`
	High      []float64 `json:"high"`
}

// Difficulty returns the difficulty of a text with these features.
func (m *Model) Difficulty(values []float64) float64 {
	d := m.Intercept
	for i, v := range values {
		d += m.term(i, v)
	}
	return d
}

func (m *Model) term(i int, v float64) float64 {
	if m.Weight[i] == 0 {
		return 0
	}
	return m.Weight[i] * (min(max(v, m.Low[i]), m.High[i]) - m.Centre[i]) / m.Scale[i]
}

// Models holds the fitted models.
type Models struct {
	Features []string        `json:"features"`
	Document map[Lang]*Model `json:"document"`
	Sentence map[Lang]*Model `json:"sentence"`
}

// A text of some sentences is judged by the model of documents, a sentence or a
// short passage by that of sentences; between these bounds both are blended, so
// that a score does not jump with one word more.
const (
	passageSentences, documentSentences = 2, 6
	shortWords                          = 30       // fewer are never a document
	longPassage, longDocument           = 100, 150 // words, in however few sentences
)

// documentShare returns the weight of the model of documents, from 0 to 1.
func documentShare(s *Stats) float64 {
	part := func(n, low, high float64) float64 { return min(max((n-low)/(high-low), 0), 1) }
	words := float64(s.Words)
	return part(words, shortWords, MinWords) *
		max(part(s.sum.whole, passageSentences, documentSentences), part(words, longPassage, longDocument))
}

// Difficulty returns the difficulty of a text: 1 for A1 to 6 for C2 of the
// Common European Framework of Reference.
func (m *Models) Difficulty(s *Stats, lang Lang) float64 {
	return m.blend(s.Features(), documentShare(s), lang)
}

func (m *Models) blend(values []float64, share float64, lang Lang) float64 {
	d := 0.0
	if share > 0 {
		d += share * m.Document[lang].Difficulty(values)
	}
	if share < 1 {
		d += (1 - share) * m.Sentence[lang].Difficulty(values)
	}
	return d
}

// Fitted returns the models the package judges by. They must not be changed.
func Fitted() *Models { return fitted() }

var fitted = sync.OnceValue(func() *Models {
	var m Models
	if err := json.Unmarshal([]byte(readFile("models.json")), &m); err != nil {
		panic(fmt.Sprintf("text: models.json: %v", err))
	}
	if !slices.Equal(m.Features, featureNames()) {
		panic("text: models.json was fitted on other features")
	}
	return &m
})

const (
	// middle is the difficulty of score 50: the border of B1 and B2.
	middle = 3.5
	// slope is the fall of the logit of the score for one level of difficulty.
	slope = 0.95
)

// scoreOf turns a difficulty into a score.
func scoreOf(difficulty float64) float64 {
	return 100 / (1 + math.Exp(slope*(difficulty-middle)))
}

// Score says how clear the document s is; see [Text.Score].
func Score(s string, lang Lang) (Clarity, error) {
	if !lang.Known() {
		return Clarity{}, fmt.Errorf("%w: %q", ErrLanguage, lang)
	}
	return Read(s, lang).Score()
}

// Score says how clear the text is as a document. It answers [ErrTooShort]
// under [MinWords] words.
func (t *Text) Score() (Clarity, error) {
	st := t.Stats()
	if st.Words < MinWords {
		return Clarity{}, fmt.Errorf("%w: %d words", ErrTooShort, st.Words)
	}
	return t.judge(&st), nil
}

// SentenceScore says how clear the sentence or short passage s is; see
// [Text.PassageScore].
func SentenceScore(s string, lang Lang) (Clarity, error) {
	if !lang.Known() {
		return Clarity{}, fmt.Errorf("%w: %q", ErrLanguage, lang)
	}
	return Read(s, lang).PassageScore()
}

// PassageScore says how clear the text is, however short it is: the same as
// [Text.Score] from [MinWords] words on; the shorter the text, the more it is the
// judgement of the model of sentences. It answers [ErrTooShort] where the text
// has no word.
func (t *Text) PassageScore() (Clarity, error) {
	st := t.Stats()
	if st.Words == 0 {
		return Clarity{}, ErrTooShort
	}
	return t.judge(&st), nil
}

// SentenceScores returns the clarity of each sentence, in the order of
// [Text.Sentences].
func (t *Text) SentenceScores() []Clarity {
	scores := make([]Clarity, len(t.sentences))
	passive, phrase := 0, 0
	for i, s := range t.sentences {
		var st Stats
		st.addSentence(t, s)
		for ; passive < len(t.passives) && t.passives[passive].from < s.to; passive++ {
			st.Passives++
		}
		for ; phrase < len(t.phrases) && t.phrases[phrase].from < s.to; phrase++ {
			st.Jargon++
		}
		scores[i] = t.judge(&st)
	}
	return scores
}

// reasons is how many factors a score carries.
const reasons = 5

func (t *Text) judge(st *Stats) Clarity {
	m := fitted()
	values := st.Features()
	share := documentShare(st)
	score := scoreOf(m.blend(values, share, t.lang))
	c := Clarity{Score: score, Level: LevelOf(score), Words: st.Words}
	// Points by the slope of the scale at the score.
	perLevel := slope * score * (100 - score) / 100
	c.Reasons = make([]Factor, 0, reasons)
	for i, v := range values {
		term := share*m.Document[t.lang].term(i, v) + (1-share)*m.Sentence[t.lang].term(i, v)
		if term != 0 {
			c.add(Factor{Feature: features[i].name, Value: v, Points: -term * perLevel})
		}
	}
	return c
}

// add puts a factor among the heaviest, in order.
func (c *Clarity) add(f Factor) {
	at := len(c.Reasons)
	for at > 0 && math.Abs(c.Reasons[at-1].Points) < math.Abs(f.Points) {
		at--
	}
	if at == reasons {
		return
	}
	if len(c.Reasons) == reasons {
		c.Reasons = c.Reasons[:reasons-1]
	}
	c.Reasons = slices.Insert(c.Reasons, at, f)
}
