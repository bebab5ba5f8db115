package service

import (
	"regexp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var printSignScan = &checks.Check{
	ID:       "print-sign-scan",
	Affects:  []checks.Group{checks.NoDigital, checks.LimitedManipulation, checks.NoVision},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		if procedureOf.of(p.Page, ReadProcedure) == nil {
			return
		}
		asked := false
		for _, b := range contentOf(p.Page) {
			if printWords.MatchString(b.text) {
				asked = true
				p.CantTell(b.Node, "asked", "text", clip(page.Collapse(b.Text), 160))
			}
		}
		if !asked {
			node, _ := mainHeading(p.Page)
			p.Passed(node)
		}
	},
}

var printWords = regexp.MustCompile(procedureData.Print)
