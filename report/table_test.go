package report_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/report"
)

var ansi = regexp.MustCompile("\x1b\\[[0-9;]+m")

func TestTableFits(t *testing.T) {
	a, opts := sample(t, 12)
	for _, lang := range checks.Languages {
		for _, width := range []int{60, 80, 100, 132, 200} {
			for _, color := range []bool{false, true} {
				opts.Lang, opts.Width, opts.Color = lang, width, color
				out := string(write(t, "table", a, opts))
				if color != ansi.MatchString(out) {
					t.Errorf("%s: colour %v, but styles are %v", lang, color, !color)
				}
				for l := range strings.Lines(ansi.ReplaceAllString(out, "")) {
					l = strings.TrimSuffix(l, "\n")
					if w := displaywidth.String(l); w > width {
						t.Errorf("%s: %d columns in %d: %s", lang, w, width, l)
					}
					if strings.ContainsFunc(l, unicode.IsControl) || strings.ContainsFunc(l, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }) {
						t.Errorf("control characters in %q", l)
					}
				}
			}
		}
	}
}

// TestPagesFail hands on what went wrong in reading pages.
func TestPagesFail(t *testing.T) {
	broken := errors.New("disk")
	a, opts := sample(t, 5)
	whole := a.Pages
	pages := whole(t.Context())
	a.SetPages(func(context.Context) iter.Seq2[*audit.Page, error] {
		return func(yield func(*audit.Page, error) bool) {
			n := 0
			for p, err := range pages {
				if n++; n > 2 {
					yield(nil, broken)
					return
				}
				if !yield(p, err) {
					return
				}
			}
		}
	})
	for _, format := range []string{"json", "csv"} {
		if err := report.Write(t.Context(), io.Discard, format, a, opts); !errors.Is(err, broken) {
			t.Errorf("%s: error %v, want %v", format, err, broken)
		}
		if err := report.Write(t.Context(), full{}, format, a, opts); err == nil {
			t.Errorf("%s: no error from a full disk", format)
		}
	}
	if err := report.WriteHTML(t.Context(), t.TempDir(), a, opts); !errors.Is(err, broken) {
		t.Errorf("html: error %v, want %v", err, broken)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// BenchmarkHTML writes the report of a large audit.
func BenchmarkHTML(b *testing.B) {
	a, opts := sample(b, 10_000)
	for b.Loop() {
		dir := b.TempDir()
		if err := report.WriteHTML(b.Context(), dir, a, opts); err != nil {
			b.Fatal(err)
		}
		fi, err := os.Stat(filepath.Join(dir, "index.html"))
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(fi.Size()), "index-bytes")
	}
}

// BenchmarkJSON writes a large audit.json.
func BenchmarkJSON(b *testing.B) {
	a, opts := sample(b, 10_000)
	for b.Loop() {
		var n counter
		if err := report.Write(b.Context(), &n, "json", a, opts); err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(n))
	}
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// TestCSVReadsBack reads the rows as a spreadsheet would.
func TestCSVReadsBack(t *testing.T) {
	a, opts := sample(t, 4)
	out := write(t, "csv", a, opts)
	if bytes.Contains(out, []byte("\n=")) || bytes.Contains(out, []byte(",=")) {
		t.Error("a cell begins with =")
	}
	r := csv.NewReader(bytes.NewReader(out))
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	count := func(rs []checks.Result) {
		for _, r := range rs {
			want += len(r.Findings)
		}
	}
	count(a.Site)
	for p := range a.Pages(t.Context()) {
		count(p.Results)
	}
	if len(rows)-1 != want {
		t.Errorf("%d rows, want %d", len(rows)-1, want)
	}
}
