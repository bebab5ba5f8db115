package channels

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

var appointmentOnlineOnly = &checks.Check{
	ID:       "appointment-online-only",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition, checks.NoVision},
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		about := appointmentWords.says(words.Fold(titleOf(p.Page)).S)
		if !about {
			return
		}
		if offersHuman(p.Page, Phone) {
			p.Passed(p.Page.Root)
			return
		}
		for _, b := range p.Page.Blocks() {
			if f := words.Fold(b.Text).S; onlyOnlineWords.Match(f) && appointmentWords.text.Match(f) {
				p.Failed(b.Node, "only", "text", clip(page.Collapse(b.Text), 120))
				return
			}
		}
		if !offersHuman(p.Page, Postal, Opening, Callback) {
			p.CantTell(nil, "online")
		} else {
			p.Passed(p.Page.Root)
		}
	},
}

var appointmentWords = func() *linkKind {
	for i := range linksData.Kinds {
		if linksData.Kinds[i].Kind == Appointment {
			return &linksData.Kinds[i]
		}
	}
	panic("links.yaml: no kind " + Appointment)
}()

// titleOf returns the main heading of a page, or its title if it has none.
func titleOf(p *page.Page) string {
	for _, h := range p.Find("h1") {
		if p.Visible(h) {
			return p.VisibleText(h)
		}
	}
	for _, t := range p.Find("head > title") {
		return p.Text(t)
	}
	return ""
}
