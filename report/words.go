package report

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"math"
	"net/url"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

//go:embed texts/*.yaml
var textFiles embed.FS

// texts are the words of the report itself, by key.
var texts = mustTexts(textFiles)

func mustTexts(files fs.FS) map[string]checks.Localized {
	all := make(map[string]checks.Localized)
	names, err := fs.Glob(files, "texts/*.yaml")
	if err != nil {
		panic(fmt.Sprintf("report: embedded texts: %v", err))
	}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			panic(fmt.Sprintf("report: embedded texts: %v", err))
		}
		d := yaml.NewDecoder(bytes.NewReader(b))
		d.KnownFields(true)
		m := make(map[string]checks.Localized)
		if err := d.Decode(&m); err != nil {
			panic(fmt.Sprintf("report: %s: %v", name, err))
		}
		for key, l := range m {
			if _, ok := all[key]; ok {
				panic(fmt.Sprintf("report: %s: %s stands twice", name, key))
			}
			all[key] = l
		}
	}
	return all
}

// words speaks one language.
type words struct {
	Options
	printer *message.Printer
}

func newWords(opts Options) *words {
	switch opts.Lang {
	case "fr", "nl", "de":
	default:
		opts.Lang = "en"
	}
	if opts.Width <= 0 {
		opts.Width = 100
	}
	return &words{opts, message.NewPrinter(language.MustParse(opts.Lang))}
}

// frenchSpaces puts the unbreakable spaces that French wants before tall
// punctuation and inside quotation marks.
var frenchSpaces = strings.NewReplacer(" :", "\u00a0:", " ;", "\u00a0;", " ?", "\u00a0?", " !", "\u00a0!", " »", "\u00a0»", "« ", "«\u00a0", " %", "\u00a0%")

func (w *words) spaced(s string) string {
	if w.Lang == "fr" {
		return frenchSpaces.Replace(s)
	}
	return s
}

// T returns the text of a key, with data put in: alternately the names of its
// placeholders and what to put there. It panics if there is no such text.
func (w *words) T(key string, args ...any) string {
	l, ok := texts[key]
	if !ok {
		panic("report: no text " + key)
	}
	s := w.spaced(l.In(w.Lang))
	if len(args) == 0 {
		return s
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		v := args[i+1]
		if n, ok := v.(int); ok {
			v = w.Num(n)
		}
		pairs = append(pairs, "{"+fmt.Sprint(args[i])+"}", fmt.Sprint(v))
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// N returns the text of a key for a number of things.
func (w *words) N(key string, n int, args ...any) string {
	form := ".other"
	if n == 1 || n == 0 && w.Lang == "fr" {
		form = ".one"
	}
	return w.T(key+form, append([]any{"n", n}, args...)...)
}

// Word returns the name of a thing, or its id if the report knows no name for
// it, as for what newer or other code calls by a new id.
func (w *words) Word(kind, id string) string {
	if _, ok := texts[kind+"."+id]; ok {
		return w.T(kind + "." + id)
	}
	return id
}

// Num writes a whole number as the language does.
func (w *words) Num(n int) string { return w.printer.Sprint(number.Decimal(n)) }

// Float writes a number with at most some digits after the decimal mark.
func (w *words) Float(v float64, digits int) string {
	return w.printer.Sprint(number.Decimal(v, number.MaxFractionDigits(digits)))
}

// Score writes a score from 0 to 100. It rounds down: what is not perfect is
// not shown as 100.
func (w *words) Score(v float64) string { return w.Num(int(math.Floor(min(max(v, 0), 100)))) }

// Date writes a day, in UTC.
func (w *words) Date(t time.Time) string {
	t = t.UTC()
	return w.T("date", "day", fmt.Sprint(t.Day()), "month", w.T(fmt.Sprintf("month.%d", t.Month())), "year", fmt.Sprint(t.Year()))
}

// Duration writes an effort in seconds or, from two minutes on, in minutes.
func (w *words) Duration(seconds float64) string {
	if seconds >= 120 {
		return w.N("minutes", int(math.Round(seconds/60)))
	}
	return w.N("seconds", int(math.Round(seconds)))
}

// Title returns what a check requires.
func (w *words) Title(check string) string {
	if t := w.text(check); t != nil {
		return w.spaced(t.Title.In(w.Lang))
	}
	return check
}

// Why returns whom a failure of a check stops.
func (w *words) Why(check string) string {
	if t := w.text(check); t != nil {
		return w.spaced(t.Why.In(w.Lang))
	}
	return ""
}

// Fix returns how to put a failure of a check right.
func (w *words) Fix(check string) string {
	if t := w.text(check); t != nil {
		return w.spaced(t.Fix.In(w.Lang))
	}
	return ""
}

func (w *words) text(check string) *checks.Text {
	if w.Catalog == nil {
		return nil
	}
	return w.Catalog.Text(check)
}

// Message returns what a finding says, in one line.
func (w *words) Message(f checks.Finding) string {
	if w.Catalog == nil {
		return line(f.Message.Key)
	}
	return line(w.spaced(w.Catalog.Message(f.Check, f.Message, w.Lang)))
}

// check returns the check with an ID, or nil.
func (w *words) check(id string) *checks.Check {
	if w.Catalog == nil {
		return nil
	}
	return w.Catalog.Check(id)
}

// PersonaTitle returns the title of a persona.
func (w *words) PersonaTitle(id string) string {
	if w.Persona != nil {
		if s := w.Persona(id, w.Lang); s != "" {
			return s
		}
	}
	if id == audit.ReferencePersona {
		return w.T("journeys.reference")
	}
	return id
}

// GoalTitle returns the title of a goal.
func (w *words) GoalTitle(id string) string {
	if w.Goal != nil {
		if s := w.Goal(id, w.Lang); s != "" {
			return s
		}
	}
	return id
}

// Reason returns why a journey was difficult or stopped, or "".
func (w *words) Reason(j audit.Journey) string { return w.journey(j.Reason) }

// journey returns what a message about a journey says, in one line.
func (w *words) journey(m checks.Message) string {
	if m.Key != "" && w.Journey != nil {
		if s := w.Journey(m, w.Lang); s != "" {
			return line(w.spaced(s))
		}
	}
	return line(m.Key)
}

// Step returns what a persona did on a page.
func (w *words) Step(s audit.Step) string {
	switch s.Action {
	case "search":
		return w.T("journeys.search", "target", line(s.Target))
	case "follow":
		return w.T("journeys.follow", "target", line(s.Target))
	case "find":
		return w.T("journeys.find", "target", line(s.Target))
	case "stop":
		if line(s.Target) == "" {
			return w.T("journeys.stop.here")
		}
		return w.T("journeys.stop", "target", line(s.Target))
	}
	return line(s.Action + " " + s.Target)
}

// host returns the host of the first seed, or its whole text if it has none.
func host(a *audit.Audit) string {
	if len(a.Manifest.Seeds) == 0 {
		return ""
	}
	seed := a.Manifest.Seeds[0]
	if u, err := url.Parse(seed); err == nil && u.Host != "" {
		return u.Host
	}
	return seed
}

// line makes one line of foreign text that cannot disturb what stands around
// it, on a terminal or elsewhere: no control or direction characters, no line
// breaks. Unbreakable spaces are kept.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' {
			return ' '
		}
		return harmless(r)
	}, s), func(r rune) bool { return r == ' ' }), " ")
}

// lines does the same for text in which line breaks and tabs matter.
func lines(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return harmless(r)
	}, s)
}

func harmless(r rune) rune {
	if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar {
		return -1
	}
	return r
}
