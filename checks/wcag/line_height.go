package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var lineHeight = &checks.Check{
	ID:       "line-height",
	Criteria: []string{"1.4.12"},
	ACT:      []string{"78fd32"},
	Affects:  []checks.Group{checks.LimitedVision, checks.LimitedCognition},
	Impact:   checks.Serious,
	Needs:    page.Style | page.Layout,
	Run:      spacing("line-height", 1.5, true),
}
