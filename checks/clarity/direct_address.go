package clarity

import (
	"github.com/usager/usager/checks"
)

var directAddress = &checks.Check{
	ID:      "direct-address",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage},
	Impact:  checks.Minor,
	Run:     runDirectAddress,
}

const addressWords = 150 // a text of fewer may well address nobody

func runDirectAddress(p *checks.Pass) {
	r := read(p.Page)
	if !r.known {
		return
	}
	s := r.whole.Stats()
	if s.Words < addressWords || s.Sentences < 5 {
		return // lists and notices
	}
	if s.Persons > 0 {
		p.Passed(p.Page.Root)
		return
	}
	p.CantTell(p.Page.Root, "nobody", "words", count(s.Words))
}
