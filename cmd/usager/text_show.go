package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/olekukonko/tablewriter"

	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

// measures returns what can be said of the text in plain words.
func (l *letter) measures() map[string]float64 {
	if l.Words == 0 {
		return nil
	}
	s := &l.stats
	return map[string]float64{
		"sentences": float64(s.Sentences), "words_per_sentence": s.WordsPerSentence(), "longest": float64(s.Longest),
		"long_share": 100 * s.LongShare(), "rare_share": 100 * s.RareShare(), "person_share": 100 * s.PersonShare(),
		"passives_per_sentence": s.PassivesPerSentence(), "letters_per_word": s.LettersPerWord(),
	}
}

// A formula is a classic one, with its name in the language of the text.
type formula struct {
	name  string
	value float64
}

func (l *letter) classic() []formula {
	if l.Words == 0 || !l.Lang.Known() {
		return nil
	}
	flesch := map[text.Lang]string{text.French: "Kandel-Moles", text.Dutch: "Flesch-Douma", text.German: "Flesch-Amstad", text.English: "Flesch"}
	s := &l.stats
	return []formula{{"LIX", s.LIX()}, {"SMOG", s.SMOG()}, {"Flesch-Kincaid", s.FleschKincaid()}, {flesch[l.Lang], s.Flesch(l.Lang)}}
}

func (l *letter) formulas() map[string]float64 {
	m := make(map[string]float64)
	for _, f := range l.classic() {
		m[f.name] = f.value
	}
	return m
}

