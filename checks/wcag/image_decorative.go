package wcag

import (
	"slices"

	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var imageDecorative = &checks.Check{
	ID:       "image-decorative",
	Criteria: []string{"1.1.1"},
	ACT:      []string{"e88epe"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("img, svg, canvas") {
			if !p.Page.Visible(n) || p.Page.Closest(n, "svg svg, button, a[href], [role=button], [role=link]") != nil {
				continue // in a control the name of the control counts
			}
			hidden := aria.AriaHidden(p.Page, n)
			if role := aria.Role(p.Page, n); !hidden && role != "none" {
				continue
			}
			alt := page.Collapse(attr(n, "alt"))
			caption := ""
			if f := p.Page.Closest(n, "figure"); f != nil {
				for _, c := range p.Page.FindIn(f, "figcaption") {
					caption = p.Page.Text(c)
				}
			}
			telling := slices.ContainsFunc(nameWords(fileOf(p.Page, n)), func(w string) bool { return slices.Contains(phrases.Telling, w) })
			switch {
			case alt != "" && n.DataAtom == atom.Img:
				p.CantTell(n, "described", "alt", short(alt))
			case caption != "":
				p.CantTell(n, "captioned", "caption", short(caption))
			case telling:
				p.CantTell(n, "telling", "file", short(fileOf(p.Page, n)))
			default:
				p.Passed(n)
			}
		}
	},
}
