package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var wordSpacing = &checks.Check{
	ID:       "word-spacing",
	Criteria: []string{"1.4.12"},
	ACT:      []string{"9e45ec"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Serious,
	Needs:    page.Style | page.Layout,
	Run:      spacing("word-spacing", 0.16, false),
}
