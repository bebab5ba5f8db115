package wcag

import "github.com/usager/usager/checks"

// hasTables proves by its absence that what is said of tables does not apply.
var hasTables = &checks.Check{
	ID:       "has-tables",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Absence:  true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("table, [role=table], [role=grid], [role=treegrid]") {
			p.Passed(n)
		}
	},
}
