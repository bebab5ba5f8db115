package report

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// csvHeader names the columns. They stay in English whatever the language of
// the report, so that a script finds them.
var csvHeader = []string{
	"url", "outcome", "impact", "dimension", "practice", "check", "title", "message",
	"wcag", "en_301549", "rgaa", "affects", "component", "selector", "html", "fingerprint", "decision",
}

// writeCSV writes one row for each finding: those of the site, then those of
// the pages in the order of the crawl.
func writeCSV(ctx context.Context, out io.Writer, a *audit.Audit, t *words) error {
	w := csv.NewWriter(out)
	if err := w.Write(csvHeader); err != nil {
		return err
	}
	decisions := make(map[string]string)
	for _, i := range a.Issues {
		if i.Decision != nil {
			decisions[i.Fingerprint] = i.Decision.State
		}
	}
	rows := func(url string, rs []checks.Result) error {
		for _, r := range rs {
			for _, f := range r.Findings {
				if err := w.Write(csvRow(url, f, decisions[f.Fingerprint], t)); err != nil {
					return err
				}
			}
		}
		return nil
	}
	if err := rows("", a.Site); err != nil {
		return err
	}
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := rows(p.URL, p.Results); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

func csvRow(url string, f checks.Finding, decision string, t *words) []string {
	if f.URL != "" {
		url = f.URL
	}
	impact, dimension, practice, affects := "", "", "", []string(nil)
	if c := t.check(f.Check); c != nil {
		impact, dimension = c.Impact.String(), string(t.Catalog.Family(f.Check).Dimension)
		if c.Practice {
			practice = "yes"
		}
		for _, g := range c.Affects {
			affects = append(affects, string(g))
		}
	}
	var en, rgaa []string
	for _, number := range f.Criteria {
		if c, ok := norm.Criterion(number); ok {
			if c.Clause != "" {
				en = append(en, c.Clause)
			}
			rgaa = append(rgaa, c.RGAA...)
		}
	}
	row := []string{
		url, f.Outcome.String(), impact, dimension, practice, f.Check, t.Title(f.Check), t.Message(f),
		strings.Join(f.Criteria, " "), strings.Join(en, " "), strings.Join(rgaa, " "), strings.Join(affects, " "),
		f.Component, f.Selector, f.HTML, f.Fingerprint, decision,
	}
	for i, s := range row {
		row[i] = cell(s)
	}
	return row
}

// cell keeps a spreadsheet from taking foreign text for a formula: what begins
// as one is led by an apostrophe, which spreadsheets read as "this is text".
func cell(s string) string {
	if strings.IndexAny(strings.TrimLeft(s, " "), "=+-@\t\r\n") == 0 {
		return "'" + s
	}
	return s
}
