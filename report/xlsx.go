package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks/norm"
)

// Limits of the format.
const (
	maxSheetRows = 1_048_576
	maxCell      = 32_767 // UTF-16 units; we count bytes, which are never fewer
)

// writeXLSX writes a workbook: scores, issues, pages, criteria, journeys and
// every address met, each on a sheet. Foreign text is text, never a formula.
func writeXLSX(ctx context.Context, out io.Writer, a *audit.Audit, t *words) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	b := book{f, bold, t}
	for _, fill := range []func(context.Context, *audit.Audit) error{b.scores, b.issues, b.pages, b.criteria, b.journeys, b.coverage} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := fill(ctx, a); err != nil {
			return err
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	f.SetActiveSheet(0)
	return f.Write(out)
}

type book struct {
	*excelize.File
	bold int
	t    *words
}

// sheet makes a sheet with a fixed head; add adds rows, end ends it.
func (b book) sheet(name string, widths []float64, head ...string) (add func(...any) error, end func() error, err error) {
	name = strings.NewReplacer("[", "", "]", "", ":", "", "*", "", "?", "", "/", "", `\`, "", "'", "").Replace(name)
	if _, err := b.NewSheet(name); err != nil {
		return nil, nil, fmt.Errorf("sheet %s: %w", name, err)
	}
	w, err := b.NewStreamWriter(name)
	if err != nil {
		return nil, nil, fmt.Errorf("sheet %s: %w", name, err)
	}
	for i, width := range widths {
		if err := w.SetColWidth(i+1, i+1, width); err != nil {
			return nil, nil, fmt.Errorf("sheet %s: %w", name, err)
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, nil, fmt.Errorf("sheet %s: %w", name, err)
	}
	row := 0
	add = func(values ...any) error {
		if row++; row > maxSheetRows {
			return nil
		}
		for i, v := range values {
			if s, ok := v.(string); ok {
				values[i] = text(s)
			}
		}
		cell, err := excelize.CoordinatesToCellName(1, row)
		if err == nil {
			err = w.SetRow(cell, values)
		}
		return err
	}
	var cells []any
	for _, h := range head {
		cells = append(cells, excelize.Cell{StyleID: b.bold, Value: h})
	}
	return add, w.Flush, add(cells...)
}

// text cuts what is too long for a cell and removes what XML cannot hold.
func text(s string) string {
	s = lines(s)
	if len(s) <= maxCell {
		return s
	}
	n := maxCell - len("…")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

func (b book) scores(_ context.Context, a *audit.Audit) error {
	t := b.t
	add, end, err := b.sheet(t.T("nav.overview"), []float64{30, 40, 12, 12}, t.T("col.dimension"), t.T("col.score"), t.T("col.failures"), t.T("col.tocheck"))
	if err != nil {
		return err
	}
	for _, s := range a.Scores {
		var value any = t.T("score.none")
		if s.Value != nil {
			value = int(*s.Value)
		}
		err = errors.Join(err, add(t.Word("dimension", string(s.Dimension)), value, s.Failed, s.CantTell))
	}
	for _, row := range [][2]string{
		{"", ""}, {t.T("method.seeds"), strings.Join(a.Manifest.Seeds, " ")}, {t.T("method.started"), t.Date(a.Manifest.Started)},
		{t.T("method.tool"), a.Manifest.Tool}, {t.T("method.rules"), a.Manifest.RuleSet}, {t.T("method.id"), a.ID}, {t.T("method.limits"), t.T("footer.limits")},
	} {
		err = errors.Join(err, add(row[0], row[1]))
	}
	return errors.Join(err, end())
}

func (b book) issues(_ context.Context, a *audit.Audit) error {
	t := b.t
	add, end, err := b.sheet(t.T("nav.issues"), []float64{12, 12, 40, 60, 22, 9, 9, 16, 50, 50, 18, 20, 60},
		t.T("col.outcome"), t.T("col.impact"), t.T("col.title"), t.T("col.issue"), t.T("col.dimension"), t.T("col.pages"), t.T("col.places"), t.T("col.criteria"),
		t.T("col.address"), t.T("issue.selector"), t.T("issue.fingerprint"), t.T("col.decision"), t.T("issue.fix"))
	if err != nil {
		return err
	}
	for _, i := range a.Issues {
		impact := ""
		if i.Impact != 0 {
			impact = t.Word("impact", i.Impact.String())
		}
		title := t.Title(i.Check)
		if list(i) == apart {
			title += " (" + t.T("apart.title") + ")"
		}
		if err := add(t.Word("outcome", i.Outcome.String()), impact, title, t.Message(i.Example), t.Word("dimension", string(i.Dimension)), i.Pages, i.Count,
			strings.Join(i.Criteria, " "), i.Example.URL, i.Example.Selector, i.Fingerprint, t.Decided(i), t.Fix(i.Check)); err != nil {
			return err
		}
	}
	return end()
}

func (b book) pages(ctx context.Context, a *audit.Audit) error {
	t := b.t
	add, end, err := b.sheet(t.T("nav.pages"), []float64{60, 50, 10, 12, 10, 12, 9}, t.T("col.address"), t.T("col.page"), t.T("page.lang"), t.T("col.failures"), t.T("col.tocheck"), t.T("col.clarity"), t.T("col.clicks"))
	if err != nil {
		return err
	}
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		failed, cantTell := count(p.Results)
		var clarity any
		if p.Clarity != nil {
			clarity = int(*p.Clarity)
		}
		if err := add(p.URL, p.Title, p.Lang, failed, cantTell, clarity, p.Depth); err != nil {
			return err
		}
	}
	return end()
}

func (b book) criteria(_ context.Context, a *audit.Audit) error {
	t := b.t
	add, end, err := b.sheet(t.T("nav.criteria"), []float64{10, 8, 50, 28, 14, 14, 14, 30}, "WCAG 2.2", t.T("col.level"), t.T("col.title"), t.T("col.state"), t.T("col.failedpages"), t.T("col.checkpages"), "EN 301 549", "RGAA 4.1.2")
	if err != nil {
		return err
	}
	for _, c := range a.Criteria {
		sc, _ := norm.Criterion(c.Number)
		if err := add(c.Number, c.Level, sc.Title.In(t.Lang), t.Word("state", c.State), c.Failed, c.CantTell, sc.Clause, strings.Join(sc.RGAA, " ")); err != nil {
			return err
		}
	}
	return end()
}

func (b book) journeys(_ context.Context, a *audit.Audit) error {
	t := b.t
	add, end, err := b.sheet(t.T("nav.journeys"), []float64{34, 40, 24, 12, 10, 80}, t.T("col.persona"), t.T("col.goal"), t.T("col.outcome"), t.T("col.seconds"), t.T("col.ratio"), t.T("col.reason"))
	if err != nil {
		return err
	}
	for _, j := range a.Journeys {
		var ratio any
		if j.Ratio > 0 {
			ratio = j.Ratio
		}
		if err := add(t.PersonaTitle(j.Persona), t.GoalTitle(j.Goal), t.Word("journey", j.Outcome), int(j.Seconds), ratio, t.Reason(j)); err != nil {
			return err
		}
	}
	return end()
}

func (b book) coverage(_ context.Context, a *audit.Audit) error {
	t := b.t
	add, end, err := b.sheet(t.T("nav.coverage"), []float64{70, 16, 40, 60}, t.T("col.address"), t.T("col.outcome"), t.T("col.reason"), t.T("col.from"))
	if err != nil {
		return err
	}
	for _, u := range a.Coverage.URLs {
		why := t.Because(u.Reason)
		if u.Rule != "" {
			why = strings.TrimSpace(t.Word("rule", u.Rule) + " " + why)
		}
		if err := add(u.URL, t.Word("coverage", u.Outcome), why, u.From); err != nil {
			return err
		}
	}
	return end()
}
