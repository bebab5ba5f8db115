package main

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/usager/usager/checks/clarity"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
	"github.com/usager/usager/text/document"
)

// maxLetter bounds a document, and a line of --jsonl, in bytes.
const maxLetter = 16 << 20

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
		if !slices.Contains([]string{"text", "json", "html"}, *format) {
			return usage("config-choice", "key", "--format", "value", *format, "choices", "text, json, html")
		}
		// Here --lang is the language of the text, if it was given.
		lang := text.Lang("")
		if f := cmd.Flags().Lookup("lang"); f != nil && f.Changed {
			lang = text.Lang(f.Value.String())
		}
		if *jsonl {
			return a.withText(args[0], func(r io.Reader) error { return a.textLines(r, lang) })
		}
		names := args
		if *second != "" {
			names = append(names, *second)
		}
		var letters []*letter
		for _, name := range names {
			l, err := a.readLetter(name, lang)
			if err != nil {
				return err
			}
			letters = append(letters, l)
		}
		switch {
		case *format == "html":
			return a.letterPage(letters)
		case *format == "json":
			enc := json.NewEncoder(a.out)
			enc.SetIndent("", "  ")
			if len(letters) == 1 {
				return enc.Encode(letters[0])
			}
			return enc.Encode(struct {
				Before  *letter  `json:"before"`
				After   *letter  `json:"after"`
				Changes []change `json:"changes"`
			}{letters[0], letters[1], changes(letters[0], letters[1])})
		case len(letters) == 2:
			return a.compareLetters(letters[0], letters[1])
		}
		return a.showLetter(letters[0])
	}
	return cmd
}

// withText hands the named file, or standard input for "-", to read.
func (a *app) withText(name string, read func(io.Reader) error) error {
	if name == "-" {
		return read(a.in)
	}
	f, err := os.Open(name)
	if err != nil {
		return usage("text-unreadable", "file", name, "detail", err.Error())
	}
	defer f.Close()
	return read(f)
}

// A letter is the clarity of one text, as usager text tells it.
type letter struct {
	ID        json.RawMessage `json:"id,omitempty"`
	File      string          `json:"file,omitempty"`
	Lang      text.Lang       `json:"lang"` // "" where it is none of ours
	Words     int             `json:"words"`
	Score     *float64        `json:"score"` // null where the language has no model
	Level     *text.Level     `json:"level"`
	Basis     string          `json:"basis"` // "document", or "sentences" under text.MinWords words
	Sentences []sentence      `json:"sentences"`
	Findings  []text.Finding  `json:"findings"`
	// Measures are in percent where their names say shares; Formulas are the
	// classic ones, for comparison. Lines of --jsonl have neither.
	Measures map[string]float64 `json:"measures,omitempty"`
	Formulas map[string]float64 `json:"formulas,omitempty"`
	// Text is what was read from a document; offsets of findings are into it.
	Text  string `json:"text,omitempty"`
	stats text.Stats
	whole string
}

type sentence struct {
	Text  string   `json:"text"`
	Score *float64 `json:"score"`
}

