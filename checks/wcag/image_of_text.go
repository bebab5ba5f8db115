package wcag

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var imageOfText = &checks.Check{
	ID:       "image-of-text",
	Criteria: []string{"1.4.5"},
	ACT:      []string{"0va7u6"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("img, input[type=image], object[data], [role=img]") {
			if !p.Page.Visible(n) || n.DataAtom == atom.Svg {
				continue
			}
			box := p.Page.Info(n).Box
			name := aria.Name(p.Page, n)
			switch {
			case box.Width < 60 || box.Height < 14:
				p.Passed(n) // too small for words
			case strings.HasPrefix(attr(n, "src"), "data:image/svg"), n.DataAtom == atom.Div:
				p.Passed(n)
			case box.Width >= 3*box.Height && box.Height <= 120 && len(strings.Fields(name)) >= 2:
				p.CantTell(n, "banner", "name", short(name))
			case len(strings.Fields(name)) >= 25:
				p.CantTell(n, "long", "name", short(name))
			case strings.Contains(strings.ToLower(name), "logo"):
				p.Passed(n) // essential
			default:
				p.CantTell(n, "ask", "name", short(name))
			}
		}
	},
}
