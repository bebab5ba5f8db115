package document

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// pdfTime bounds the reading of one PDF file. A file made to keep the reader
// busy costs that long and one goroutine.
const pdfTime = 20 * time.Second

// readPDF returns the text layer of a PDF file.
func readPDF(data []byte) (string, error) {
	type answer struct {
		text string
		err  error
	}
	done := make(chan answer, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- answer{err: fmt.Errorf("%w: read PDF: %v", ErrDamaged, v)}
			}
		}()
		s, err := pages(data, time.Now().Add(pdfTime))
		done <- answer{s, err}
	}()
	select {
	case a := <-done:
		return a.text, a.err
	case <-time.After(pdfTime):
		return "", fmt.Errorf("%w: PDF takes more than %v to read", ErrDamaged, pdfTime)
	}
}

func pages(data []byte, deadline time.Time) (string, error) {
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if errors.Is(err, pdf.ErrInvalidPassword) {
		return "", ErrLocked
	}
	if err != nil {
		return "", fmt.Errorf("%w: open PDF: %v", ErrDamaged, err)
	}
	var out strings.Builder
	for i := 1; i <= min(r.NumPage(), maxPages) && out.Len() < maxText && time.Now().Before(deadline); i++ {
		if p := r.Page(i); !p.V.IsNull() {
			lines(p.Content().Text, &out)
		}
	}
	return out.String(), nil
}

// lines puts the glyphs of a page together: a new line where the baseline moves,
// an empty line where it moves by more than the lines of a paragraph do, a space
// where the gap between two glyphs is that of words. A page that writes its
// spaces is taken at its word: there a small gap is one of the typeface.
func lines(glyphs []pdf.Text, out *strings.Builder) {
	spaces := 0
	for i := range glyphs {
		if strings.Contains(glyphs[i].S, " ") {
			spaces++
		}
	}
	wordGap := 0.18 // of the size of the letters
	if spaces*20 > len(glyphs) {
		wordGap = 0.6
	}
	var line strings.Builder
	var last *pdf.Text
	pitch := 0.0 // from line to line in this paragraph
	wrapped := false
	flush := func(apart bool) {
		s := strings.TrimSpace(line.String())
		line.Reset()
		if s == "" {
			return
		}
		// A word cut at the end of a line is one word again.
		if wrapped && !apart && cutWord(s) {
			out.WriteString(strings.TrimSuffix(s, "-"))
			return
		}
		out.WriteString(s)
		out.WriteByte('\n')
		if apart {
			out.WriteByte('\n')
		}
	}
	for i := range glyphs {
		g := &glyphs[i]
		size := math.Abs(g.FontSize)
		if size < 1 {
			size = 10
		}
		if last != nil {
			down := last.Y - g.Y
			gap := g.X - (last.X + last.W)
			switch {
			case math.Abs(down) > size*0.5:
				first, _ := utf8.DecodeRuneInString(g.S)
				wrapped = unicode.IsLower(first)
				apart := down < 0 || down > size*3 || pitch > 0 && down > pitch*1.3 || pitch == 0 && down > size*1.8 || math.Abs(last.FontSize-g.FontSize) > 1
				flush(apart)
				if pitch = down; apart {
					pitch = 0
				}
			case gap > size*wordGap && g.S != " " && last.S != " ":
				line.WriteByte(' ')
			}
		}
		line.WriteString(g.S)
		last = g
		if out.Len() > maxText {
			return
		}
	}
	flush(true)
}

// cutWord reports whether a line ends in the first part of a word.
func cutWord(s string) bool {
	before, ok := strings.CutSuffix(s, "-")
	r, _ := utf8.DecodeLastRuneInString(before)
	return ok && unicode.IsLower(r)
}