// readLetter measures a document, or the content of an HTML page.
func (a *app) readLetter(name string, lang text.Lang) (*letter, error) {
	var data []byte
	err := a.withText(name, func(r io.Reader) (err error) {
		data, err = io.ReadAll(io.LimitReader(r, maxLetter+1))
		return err
	})
	if err == nil && len(data) > maxLetter {
		err = usage("text-unreadable", "file", name, "detail", fmt.Sprintf("> %d MB", maxLetter>>20))
	}
	if err != nil {
		return nil, err
	}
	format := document.FormatOf(name, data)
	content, err := document.Read(format, data)
	if err != nil {
		if errors.Is(err, document.ErrNoText) {
			return nil, usage("text-scanned", "file", name)
		}
		return nil, usage("text-unreadable", "file", name, "detail", err.Error())
	}
	if format == document.HTML {
		p, err := page.Parse("file:///letter.html", strings.NewReader(content))
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
	l := measure(content, lang)
	l.Measures, l.Formulas = l.measures(), l.formulas()
	if l.File = name; name == "-" {
		l.File = ""
	}
	if format != document.Text {
		l.Text = content
	}
	return l, nil
}

// measure tells the clarity of a text. In a language without a model there are
// sentences, but neither scores nor findings.
func measure(content string, lang text.Lang) *letter {
	t := text.Read(content, lang)
	l := &letter{Lang: lang, stats: t.Stats(), whole: content, Basis: "document", Sentences: []sentence{}, Findings: []text.Finding{}}
	l.Words = l.stats.Words
	spans := t.Sentences()
	if !lang.Known() {
		l.Lang = ""
		for _, span := range spans {
			l.Sentences = append(l.Sentences, sentence{Text: page.Collapse(span.In(content))})
		}
		return l
	}
	if l.Words < text.MinWords {
		l.Basis = "sentences"
	}
	if c, err := t.PassageScore(); err == nil {
		l.Score, l.Level = &c.Score, &c.Level
	}
	scores := t.SentenceScores()
	for i, span := range spans {
		l.Sentences = append(l.Sentences, sentence{page.Collapse(span.In(content)), &scores[i].Score})
	}
	l.Findings = append(l.Findings, t.Findings()...)
	return l
}

// textLines measures one JSON object a line, several at a time, and answers in
// the order of the lines. A line that cannot be read is answered by what is wrong
// with it, and the others are measured all the same.
func (a *app) textLines(r io.Reader, lang text.Lang) error {
	type answer struct {
		line   []byte
		broken bool
		err    error
	}
	type task struct {
		n    int
		line []byte
		done chan answer
	}
	workers := runtime.GOMAXPROCS(0)
	tasks, order := make(chan task, workers), make(chan chan answer, 4*workers)
	stop := make(chan struct{})
	defer close(stop)
	for range workers {
		go func() {
			for t := range tasks {
				line, broken, err := a.measureLine(t.n, t.line, lang)
				t.done <- answer{line, broken, err}
			}
		}()
	}
	go func() {
		defer close(order)
		defer close(tasks)
		lines := bufio.NewReaderSize(r, 64<<10)
		n := 0
		send := func(t task) bool {
			select {
			case order <- t.done:
			case <-stop:
				return false
			}
			if t.line == nil {
				return true
			}
			select {
			case tasks <- t:
				return true
			case <-stop:
				return false
			}
		}
		for {
			line, err := readLine(lines)
			if n++; n == 1 {
				line = bytes.TrimPrefix(line, []byte("\ufeff"))
			}
			if line = bytes.TrimSpace(line); len(line) > 0 && !send(task{n, line, make(chan answer, 1)}) {
				return
			}
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				failed := make(chan answer, 1)
				failed <- answer{err: usage("text-line", "line", fmt.Sprint(n), "detail", err.Error())}
				send(task{done: failed})
				return
			}
		}
	}()
	w := bufio.NewWriterSize(a.out, 64<<10)
	broken := 0
	for done := range order {
		got := <-done
		if got.err != nil {
			return errors.Join(w.Flush(), got.err)
		}
		if got.broken {
			broken++
		}
		if _, err := w.Write(got.line); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil || broken == 0 {
		return err
	}
	return usage("text-lines", "lines", fmt.Sprint(broken))
}

// readLine returns the next line, of which no more than a byte over maxLetter is
// kept.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part[:min(len(part), maxLetter+1-len(line))]...)
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
	}
}

// measureLine answers one line of --jsonl; broken says that it could not be read.
func (a *app) measureLine(n int, line []byte, lang text.Lang) (out []byte, broken bool, err error) {
	var in struct {
		ID   json.RawMessage `json:"id"`
		Lang text.Lang       `json:"lang"`
		Text *string         `json:"text"`
	}
	switch err = json.Unmarshal(line, &in); {
	case errors.As(err, new(*json.UnmarshalTypeError)):
		kind := new(json.UnmarshalTypeError)
		errors.As(err, &kind)
		err = errors.New(strings.TrimSpace(kind.Field + " = " + kind.Value))
	case len(line) > maxLetter:
		err = fmt.Errorf("> %d MB", maxLetter>>20)
	case err == nil && in.Text == nil:
		err = errors.New("no text")
	}
	if err != nil {
		answer := struct {
			ID    json.RawMessage `json:"id,omitempty"`
			Line  int             `json:"line"`
			Error string          `json:"error"`
		}{in.ID, n, a.say.text("text-line", "line", fmt.Sprint(n), "detail", err.Error())}
		if !json.Valid(in.ID) {
			answer.ID = nil
		}
		out, err = json.Marshal(answer)
		return append(out, '\n'), true, err
	}
	use := text.Lang(strings.ToLower(string(in.Lang[:min(len(in.Lang), 2)])))
	if use == "" {
		use = lang
	}
	if use == "" {
		use, _ = text.Detect(*in.Text)
	}
	l := measure(*in.Text, use)
	l.ID = in.ID
	if out, err = json.Marshal(l); err != nil {
		return nil, false, fmt.Errorf("encode line %d: %w", n, err)
	}
	return append(out, '\n'), false, nil
}

func (a *app) scoreLine(l *letter) string {
	if l.Score == nil {
		return a.say.text("text-empty")
	}
	key := "text-score"
	if l.Basis == "sentences" {
		key = "text-short"
	}
	return a.say.text(key, "score", fmt.Sprintf("%.0f", *l.Score), "level", a.say.text("level-"+l.Level.String()), "words", fmt.Sprint(l.Words), "least", fmt.Sprint(text.MinWords))
}

// remedy says what to do about a finding.
func remedy(f text.Finding) string {
	if f.Kind == text.LongSentence {
		return fmt.Sprintf("%d > %d", f.Words, f.Limit)
	}
	return f.Plain
}

