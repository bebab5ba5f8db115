package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"

	"github.com/usager/usager/checks/clarity"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

// maxText bounds what usager text reads, in bytes.
const maxText = 16 << 20

func (a *app) textCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "text FILE|-",
		Short: a.say.text("cmd-text"),
		Args:  exactly(1),
	}
	format := cmd.Flags().String("format", "text", a.say.text("flag-text-format"))
	second := cmd.Flags().String("compare", "", a.say.text("flag-text-compare"))
	jsonl := cmd.Flags().Bool("jsonl", false, a.say.text("flag-text-jsonl"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *format != "text" && *format != "json" {
			return usage("config-choice", "key", "--format", "value", *format, "choices", "text, json")
		}
		// Here --lang is the language of the text, if it was given.
		lang := text.Lang("")
		if f := cmd.Flags().Lookup("lang"); f != nil && f.Changed {
			lang = text.Lang(f.Value.String())
		}
		b, err := a.readText(args[0])
		if err != nil {
			return err
		}
		if *jsonl {
			return a.textLines(b, lang)
		}
		first, err := a.readLetter(args[0], b, lang)
		if err != nil {
			return err
		}
		letters := []*letter{first}
		if *second != "" {
			if b, err = a.readText(*second); err != nil {
				return err
			}
			other, err := a.readLetter(*second, b, lang)
			if err != nil {
				return err
			}
			letters = append(letters, other)
		}
		if *format == "json" {
			enc := json.NewEncoder(a.out)
			enc.SetIndent("", "  ")
			if len(letters) == 1 {
				return enc.Encode(letters[0])
			}
			return enc.Encode(map[string]*letter{"before": letters[0], "after": letters[1]})
		}
		if len(letters) == 2 {
			return a.compareLetters(letters[0], letters[1])
		}
		return a.showLetter(first)
	}
	return cmd
}

func (a *app) readText(name string) ([]byte, error) {
	r := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, usage("text-unreadable", "file", name, "detail", err.Error())
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, maxText))
	if err != nil {
		return nil, usage("text-unreadable", "file", name, "detail", err.Error())
	}
	return b, nil
}

// A letter is the clarity of one text, as usager text tells it.
type letter struct {
	ID        string         `json:"id,omitempty"`
	Lang      text.Lang      `json:"lang"`
	Words     int            `json:"words"`
	Score     *float64       `json:"score"` // null where the language has no model
	Level     string         `json:"level"`
	Basis     string         `json:"basis"` // "document", or "sentences" under text.MinWords words
	Sentences []sentence     `json:"sentences"`
	Findings  []text.Finding `json:"findings"`
	stats     text.Stats
	content   string
}

type sentence struct {
	Text  string  `json:"text"`
	Score float64 `json:"score"`
}

// readLetter measures a text: plain, or the content of an HTML page.
func (a *app) readLetter(name string, b []byte, lang text.Lang) (*letter, error) {
	content := string(b)
	if !utf8.Valid(b) {
		content = strings.ToValidUTF8(content, "\uFFFD")
	}
	if strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".htm") || looksLikeHTML(content) {
		p, err := page.Parse("file:///"+name, bytes.NewReader(b))
		if err != nil {
			return nil, usage("text-unreadable", "file", name, "detail", err.Error())
		}
		content = clarity.Content(p)
	}
	if lang == "" {
		l, ok := text.Detect(content)
		if !ok {
			return nil, usage("text-unknown")
		}
		lang = l
	}
	return measure("", content, lang), nil
}

func looksLikeHTML(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s[:min(len(s), 200)]))
	return strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html")
}

func measure(id, content string, lang text.Lang) *letter {
	t := text.Read(content, lang)
	l := &letter{ID: id, Lang: lang, stats: t.Stats(), content: content, Findings: t.Findings(), Sentences: []sentence{}}
	l.Words = l.stats.Words
	c, err := t.Score()
	l.Basis = "document"
	if errors.Is(err, text.ErrTooShort) {
		c, err = text.SentenceScore(content, lang)
		l.Basis = "sentences"
	}
	if err == nil {
		l.Score, l.Level = &c.Score, c.Level.String()
	}
	scores := t.SentenceScores()
	for i, span := range t.Sentences() {
		l.Sentences = append(l.Sentences, sentence{page.Collapse(span.In(content)), scores[i].Score})
	}
	if l.Findings == nil {
		l.Findings = []text.Finding{}
	}
	return l
}

