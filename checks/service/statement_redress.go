package service

import "github.com/usager/usager/checks"

var statementRedress = &checks.Check{
	ID:      "statement-redress",
	Affects: disabled,
	Impact:  checks.Moderate,
	Run: func(p *checks.Pass) {
		s := readStatement(p.Page)
		if s == nil || s.country != "" && !european[s.country] {
			return
		}
		match, key := redressWords, "other"
		switch s.country {
		case "fr":
			match, key = defenderWords, "defender"
		case "be":
			match, key = redressBEWords, "ombudsman"
		}
		if b := s.mentions(match.Match); b != nil {
			p.Passed(b.Node)
		} else {
			p.Failed(s.node, key)
		}
	},
}
