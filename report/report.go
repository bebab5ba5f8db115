// Package report writes an audit for its readers: a table for a terminal,
// JSON, SARIF, JUnit, EARL and others for programs, spreadsheets and drafts of
// statements for offices, and a folder of HTML pages for people.
//
// A report says nothing that is not in the audit. It computes no conformity
// rate and blends no scores.
package report

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// Options says how a report is written. The zero value writes English, 100
// columns wide, without colours, and names checks, personas and goals by ID.
type Options struct {
	Lang    string          // one of checks.Languages; English if it is not
	Catalog *checks.Catalog // texts of the checks
	Width   int             // of the terminal, in columns; 0 is 100
	Color   bool            // ANSI colours in the table

	// Journey puts the reason of a journey in words, Persona and Goal give the
	// titles of their IDs. Without them the report shows keys and IDs.
	Journey func(m checks.Message, lang string) string
	Persona func(id, lang string) string
	Goal    func(id, lang string) string
	// About says in a few sentences who a persona is; nothing without it.
	About func(id, lang string) string
	// Picture returns a picture (JPEG) of a step of a journey by its name, see
	// audit.Act. Without it journeys have no pictures.
	Picture func(name string) ([]byte, error)

	// Crop returns a picture (JPEG, PNG or WebP) of a part of a page, given the
	// hash of its snapshot; nothing if there is none. Without it the HTML
	// report has no pictures.
	Crop func(snapshot string, box page.Box) ([]byte, error)
	// Shot returns the pictures of a finding, see checks.Finding.Shot. Without
	// it the HTML report has none.
	Shot func(snapshot string, n int) (before, after []byte, err error)

	// Questions has the formats for machines hold what a person must decide as
	// well, as notes: SARIF, lines.
	Questions bool

	// Answers to the questions for people, by ID.
	Answers map[string]Answer

	Comparison *audit.Comparison  // with an earlier audit, nil if none
	Clarity    map[string]float64 // scores of that audit's pages, by URL
	Trend      []audit.Point      // the audits of the site up to this one, the oldest first
}

// A writer writes an audit in one format.
type writer func(context.Context, io.Writer, *audit.Audit, *words) error

// formats are what Write knows, each with the name of its file. A new one is a
// function and a line here.
var formats = map[string]struct {
	write writer
	file  string
}{
	"csv":          {writeCSV, "audit.csv"},
	"earl":         {writeEARL, "audit.earl.jsonld"},
	"json":         {writeJSON, "audit.json"},
	"jsonl":        {writeJSONL, "audit.jsonl"},
	"junit":        {writeJUnit, "audit.junit.xml"},
	"lines":        {writeLines, "audit.txt"},
	"markdown":     {writeMarkdown, "audit.md"},
	"rgaa":         {writeRGAA, "audit.rgaa.csv"},
	"sarif":        {writeSARIF, "audit.sarif"},
	"statement-eu": {writeStatementEU, "statement-eu.md"},
	"statement-fr": {writeStatementFR, "statement-fr.md"},
	"table":        {writeTable, "table.txt"},
	"xlsx":         {writeXLSX, "audit.xlsx"},
}

// Formats returns the names that Write accepts, sorted.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// File returns the name of the file that a format is kept in, "" if there is no
// such format.
func File(format string) string { return formats[format].file }

// Binary reports whether a format is of no use on a terminal.
func Binary(format string) bool { return format == "xlsx" }

// Write writes an audit in one of Formats. It reads the pages of the audit one
// by one; cancelling ctx stops it between two pages.
func Write(ctx context.Context, w io.Writer, format string, a *audit.Audit, opts Options) error {
	f, ok := formats[format]
	if !ok {
		return fmt.Errorf("no format %q: one of %s", format, strings.Join(Formats(), ", "))
	}
	if err := f.write(ctx, w, a, newWords(opts)); err != nil {
		return fmt.Errorf("write audit %s as %s: %w", a.ID, format, err)
	}
	return nil
}
