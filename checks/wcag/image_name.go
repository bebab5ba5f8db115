package wcag

import (
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var imageName = &checks.Check{
	ID:       "image-name",
	Criteria: []string{"1.1.1"},
	ACT:      []string{"23a2a8"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find(`img, [role~="img" i], [role~="image" i]`) {
			if n.Namespace != "" || aria.Hidden(p.Page, n) || aria.LeafAncestor(p.Page, n) != nil {
				continue
			}
			switch role := aria.Role(p.Page, n); {
			case n.DataAtom == atom.Img && role == "none":
				p.Passed(n) // declared as decoration
			case role != "img" && role != "doc-cover":
			case aria.Name(p.Page, n) != "":
				p.Passed(n)
			case n.DataAtom == atom.Img && page.HasAttr(n, "alt") && attr(n, "alt") != "":
				p.Failed(n, "blank")
			case n.DataAtom == atom.Img && page.HasAttr(n, "alt"):
				p.Failed(n, "conflict")
			default:
				p.Failed(n, "missing")
			}
		}
	},
}
