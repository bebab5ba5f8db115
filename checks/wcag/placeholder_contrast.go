package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/color"
	"github.com/usager/usager/page"
)

var placeholderContrast = &checks.Check{
	ID:       "placeholder-contrast",
	Criteria: []string{"1.4.3"},
	Affects:  []checks.Group{checks.LimitedVision, checks.NoColour, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		fields := p.Page.Find("input[placeholder], textarea[placeholder]")
		if len(fields) == 0 {
			return
		}
		want := ratios{normal: 4.5, large: 3}
		m := &meter{p: p.Page, backdrop: backdropOf(p.Page), inactive: inactive(p.Page)}
		for _, n := range fields {
			words, _ := page.Attr(n, "placeholder")
			info := p.Page.Info(n)
			if !inWords(words) || m.inactive[n] || info.Value != "" || !p.Page.Visible(n) {
				continue
			}
			for i := range info.Pseudos {
				ps := &info.Pseudos[i]
				fore, ok := color.Parse(ps.Get("color"))
				if ps.Type != "placeholder" || !ok || fore.A == 0 {
					continue
				}
				if o := number(ps.Get("opacity"), 1); o < 1 {
					fore = fore.Fade(o)
				}
				box := info.Box
				inner := page.Box{X: box.X + box.Width*0.1, Y: box.Y + box.Height*0.3, Width: box.Width * 0.8, Height: box.Height * 0.4}
				if v, ok := m.over(n, n, fore, []page.Box{inner}, want.of(p.Page, n)); ok {
					report(p, n, v)
				}
			}
		}
	},
}
