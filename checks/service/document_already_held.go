package service

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

var documentAlreadyHeld = &checks.Check{
	ID:       "document-already-held",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedCognition, checks.OtherLanguage, checks.LimitedReach},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		r := procedureOf.of(p.Page, ReadProcedure)
		if r == nil || len(r.Documents) == 0 {
			return
		}
		for _, d := range r.Documents {
			node := itemOf(p.Page, d.Text)
			if s := words.Fold(d.Text).S; heldWords.Match(s) && node != nil {
				p.CantTell(node, "held", "document", d.Text)
			} else if node != nil {
				p.Passed(node)
			}
		}
	},
}

// itemOf returns the item of a list whose text begins as that of a document.
func itemOf(p *page.Page, text string) *html.Node {
	for _, b := range contentOf(p) {
		if clip(page.Collapse(b.Text), 160) == text {
			return b.Node
		}
	}
	return nil
}

var heldWords = words.Compile(procedureData.Held)
