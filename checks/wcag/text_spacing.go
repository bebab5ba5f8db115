package wcag

import (
	"strconv"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var textSpacing = &checks.Check{
	ID:       "text-spacing",
	Criteria: []string{"1.4.12"},
	Affects:  lowVision,
	Impact:   checks.Serious,
	Needs:    page.TextSpacing,
	Run: func(p *checks.Pass) {
		s := p.Page.Observed.Spacing
		for _, c := range s.Cuts {
			n := node(p.Page, c.Box)
			switch {
			case c.Beyond != "":
				p.CantTell(n, "over", "text", c.Text, "other", c.Beyond)
			case c.Dotted, c.Part < surelyCut:
				p.CantTell(n, "shortened", "text", c.Text)
			default:
				p.Failed(n, "cut", "text", c.Text, "percent", strconv.Itoa(int(c.Part*100)))
			}
		}
		if root := rootElement(p.Page); len(s.Cuts) == 0 && root != nil && p.Page.VisibleText(root) != "" {
			p.Passed(root)
		}
	},
}

// surelyCut is the part of a line that must be gone for it to be certain that
// letters are.
const surelyCut = 0.1
