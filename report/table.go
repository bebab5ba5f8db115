package report

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

// tableActions is how many actions the table shows.
const tableActions = 10

// writeTable writes a summary that is read in ten seconds: what was seen, the
// four scores, who got where, what to do first.
func writeTable(ctx context.Context, out io.Writer, a *audit.Audit, t *words) error {
	var b strings.Builder
	about := []string{a.Manifest.Tool, t.T("method.rules") + " " + a.Manifest.RuleSet}
	if a.Manifest.Browser != "" {
		about = append(about, a.Manifest.Browser)
	}
	t.paragraph(&b, "1", host(a)+" · "+t.Date(a.Manifest.Started))
	t.paragraph(&b, "2", strings.Join(about, " · "))
	c := a.Coverage
	t.paragraph(&b, "", t.T("table.seen", "audited", c.Audited, "documents", c.Documents,
		"duplicate", c.Duplicate, "refused", c.Refused, "failed", c.Failed))
	if a.Status != "complete" {
		t.paragraph(&b, "31", t.T("overview.partial", "why", t.Word("status", a.Status)))
	}

	scores := grid{head: []string{t.T("col.dimension"), t.T("col.score"), t.T("col.failures"), t.T("col.tocheck")}, right: 1}
	for _, s := range a.Scores {
		value := t.T("score.none")
		if s.Value != nil {
			value = t.Score(*s.Value)
		}
		scores.add(styled{text: t.Word("dimension", string(s.Dimension))}, styled{text: value}, styled{text: t.Num(s.Failed)}, styled{text: t.Num(s.CantTell)})
	}
	if err := scores.write(&b, t); err != nil {
		return err
	}

	if err := t.journeys(&b, t.walks(a, nil)); err != nil {
		return err
	}

	count := make(map[string]int)
	for _, i := range a.Issues {
		count[list(i)]++
	}
	top := grid{title: t.T("table.top"), head: []string{t.T("col.impact"), t.T("col.issue"), t.T("col.criteria"), t.T("nav.issues"), t.T("col.pages")}, right: 3, wide: 1}
	for _, act := range actions(a, tableActions) {
		top.add(styled{t.Word("impact", act.First.Impact.String()), impactColour[act.First.Impact]}, styled{text: t.Title(act.First.Check)},
			styled{text: strings.Join(act.First.Criteria, " ")}, styled{text: t.Num(act.Issues)}, styled{text: t.Num(act.Pages)})
	}
	if err := top.write(&b, t); err != nil {
		return err
	}
	b.WriteByte('\n')
	t.paragraph(&b, "", t.T("table.total", "issues", t.N("issues", count[required]), "questions", t.N("questions", count[questions]))+" "+t.T("footer.limits"))
	_, err := io.WriteString(out, b.String())
	return err
}

// tableStops is how many reasons the table gives for what stops people.
const tableStops = 3

// journeyMark shows an outcome without colour.
var journeyMark = map[string]string{"reached": "✓", "difficult": "~", "blocked": "×"}

// journeys writes who gets where as one grid, persona × goal, and what stops
// most people.
func (w *words) journeys(b *strings.Builder, all *walks) error {
	g := grid{title: w.T("nav.journeys"), head: []string{w.T("col.persona")}, right: 1, wide: 0}
	var goals []string
	for i, title := range all.Goals {
		g.head = append(g.head, fmt.Sprint(i+1))
		goals = append(goals, fmt.Sprintf("%d\u00a0%s", i+1, title))
	}
	for _, p := range all.Personas {
		row := []styled{{text: p.Title}}
		for _, walk := range p.Walks {
			cell := styled{text: "–"}
			if walk != nil {
				cell = styled{journeyMark[walk.Outcome], journeyColour[walk.Outcome]}
			}
			row = append(row, cell)
		}
		g.add(row...)
	}
	if len(g.rows) == 0 {
		return nil
	}
	if err := g.write(b, w); err != nil {
		return err
	}
	w.paragraph(b, "2", w.T("table.marks"))
	w.paragraph(b, "", strings.Join(goals, " · "))
	for _, s := range all.Stops[:min(tableStops, len(all.Stops))] {
		w.paragraph(b, "", "× "+w.stopped(all, s)+". "+s.Reason)
	}
	return nil
}

var (
	impactColour  = map[checks.Impact]string{checks.Critical: "1;31", checks.Serious: "31", checks.Moderate: "33"}
	journeyColour = map[string]string{"blocked": "31", "difficult": "33", "reached": "32"}
)

// paint puts an ANSI style around a text, if colours are wanted.
func (w *words) paint(style, s string) string {
	if !w.Color || style == "" {
		return s
	}
	return "\x1b[" + style + "m" + s + "\x1b[0m"
}

