package channels

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

var humanExit = &checks.Check{
	ID:       "human-exit",
	Affects:  everyone,
	Impact:   checks.Critical,
	Practice: true,
	Run: func(p *checks.Pass) {
		start := onlineService(p.Page)
		if start == nil {
			return
		}
		if offersHuman(p.Page, human...) || linksToContact(p.Page) {
			p.Passed(start)
			return
		}
		p.CantTell(start, "none")
	},
}

// onlineService returns the link or button of the page's content that begins a
// procedure online, or nil.
func onlineService(p *page.Page) *html.Node {
	r := reader{p: p}
	for _, n := range p.Find("a[href], button, input[type=submit]") {
		if p.Region(n) != page.Content || p.Hidden(n) {
			continue
		}
		if onlineServiceWords.Match(words.Fold(clip(r.name(n), 120)).S) {
			return n
		}
	}
	return nil
}

func linksToContact(p *page.Page) bool {
	r := reader{p: p}
	for _, a := range p.Find("a[href]") {
		if !p.Hidden(a) && contactLink(r.name(a)) {
			return true
		}
	}
	return false
}
