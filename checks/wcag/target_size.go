package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var targetSize = &checks.Check{
	ID:       "target-size",
	Criteria: []string{"2.5.8"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedVision},
	Impact:   checks.Moderate,
	Needs:    page.Style | page.Layout,
	Run:      sizeOf(24, true),
}
