package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var contrastEnhanced = &checks.Check{
	ID:       "contrast-enhanced",
	Criteria: []string{"1.4.6"},
	ACT:      []string{"09o5cg"},
	Affects:  []checks.Group{checks.LimitedVision, checks.NoColour},
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run:      contrastOf(ratios{normal: 7, large: 4.5}),
}
