package clarity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/text"
)

// What is kept of the hardest sentences.
const (
	hardestKept  = 3
	hardScore    = 40.0 // from here on a sentence is not hard
	hardWords    = 8    // fewer make no sentence to rewrite
	hardSentence = 700  // bytes
)

// Hardest returns the hardest sentences of some texts, with what makes them so.
func Hardest(texts ...*text.Text) []checks.Sentence {
	var all []checks.Sentence
	for _, t := range texts {
		if !t.Lang().Known() {
			continue
		}
		spans := t.Sentences()
		var findings []text.Finding
		for i, c := range t.SentenceScores() {
			if c.Score >= hardScore || c.Words < hardWords {
				continue
			}
			if findings == nil {
				findings = t.Findings()
			}
			all = append(all, checks.Sentence{Text: spans[i].In(t.String()), Score: c.Score, Marks: marks(findings, spans[i])})
		}
	}
	slices.SortStableFunc(all, func(x, y checks.Sentence) int { return cmp.Compare(x.Score, y.Score) })
	all = slices.Clip(all[:min(len(all), hardestKept)])
	for i := range all {
		bound(&all[i])
	}
	return all
}

// marks returns the findings within a sentence, in its bytes.
func marks(findings []text.Finding, s text.Span) []checks.Mark {
	var list []checks.Mark
	end := s.Start
	for _, f := range findings {
		if f.Kind == text.LongSentence || f.Start < end || f.End > s.End {
			continue
		}
		end = f.End
		list = append(list, checks.Mark{Start: f.Start - s.Start, End: f.End - s.Start, Kind: string(f.Kind), Plain: f.Plain})
	}
	return list
}

// oneLine turns what breaks lines into spaces, byte for byte.
var oneLine = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ")

// bound puts a sentence on one line of bounded length.
func bound(s *checks.Sentence) {
	s.Text = oneLine.Replace(s.Text)
	if len(s.Text) <= hardSentence {
		return
	}
	cut := strings.LastIndexByte(s.Text[:hardSentence], ' ')
	if cut < 0 {
		cut = 0
	}
	s.Text = s.Text[:cut] + " …"
	s.Marks = slices.DeleteFunc(s.Marks, func(m checks.Mark) bool { return m.End > cut })
}
