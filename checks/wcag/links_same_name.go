package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
)

var linksSameName = &checks.Check{
	ID:       "links-same-name",
	Criteria: []string{"2.4.9"},
	ACT:      []string{"b20e66"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Minor,
	Run: func(p *checks.Pass) {
		compareLinks(p, func(*html.Node) string { return "" })
	},
}
