package wcag

import (
	"fmt"
	"strings"
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// BenchmarkChecks judges a page of some 1,500 and of some 7,000 nodes with all
// checks of the family that need no browser.
func BenchmarkChecks(b *testing.B) {
	for _, sections := range []int{60, 280} {
		var src strings.Builder
		src.WriteString(`<!DOCTYPE html><html lang="en"><head><title>Waste</title></head><body><nav><ul><li><a href="a">A</a></li></ul></nav><main><h1>Waste</h1>`)
		for i := range sections {
			fmt.Fprintf(&src, `<section><h2>Part %d</h2><p>Waste is collected on <a href="d%d">Tuesday</a> in the centre.</p><ul><li>One</li><li>Two <b>bold</b></li></ul><form action="x"><label for="f%d">Name</label> <input id="f%d"></form></section>`, i, i, i, i)
		}
		src.WriteString(`</main></body></html>`)
		p, err := page.Parse("https://x.example/", strings.NewReader(src.String()))
		if err != nil {
			b.Fatal(err)
		}
		var cs []*checks.Check
		for _, c := range Family.Checks {
			if c.Run != nil && c.Needs == 0 {
				cs = append(cs, c)
			}
		}
		checks.Run(p, cs) // reads the tables
		b.Run(fmt.Sprintf("%d-sections", sections), func(b *testing.B) {
			for b.Loop() {
				checks.Run(p, cs)
			}
		})
	}
}
