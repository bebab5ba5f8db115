package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
)

var pageTitle = &checks.Check{
	ID:       "page-title",
	Criteria: []string{"2.4.2"},
	ACT:      []string{"2779a5"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil {
			return
		}
		switch title := documentTitle(p.Page); {
		case title == nil:
			p.Failed(root, "missing")
		case strings.TrimSpace(p.Page.Text(title)) == "":
			p.Failed(title, "empty")
		default:
			p.Passed(title)
		}
	},
}