func (w *words) paragraph(b *strings.Builder, style, s string) {
	for _, l := range wrap(line(s), w.Width) {
		b.WriteString(w.paint(style, l) + "\n")
	}
}

// grid is a table in the terminal.
type grid struct {
	title string
	head  []string
	rows  [][]styled
	right int // first of the columns of numbers, -1 if none
	wide  int // the column that gives way
}

// styled is foreign text and the ANSI style to show it in, "" for none.
type styled struct{ text, style string }

// add adds a row. Cells lose what could steer the terminal.
func (g *grid) add(cells ...styled) {
	for i := range cells {
		cells[i].text = line(cells[i].text)
	}
	g.rows = append(g.rows, cells)
}

// minColumn is the least width that the column which gives way may have.
const minColumn = 16

// write writes the grid within the width of the terminal: the wide column is
// wrapped to what the others leave; where they leave too little, they are
// wrapped as well.
func (g *grid) write(b *strings.Builder, t *words) error {
	if len(g.rows) == 0 {
		return nil
	}
	b.WriteByte('\n')
	if g.title != "" {
		b.WriteString(t.paint("1", g.title) + "\n")
	}
	widths := g.widths(t.Width)
	var rendered strings.Builder
	table := tablewriter.NewTable(&rendered,
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.Border{Left: tw.Off, Right: tw.Off, Top: tw.Off, Bottom: tw.Off},
			Symbols:  tw.NewSymbols(tw.StyleLight),
			Settings: tw.Settings{Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off}, Lines: tw.Lines{ShowHeaderLine: tw.On}},
		})),
		tablewriter.WithConfig(tablewriter.Config{Header: g.config(), Row: g.config()}),
	)
	head := make([]styled, len(g.head))
	for i, h := range g.head {
		head[i] = styled{text: h}
	}
	table.Header(t.fold(head, widths))
	for _, row := range g.rows {
		if err := table.Append(t.fold(row, widths)); err != nil {
			return fmt.Errorf("table: %w", err)
		}
	}
	if err := table.Render(); err != nil {
		return fmt.Errorf("table: %w", err)
	}
	for l := range strings.Lines(rendered.String()) {
		b.WriteString(strings.TrimRight(l, " \n") + "\n")
	}
	return nil
}

func (g *grid) config() tw.CellConfig {
	c := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoFormat: tw.Off, AutoWrap: tw.WrapNone},
		Padding:    tw.CellPadding{Global: tw.Padding{Right: "  "}},
	}
	for i := range g.head {
		align := tw.AlignLeft
		if g.right >= 0 && i >= g.right {
			align = tw.AlignRight
		}
		c.Alignment.PerColumn = append(c.Alignment.PerColumn, align)
	}
	return c
}

// widths returns the width of every column, so that with two spaces after each
// the grid fits.
func (g *grid) widths(total int) []int {
	widths := make([]int, len(g.head))
	room := total
	for i := range g.head {
		widths[i] = displaywidth.String(g.head[i])
		for _, row := range g.rows {
			widths[i] = max(widths[i], displaywidth.String(row[i].text))
		}
		room -= widths[i] + 2
	}
	shrink := func(i, least int) {
		if by := min(-room, widths[i]-least); by > 0 {
			widths[i] -= by
			room += by
		}
	}
	shrink(g.wide, minColumn)
	for least := 14; room < 0 && least >= 6; least -= 4 {
		for i := range widths {
			shrink(i, least)
		}
	}
	return widths
}

// maxLines is how many lines a cell may have.
const maxLines = 3

// fold wraps every cell to the width of its column and paints it.
func (w *words) fold(row []styled, widths []int) []string {
	out := make([]string, len(row))
	for i, c := range row {
		lines := wrap(c.text, widths[i])
		if len(lines) > maxLines {
			lines = lines[:maxLines]
			lines[maxLines-1] = displaywidth.TruncateString(lines[maxLines-1], widths[i]-1, "") + "…"
		}
		for k, l := range lines {
			lines[k] = w.paint(c.style, l)
		}
		out[i] = strings.Join(lines, "\n")
	}
	return out
}

// wrap breaks a line at spaces so that no piece is wider than width columns;
// a longer word is broken where it must.
func wrap(s string, width int) []string {
	var lines []string
	current, used := "", 0
	flush := func() {
		if current != "" {
			lines = append(lines, current)
			current, used = "", 0
		}
	}
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ' ' }) {
		w := displaywidth.String(word)
		if used > 0 && used+1+w > width {
			flush()
		}
		for w > width {
			head := displaywidth.TruncateString(word, width, "")
			if head == "" {
				break
			}
			lines = append(lines, head)
			word = word[len(head):]
			w = displaywidth.String(word)
		}
		if used > 0 {
			current, used = current+" ", used+1
		}
		current, used = current+word, used+w
	}
	flush()
	return lines
}
