package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var contrast = &checks.Check{
	ID:       "contrast",
	Criteria: []string{"1.4.3"},
	ACT:      []string{"afw4f7"},
	Affects:  []checks.Group{checks.LimitedVision, checks.NoColour},
	Impact:   checks.Serious,
	Needs:    page.Style | page.Layout,
	Run:      contrastOf(ratios{normal: 4.5, large: 3}),
}
