package wcag

import (
	"unicode"

	"github.com/usager/usager/checks"
)

var textDirection = &checks.Check{
	ID:       "text-direction",
	Affects:  []checks.Group{checks.OtherLanguage, checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, b := range p.Page.Blocks() {
			rtl, letters := 0, 0
			for _, r := range b.Text {
				if !unicode.IsLetter(r) {
					continue
				}
				if letters++; unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana) {
					rtl++
				}
			}
			if rtl < 4 || rtl*2 < letters {
				continue
			}
			if d := p.Page.Closest(b.Node, "[dir=rtl i], [dir=auto i]"); d != nil || len(p.Page.FindIn(b.Node, "[dir=rtl i], [dir=auto i], bdi")) > 0 {
				p.Passed(b.Node)
			} else {
				p.Failed(b.Node, "undeclared", "text", short(b.Text))
			}
		}
	},
}
