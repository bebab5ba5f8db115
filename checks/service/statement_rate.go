package service

import (
	"strconv"

	"github.com/usager/usager/checks"
)

var statementRate = &checks.Check{
	ID:      "statement-rate",
	Affects: disabled,
	Impact:  checks.Moderate,
	Run: func(p *checks.Pass) {
		s := readStatement(p.Page)
		if s == nil || s.country != "fr" || s.state == "" {
			return
		}
		if s.rateOf == nil {
			if s.state != none { // without an audit a site is not conformant
				p.CantTell(s.node, "norate")
			}
			return
		}
		// RGAA: all criteria, at least half of them, less.
		want := none
		switch {
		case s.rate == 100:
			want = total
		case s.rate >= 50:
			want = partial
		}
		if want == s.state {
			p.Passed(s.rateOf)
		} else {
			p.Failed(s.rateOf, s.state, "rate", strconv.FormatFloat(s.rate, 'f', -1, 64))
		}
	},
}
