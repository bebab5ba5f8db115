package wcag

import (
	"strconv"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
)

var presentationalMarkup = &checks.Check{
	ID:       "presentational-markup",
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		type use struct {
			what  string
			first *html.Node
			count int
		}
		var uses []*use
		byName := make(map[string]*use)
		note := func(what string, n *html.Node) {
			u := byName[what]
			if u == nil {
				u = &use{what: what, first: n}
				byName[what] = u
				uses = append(uses, u)
			}
			u.count++
		}
		for _, n := range p.Page.Find("body, body *") {
			if n.Namespace != "" || p.Page.DocumentOf(n) != p.Page.Root {
				continue
			}
			if looks[n.DataAtom] {
				note("<"+n.Data+">", n)
			}
			for _, a := range n.Attr {
				if looksBy[a.Key] && n.DataAtom != atom.Svg {
					note(a.Key, n)
				}
			}
		}
		for _, u := range uses {
			p.Failed(u.first, "used", "what", u.what, "count", strconv.Itoa(u.count))
		}
		if len(uses) == 0 {
			p.Passed(rootElement(p.Page))
		}
	},
}

// looks are the elements, and looksBy the attributes, that only say how
// something looks (RGAA 4.1.2, tests 10.1.1 and 10.1.2).
var (
	looks = map[atom.Atom]bool{
		atom.Basefont: true, atom.Big: true, atom.Blink: true, atom.Center: true, atom.Font: true, atom.Marquee: true, atom.Strike: true, atom.Tt: true,
	}
	looksBy = map[string]bool{
		"align": true, "alink": true, "background": true, "bgcolor": true, "border": true, "cellpadding": true, "cellspacing": true,
		"clear": true, "compact": true, "frameborder": true, "hspace": true, "link": true, "marginheight": true, "marginwidth": true,
		"text": true, "valign": true, "vlink": true, "vspace": true,
	}
)
