package clarity

import (
	"github.com/usager/usager/checks"
)

var wallOfText = &checks.Check{
	ID:      "wall-of-text",
	Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage, checks.LimitedVision},
	Impact:  checks.Minor,
	Run:     runWallOfText,
}

const wallWords = 120 // a paragraph of more is no longer read, but searched

func runWallOfText(p *checks.Pass) {
	for i := range read(p.Page).passages {
		b := &read(p.Page).passages[i]
		n := b.text.Stats().Words
		switch {
		case b.Kind != "p" && b.Kind != "div" && b.Kind != "li" && b.Kind != "td" && b.Kind != "dd":
		case n > wallWords:
			p.CantTell(b.Node, "long", "words", count(n), "limit", count(wallWords), "term", clip(b.Text, 80))
		case n > wallWords/4:
			p.Passed(b.Node)
		}
	}
}