// A change is one measure before and after a rewriting.
type change struct {
	Feature string  `json:"feature"`
	Before  float64 `json:"before"`
	After   float64 `json:"after"`
	Verdict string  `json:"verdict"` // better, worse or same
	digits  int
	percent bool
}

// show formats a value of the measure.
func (c change) show(v float64) string {
	if c.percent {
		return fmt.Sprintf("%.*f %%", c.digits, v)
	}
	return fmt.Sprintf("%.*f", c.digits, v)
}

// changes compares two versions of a text, measure by measure. What looks the
// same as it is printed is the same.
func changes(before, after *letter) []change {
	var list []change
	add := func(feature string, digits int, percent, more bool, of func(*letter) float64) {
		c := change{Feature: feature, Before: of(before), After: of(after), digits: digits, percent: percent}
		switch {
		case c.show(c.Before) == c.show(c.After):
			c.Verdict = "same"
		case (c.After > c.Before) == more:
			c.Verdict = "better"
		default:
			c.Verdict = "worse"
		}
		list = append(list, c)
	}
	if before.Score != nil && after.Score != nil {
		add("score", 0, false, true, func(l *letter) float64 { return *l.Score })
	}
	add("words", 0, false, false, func(l *letter) float64 { return float64(l.Words) })
	add("words-per-sentence", 1, false, false, func(l *letter) float64 { return l.stats.WordsPerSentence() })
	add("longest", 0, false, false, func(l *letter) float64 { return float64(l.stats.Longest) })
	add("rare", 0, true, false, func(l *letter) float64 { return 100 * l.stats.RareShare() })
	add("persons", 1, true, true, func(l *letter) float64 { return 100 * l.stats.PersonShare() })
	for _, k := range text.Kinds {
		of := func(l *letter) float64 {
			n := 0
			for _, f := range l.Findings {
				if f.Kind == k {
					n++
				}
			}
			return float64(n)
		}
		if of(before)+of(after) > 0 {
			add(string(k), 0, false, false, of)
		}
	}
	return list
}

// measureName returns the words for a measure of change.
func (a *app) measureName(feature string) string {
	if key := "kind-" + feature; a.say.has(key) {
		return a.say.text(key)
	}
	return a.say.text("feature-" + feature)
}

//go:embed text.html
var letterHTML string

// A stretch is a part of a marked text: words in the same marks.
type stretch struct {
	Text string
	Long bool // within a sentence that is too long
	N    int  // number of the finding whose words these are; 0 for none
}

// marked cuts a text into stretches by its findings. Where two findings share
// words, the first is marked; both are in the list.
func marked(l *letter) []stretch {
	var parts []stretch
	at := 0
	cut := func(end int, long bool, n int) {
		if end > at {
			parts = append(parts, stretch{l.whole[at:end], long, n})
			at = end
		}
	}
	long := 0 // where the long sentence ends
	// plainTo writes what is in no mark, up to end.
	plainTo := func(end int) {
		if at < long {
			cut(min(end, long), true, 0)
		}
		cut(end, false, 0)
	}
	for i, f := range l.Findings {
		if f.Kind == text.LongSentence {
			plainTo(f.Start)
			long = f.End
			continue
		}
		if f.Start < at {
			continue
		}
		plainTo(f.Start)
		cut(f.End, f.Start < long, i+1)
	}
	plainTo(len(l.whole))
	return parts
}

// hardest is how many sentences a page shows.
const hardest = 5

// letterPage writes one page of HTML that needs no other file.
func (a *app) letterPage(letters []*letter) error {
	funcs := template.FuncMap{
		"say": func(key string) string { return a.say.text(key) },
		"add": func(x, y int) int { return x + y },
		"row": func(f text.Finding) map[string]any {
			return map[string]any{"Kind": a.say.text("kind-" + string(f.Kind)), "Text": short(page.Collapse(f.Text), 120), "Remedy": remedy(f), "Example": f.Example}
		},
		"score":   a.scoreLine,
		"marked":  marked,
		"measure": a.measureName,
		"show": func(c change, after bool) string {
			return c.show(map[bool]float64{false: c.Before, true: c.After}[after])
		},
		"hardest": func(l *letter) []sentence {
			list := slices.DeleteFunc(slices.Clone(l.Sentences), func(s sentence) bool { return s.Score == nil || *s.Score >= 50 })
			slices.SortStableFunc(list, func(x, y sentence) int { return int(*x.Score) - int(*y.Score) })
			return list[:min(len(list), hardest)]
		},
		"round": func(v *float64) string { return fmt.Sprintf("%.0f", *v) },
	}
	t, err := template.New("letter").Funcs(funcs).Parse(letterHTML)
	if err != nil {
		return fmt.Errorf("page of a letter: %w", err)
	}
	data := struct {
		Lang    string
		Letters []*letter
		Changes []change
	}{Lang: a.say.lang, Letters: letters}
	if len(letters) == 2 {
		data.Changes = changes(letters[0], letters[1])
	}
	return t.Execute(a.out, data)
}
