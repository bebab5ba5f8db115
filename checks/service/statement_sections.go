package service

import "github.com/usager/usager/checks"

var statementSections = &checks.Check{
	ID:      "statement-sections",
	Affects: disabled,
	Impact:  checks.Moderate,
	Run: func(p *checks.Pass) {
		s := readStatement(p.Page)
		if s == nil || s.country != "fr" {
			return
		}
		for i := range statementParts {
			part := &statementParts[i]
			if b := s.mentions(part.words.Match); b != nil {
				p.Passed(b.Node)
			} else {
				p.Failed(s.node, "missing", "part", part.Name)
			}
		}
	},
}
