package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var labelFor = &checks.Check{
	ID:       "label-for",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("label[for]") {
			if aria.Hidden(p.Page, n) {
				continue
			}
			switch id := attr(n, "for"); {
			case aria.Labelled(p.Page, n) != nil:
				p.Passed(n)
			case p.Page.ByID(n, id) != nil:
				p.Failed(n, "other", "id", short(id), "element", "<"+p.Page.ByID(n, id).Data+">")
			case page.Collapse(id) == "" && len(p.Page.FindIn(n, "input, select, textarea, button")) == 0:
				p.Failed(n, "missing", "id", "")
			case id != "":
				p.Failed(n, "missing", "id", short(id))
			}
		}
	},
}
