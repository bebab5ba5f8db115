package wcag

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var textSpacing = &checks.Check{
	ID:       "text-spacing",
	Criteria: []string{"1.4.12"},
	Affects:  lowVision,
	Impact:   checks.Serious,
	Needs:    page.TextSpacing,
	Run: func(p *checks.Pass) {
		found := judgeCuts(p, p.Page.Observed.Spacing.Cuts)
		if root := rootElement(p.Page); !found && root != nil && p.Page.VisibleText(root) != "" {
			p.Passed(root)
		}
	},
}

// surelyCut is the part of a line that must be gone for it to be certain that
// letters are.
const surelyCut = 0.1
