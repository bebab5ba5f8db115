package service

import (
	"strconv"

	"github.com/usager/usager/checks"
)

var schemaFR = &checks.Check{
	ID:      "schema-fr",
	Affects: disabled,
	Impact:  checks.Moderate,
	Run: func(p *checks.Pass) {
		s := readStatement(p.Page)
		if s == nil || s.country != "fr" {
			return
		}
		b := s.mentions(schemaWords.Match)
		if b == nil {
			p.Failed(s.node, "missing")
			return
		}
		for _, c := range s.blocks {
			if !schemaWords.Match(c.text) {
				continue
			}
			m := period.FindStringSubmatch(c.text)
			if m == nil {
				continue
			}
			from, _ := strconv.Atoi(m[1])
			to, _ := strconv.Atoi(m[2])
			if to-from+1 > 3 { // décret 2019-768: at most three years
				p.Failed(c.Node, "long", "period", m[1]+"-"+m[2])
			} else {
				p.Passed(c.Node)
			}
			return
		}
		p.Passed(b.Node)
	},
}
