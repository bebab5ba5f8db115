package service

import "github.com/usager/usager/checks"

var statementState = &checks.Check{
	ID:      "statement-state",
	Affects: disabled,
	Impact:  checks.Moderate,
	Run: func(p *checks.Pass) {
		s := readStatement(p.Page)
		switch {
		case s == nil:
		case s.state != "":
			p.Passed(s.node)
		default:
			p.CantTell(s.node, "none")
		}
	},
}