// textLines measures one JSON object a line.
func (a *app) textLines(b []byte, lang text.Lang) error {
	w := bufio.NewWriter(a.out)
	enc := json.NewEncoder(w)
	n := 0
	for line := range bytes.Lines(b) {
		n++
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		var in struct {
			ID   json.RawMessage `json:"id"`
			Lang text.Lang       `json:"lang"`
			Text *string         `json:"text"`
		}
		err := json.Unmarshal(line, &in)
		if err == nil && in.Text == nil {
			err = errors.New("no text")
		}
		if err != nil {
			return errors.Join(w.Flush(), usage("text-line", "line", fmt.Sprint(n), "detail", err.Error()))
		}
		use := in.Lang
		if use == "" {
			use = lang
		}
		if use == "" {
			use, _ = text.Detect(*in.Text)
		}
		out := struct {
			ID json.RawMessage `json:"id,omitempty"`
			*letter
		}{in.ID, measure("", *in.Text, use)}
		if err := enc.Encode(out); err != nil {
			return err
		}
	}
	return w.Flush()
}

func (a *app) scoreLine(l *letter) string {
	if l.Basis == "sentences" {
		return a.say.text("text-short", "words", fmt.Sprint(l.Words), "least", fmt.Sprint(text.MinWords))
	}
	return a.say.text("text-score", "score", fmt.Sprintf("%.0f", *l.Score), "level", a.say.text("level-"+l.Level), "words", fmt.Sprint(l.Words))
}

func (a *app) showLetter(l *letter) error {
	fmt.Fprintln(a.out, a.scoreLine(l))
	if len(l.Findings) == 0 {
		_, err := fmt.Fprintln(a.out, a.say.text("text-none"))
		return err
	}
	t := tablewriter.NewTable(a.out)
	t.Header(a.say.text("col-what"), a.say.text("col-line"), a.say.text("col-remedy"))
	for _, f := range l.Findings {
		remedy := f.Plain
		if f.Kind == text.LongSentence {
			remedy = fmt.Sprintf("%d > %d", f.Words, f.Limit)
		}
		if err := t.Append(a.say.text("kind-"+string(f.Kind)), printable(short(f.Text, 60)), printable(remedy)); err != nil {
			return err
		}
	}
	return t.Render()
}

// compareLetters shows two versions of a text side by side.
func (a *app) compareLetters(before, after *letter) error {
	fmt.Fprintf(a.out, "%s: %s\n%s: %s\n", a.say.text("text-before"), a.scoreLine(before), a.say.text("text-after"), a.scoreLine(after))
	t := tablewriter.NewTable(a.out)
	t.Header(a.say.text("col-feature"), a.say.text("text-before"), a.say.text("text-after"))
	kinds := make(map[text.Kind][2]int)
	for i, l := range []*letter{before, after} {
		for _, f := range l.Findings {
			k := kinds[f.Kind]
			k[i]++
			kinds[f.Kind] = k
		}
	}
	rows := [][3]string{
		{"feature-words-per-sentence", fmt.Sprintf("%.1f", before.stats.WordsPerSentence()), fmt.Sprintf("%.1f", after.stats.WordsPerSentence())},
		{"feature-longest", fmt.Sprint(before.stats.Longest), fmt.Sprint(after.stats.Longest)},
		{"feature-rare", fmt.Sprintf("%.0f %%", 100*before.stats.RareShare()), fmt.Sprintf("%.0f %%", 100*after.stats.RareShare())},
		{"feature-persons", fmt.Sprintf("%.1f %%", 100*before.stats.PersonShare()), fmt.Sprintf("%.1f %%", 100*after.stats.PersonShare())},
	}
	for _, k := range text.Kinds {
		if n := kinds[k]; n != [2]int{} {
			rows = append(rows, [3]string{"kind-" + string(k), fmt.Sprint(n[0]), fmt.Sprint(n[1])})
		}
	}
	for _, r := range rows {
		if err := t.Append(a.say.text(r[0]), r[1], r[2]); err != nil {
			return err
		}
	}
	return t.Render()
}
