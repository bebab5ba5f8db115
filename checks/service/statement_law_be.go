package service

import (
	"slices"
	"strings"

	"github.com/usager/usager/checks"
)

var statementLawBE = &checks.Check{
	ID:      "statement-law-be",
	Affects: disabled,
	Impact:  checks.Minor,
	Run: func(p *checks.Pass) {
		s := readStatement(p.Page)
		if s == nil || s.country != "be" {
			return
		}
		var cited, due []string
		for _, l := range laws {
			if b := s.mentions(l.words.Match); b != nil {
				cited = append(cited, l.Name)
			}
			if slices.ContainsFunc(l.Domains, func(d string) bool { return s.host == d || strings.HasSuffix(s.host, "."+d) }) {
				due = append(due, l.Name)
			}
		}
		switch {
		case len(cited) == 0:
			p.Failed(s.node, "none")
		case len(due) == 0 || slices.ContainsFunc(due, func(d string) bool { return slices.Contains(cited, d) }):
			p.Passed(s.node)
		default:
			p.CantTell(s.node, "other", "cited", cited[0], "due", due[0])
		}
	},
}
