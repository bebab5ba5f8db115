package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var keyboardTrap = &checks.Check{
	ID:       "keyboard-trap",
	Criteria: []string{"2.1.2"},
	ACT:      []string{"80af7b", "a1b64e", "ebe86a"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Critical,
	Needs:    page.Keyboard,
	Run: func(p *checks.Pass) {
		var inside []*html.Node
		for _, n := range p.Page.Find("body, body *") {
			info := p.Page.Info(n)
			switch {
			case info.Trap != "":
				inside = append(inside, n)
			case info.Stop > 0:
				p.Passed(n)
			}
		}
		help := false // something in the circle may tell how to leave it
		for _, n := range inside {
			help = help || says("leave", aria.Name(p.Page, n))
		}
		for _, n := range inside {
			switch key := p.Page.Info(n).Trap; {
			case key == page.TrapClosed && help:
				p.CantTell(n, "help")
			case key == page.TrapClosed:
				p.Failed(n, "closed")
			case strings.EqualFold(key, "escape"):
				p.Passed(n) // a standard way to leave
			default:
				p.CantTell(n, "key", "key", short(key))
			}
		}
	},
}
