package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// progress tells on stderr how far an audit is: one line that changes on a
// terminal, a plain line now and then elsewhere.
type progress struct {
	w        io.Writer
	say      *words
	terminal bool
	width    int
	limit    int
	audited  int
	other    int
	last     time.Time
}

func newProgress(w io.Writer, say *words, limit int) *progress {
	p := &progress{w: w, say: say, limit: limit}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		p.terminal = true
		p.width = 80
		if width, _, err := term.GetSize(int(f.Fd())); err == nil {
			p.width = width
		}
	}
	return p
}

const barWidth = 20

// met reports one URL and whether it was audited.
func (p *progress) met(url string, audited bool) {
	if audited {
		p.audited++
	} else {
		p.other++
	}
	now := time.Now()
	line := p.say.text("progress", "audited", fmt.Sprint(p.audited), "other", fmt.Sprint(p.other), "url", url)
	switch {
	case p.terminal && now.Sub(p.last) > 50*time.Millisecond:
		full := min(barWidth, p.audited*barWidth/max(1, p.limit))
		bar := strings.Repeat("█", full) + strings.Repeat("░", barWidth-full)
		r := []rune(bar + " " + line)
		fmt.Fprintf(p.w, "\r\x1b[K%s", string(r[:min(len(r), p.width-1)]))
		p.last = now
	case !p.terminal && now.Sub(p.last) > 5*time.Second:
		fmt.Fprintln(p.w, line)
		p.last = now
	}
}

// done clears the line.
func (p *progress) done() {
	if p.terminal {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

// terminal returns the width of the terminal that w is, and whether colours
// may be used; 0 and no colours if it is none. See https://no-color.org.
func terminal(w io.Writer) (width int, color bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0, false
	}
	return width, os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
