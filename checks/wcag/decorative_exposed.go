package wcag

import (
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var decorativeExposed = &checks.Check{
	ID:       "decorative-exposed",
	ACT:      []string{"46ca7f"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("img, [role]") {
			explicit := aria.ExplicitRole(n)
			alt, hasAlt := page.Attr(n, "alt")
			decorative := explicit == "none" || explicit == "" && n.DataAtom == atom.Img && hasAlt && alt == ""
			if !decorative || aria.Hidden(p.Page, n) {
				continue
			}
			if aria.Role(p.Page, n) == "none" {
				p.Passed(n)
			} else {
				p.Failed(n, "exposed")
			}
		}
	},
}
