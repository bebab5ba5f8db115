package wcag

import (
	"regexp"
	"strings"

	"github.com/usager/usager/checks"
)

var fakeList = &checks.Check{
	ID:       "fake-list",
	Criteria: []string{"1.3.1"},
	Affects:  blind,
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		run, reported := 0, false
		for i, b := range p.Page.Blocks() {
			lines := strings.Split(b.Text, "\n")
			bullets := 0
			for _, l := range lines {
				if bullet.MatchString(l) {
					bullets++
				}
			}
			plain := b.Kind == "p" || b.Kind == "div" || b.Kind == "span" || b.Kind == "td"
			switch {
			case !plain:
				run = 0
			case bullets >= 3:
				p.CantTell(b.Node, "lines", "text", short(b.Text))
				reported, run = true, 0
			case bullets == 1 && len(lines) == 1:
				if run++; run == 3 {
					first := p.Page.Blocks()[i-2]
					p.CantTell(first.Node, "lines", "text", short(first.Text))
					reported = true
				}
			default:
				run = 0
			}
		}
		if !reported {
			for _, n := range p.Page.Find("ul, ol") {
				p.Passed(n)
			}
		}
	},
}

// bullet matches a line that begins like a list item.
var bullet = regexp.MustCompile(`^(?:[•▪■●◦‣·*–—➢➤►→✓✔-]|\(?[0-9]{1,2}[.)]|[a-z]\))\s+\pL`)
