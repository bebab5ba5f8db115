package channels

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var contactBlockComplete = &checks.Check{
	ID:       "contact-block-complete",
	Affects:  everyone,
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, h := range p.Page.Find("h1") {
			title := words.Fold(p.Page.VisibleText(h)).S
			if m := contactWords.Find(title); m == nil || len(strings.Fields(title)) > 6 {
				continue
			}
			for _, kind := range []string{Phone, Postal, Opening} {
				if offersHuman(p.Page, kind) {
					p.Passed(h)
				} else {
					p.CantTell(h, kind)
				}
			}
			return
		}
	},
}
