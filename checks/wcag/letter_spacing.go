package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var letterSpacing = &checks.Check{
	ID:       "letter-spacing",
	Criteria: []string{"1.4.12"},
	ACT:      []string{"24afc2"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Serious,
	Needs:    page.Style | page.Layout,
	Run:      spacing("letter-spacing", 0.12, false),
}
