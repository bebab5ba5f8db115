package wcag

import (
	"strconv"

	"github.com/usager/usager/checks"
)

var metaRefreshNoException = &checks.Check{
	ID:       "meta-refresh-no-exception",
	Criteria: []string{"2.2.4", "3.2.5"},
	ACT:      []string{"bisz58"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		n, seconds := refreshMeta(p.Page)
		switch {
		case n == nil:
		case seconds > 0:
			p.Failed(n, "delay", "seconds", strconv.Itoa(seconds))
		default:
			p.Passed(n)
		}
	},
}