// decimal writes a number as people of the language do.
func (a *app) decimal(v float64, digits int) string {
	s := fmt.Sprintf("%.*f", digits, v)
	if a.say.lang != "en" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// reasons says in plain words what the score rests on.
func (a *app) reasons(l *letter) []string {
	if l.Words == 0 || !l.Lang.Known() {
		return nil
	}
	s := &l.stats
	limit := text.SentenceLimit(l.Lang)
	length, persons := "reason-length", "reason-persons"
	if s.WordsPerSentence() > 0.75*float64(limit) {
		length = "reason-length-bad"
	}
	if s.Persons == 0 {
		persons = "reason-persons-bad"
	}
	lines := []string{
		a.say.text(length, "mean", a.decimal(s.WordsPerSentence(), 0), "limit", fmt.Sprint(limit), "longest", fmt.Sprint(s.Longest)),
		a.say.text("reason-rare", "share", a.decimal(100*s.RareShare(), 0)),
		a.say.text(persons, "share", a.decimal(100*s.PersonShare(), 0)),
	}
	if s.Passives > 0 {
		lines = append(lines, a.say.text("reason-passives", "passives", fmt.Sprint(s.Passives), "sentences", fmt.Sprint(s.Sentences)))
	}
	return lines
}

// A pen writes for a terminal, in its width, with colour if it takes any.
type pen struct {
	io.Writer
	width int
	color bool
}

func (a *app) pen() pen {
	width, color := terminal(a.out)
	return pen{a.out, min(cmp.Or(width, 100), 100), color}
}

func (p pen) style(code, s string) string {
	if !p.color || s == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

const (
	bold, faint, red, yellow, green, underlined = "1", "2", "31", "33", "32", "4;33"
)

// ofLevel returns the colour of a score.
func ofLevel(score float64) string {
	switch {
	case score < 40:
		return red
	case score < 60:
		return yellow
	}
	return green
}

// gauge draws a score.
func (p pen) gauge(score float64) string {
	full := int(score/5 + .5)
	return p.style(ofLevel(score), strings.Repeat("█", full)) + p.style(faint, strings.Repeat("░", 20-full))
}

// wrap writes words in lines of the pen's width, each line indented. A word may
// carry escape codes, which take no room.
func (p pen) wrap(indent string, words []string) {
	line, room := indent, utf8.RuneCountInString(indent)
	n := room
	for _, w := range words {
		size := shown(w)
		if n > room && n+1+size > p.width {
			fmt.Fprintln(p, line)
			line, n = indent, room
		}
		if n > room {
			line += " "
			n++
		}
		line += w
		n += size
	}
	fmt.Fprintln(p, line)
}

// shown returns the columns that a word takes, escape codes left out.
func shown(w string) int {
	n, escape := 0, false
	for _, r := range w {
		switch {
		case r == '\x1b':
			escape = true
		case escape:
			escape = r != 'm'
		default:
			n++
		}
	}
	return n
}

// emphasised cuts a sentence into words, those in marks underlined, or in
// brackets where there is no colour.
func (p pen) emphasised(whole string, s text.Span, marks []text.Finding) []string {
	var words []string
	at := s.Start
	put := func(end int, mark bool) {
		fields := strings.Fields(printable(whole[at:end]))
		glued := at > s.Start && len(words) > 0 && len(fields) > 0 && !strings.ContainsAny(whole[at-1:at], " \n\t") && !strings.ContainsAny(whole[at:at+1], " \n\t")
		for i, w := range fields {
			if mark {
				if p.color {
					w = p.style(underlined, w)
				} else {
					if i == 0 {
						w = "[" + w
					}
					if i == len(fields)-1 {
						w += "]"
					}
				}
			}
			if i == 0 && glued {
				words[len(words)-1] += w
				continue
			}
			words = append(words, w)
		}
		at = end
	}
	for _, f := range marks {
		if f.Kind == text.LongSentence || f.Start < at || f.End > s.End {
			continue
		}
		put(f.Start, false)
		put(f.End, true)
	}
	put(s.End, false)
	return words
}

// shownSentences bounds the sentences that a terminal shows; JSON and HTML have
// all.
const shownSentences = 200

func (a *app) showLetter(l *letter) error {
	p := a.pen()
	a.head(p, "", l)
	for _, r := range a.reasons(l) {
		p.wrap("  ", strings.Fields(r))
	}
	if f := l.classic(); f != nil {
		var list []string
		for _, x := range f {
			list = append(list, x.name+" "+a.decimal(x.value, 0))
		}
		fmt.Fprintln(p, "  "+p.style(faint, a.say.text("text-formulas", "list", strings.Join(list, " · "))))
	}
	fmt.Fprintln(p)
	if len(l.Findings) == 0 {
		_, err := fmt.Fprintln(p, a.say.text("text-none"))
		return err
	}
	n := 0
	for i := 0; i < len(l.Findings); n++ {
		s := l.Findings[i].Sentence
		j := i
		for j < len(l.Findings) && l.Findings[j].Sentence == s {
			j++
		}
		if n == shownSentences {
			_, err := fmt.Fprintln(p, a.say.text("text-more", "n", fmt.Sprint(len(l.Findings)-i)))
			return err
		}
		p.wrap("  ", p.emphasised(l.whole, s, l.Findings[i:j]))
		for _, f := range l.Findings[i:j] {
			a.showFinding(p, f)
		}
		fmt.Fprintln(p)
		i = j
	}
	return nil
}

func (a *app) showFinding(p pen, f text.Finding) {
	kind := p.style(bold, a.say.text("kind-"+string(f.Kind)))
	switch {
	case f.Kind == text.LongSentence:
		kind += ", " + a.say.text("text-long", "words", fmt.Sprint(f.Words), "limit", fmt.Sprint(f.Limit))
	case f.Plain != "":
		kind += ", " + printable(short(page.Collapse(f.Text), 60)) + " → " + p.style(green, printable(f.Plain))
	default:
		kind += ", " + printable(short(page.Collapse(f.Text), 60)) + a.say.text("remedy-"+string(f.Kind))
	}
	fmt.Fprintln(p, "    • "+kind)
}

// head writes the score of a text.
func (a *app) head(p pen, name string, l *letter) {
	if name != "" {
		fmt.Fprintln(p, p.style(bold, name))
	}
	if l.Score != nil {
		fmt.Fprint(p, p.gauge(*l.Score), "  ")
	}
	fmt.Fprintln(p, p.style(bold, a.scoreLine(l)))
}

// compareLetters shows two versions of a text side by side, then what is left
// to mend.
func (a *app) compareLetters(before, after *letter) error {
	p := a.pen()
	a.head(p, a.say.text("text-before"), before)
	a.head(p, a.say.text("text-after"), after)
	t := tablewriter.NewTable(a.out)
	t.Header(a.say.text("col-feature"), a.say.text("text-before"), a.say.text("text-after"), a.say.text("col-verdict"))
	for _, c := range changes(before, after) {
		sign := map[string]string{"better": "✓ ", "worse": "✗ ", "same": "= "}[c.Verdict]
		if err := t.Append(a.measureName(c.Feature), a.changed(c, c.Before), a.changed(c, c.After), sign+a.say.text("verdict-"+c.Verdict)); err != nil {
			return err
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	left := slices.DeleteFunc(slices.Clone(after.Findings), func(f text.Finding) bool { return f.Kind == text.LongSentence })
	if len(left) == 0 {
		return nil
	}
	fmt.Fprintln(p, a.say.text("text-left"))
	for _, f := range left[:min(len(left), shownSentences)] {
		a.showFinding(p, f)
	}
	return nil
}

// changed writes a value of a measure.
func (a *app) changed(c change, v float64) string {
	if a.say.lang == "en" {
		return c.show(v)
	}
	return strings.Replace(c.show(v), ".", ",", 1)
}
