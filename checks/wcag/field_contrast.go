package wcag

import (
	"fmt"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/checks/color"
	"github.com/usager/usager/page"
)

var fieldContrast = &checks.Check{
	ID:       "field-contrast",
	Criteria: []string{"1.4.11"},
	Affects:  []checks.Group{checks.LimitedVision, checks.NoColour, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("input, textarea, select") {
			switch aria.InputType(n) {
			case "hidden", "submit", "button", "reset", "image", "checkbox", "radio", "range", "color", "file":
				continue
			}
			if !p.Page.Visible(n) || aria.Disabled(p.Page, n) {
				continue
			}
			around, ok := behind(p.Page, p.Page.Parent(n))
			if !ok || p.Page.Style(n, "box-shadow") != "none" || paintsImage(p.Page.Style(n, "background-image")) {
				continue
			}
			inside := around
			if c, ok := color.Parse(p.Page.Style(n, "background-color")); ok {
				inside = c.Over(around)
			}
			best := color.Contrast(inside, around)
			for _, side := range []string{"top", "right", "bottom", "left"} {
				c, ok := color.Parse(p.Page.Style(n, "border-"+side+"-color"))
				if ok && pixels(p.Page.Style(n, "border-"+side+"-width")) > 0 && p.Page.Style(n, "border-"+side+"-style") != "none" {
					best = max(best, color.Contrast(c.Over(inside), around), color.Contrast(c.Over(inside), inside))
				}
			}
			if best >= 3 {
				p.Passed(n)
			} else {
				p.CantTell(n, "faint", "ratio", fmt.Sprintf("%.1f:1", best))
			}
		}
	},
}

// behind returns the colour of what n and its ancestors paint; ok is false if
// an image is among it, or something translucent.
func behind(p *page.Page, n *html.Node) (c color.RGBA, ok bool) {
	for ; n != nil; n = p.Parent(n) {
		if n.Type != html.ElementNode {
			continue
		}
		if paintsImage(p.Style(n, "background-image")) || number(p.Style(n, "opacity"), 1) < 1 {
			return c, false
		}
		if bg, ok := color.Parse(p.Style(n, "background-color")); ok && bg.A > 0 {
			return bg, bg.A == 1
		}
	}
	return color.RGBA{R: 1, G: 1, B: 1, A: 1}, true
}
