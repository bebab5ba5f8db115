package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var targetSizeEnhanced = &checks.Check{
	ID:       "target-size-enhanced",
	Criteria: []string{"2.5.5"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedVision},
	Impact:   checks.Minor,
	Needs:    page.Style | page.Layout,
	Run:      sizeOf(44, false),
}
