package service

import (
	"slices"

	"github.com/usager/usager/checks"
)

var procedureUniform = &checks.Check{
	ID:       "procedure-uniform",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.OtherLanguage},
	Impact:   checks.Minor,
	Practice: true,
	RunSite: func(p *checks.SitePass) {
		var pages []*checks.Facts
		for _, f := range p.Pages {
			if f.Procedure != nil {
				pages = append(pages, f)
			}
		}
		if len(pages) < fewProcedures {
			return
		}
		odd := make(map[*checks.Facts]bool)
		for _, field := range uniform {
			var without []*checks.Facts
			for _, f := range pages {
				if !slices.Contains(f.Procedure.Order, field) && !says(f.Procedure, field) {
					without = append(without, f)
				}
			}
			if 4*len(without) > len(pages) {
				continue // not the habit of this site
			}
			for _, f := range without {
				p.CantTell(f.URL, field)
				odd[f] = true
			}
		}
		for _, f := range pages {
			if reversed(f, pages) {
				p.CantTell(f.URL, "order")
			} else if !odd[f] {
				p.Passed()
			}
		}
	},
}

// fewProcedures is how many pages a habit needs.
const fewProcedures = 4

var uniform = []string{"conditions", "steps", "documents", "cost", "delay", "redress", "legal", "contact"}

// reversed reports whether a page has two headings in the order opposite to
// that of three quarters of the pages that have both, at least three.
func reversed(f *checks.Facts, pages []*checks.Facts) bool {
	order := f.Procedure.Order
	for i, a := range order {
		for _, b := range order[i+1:] {
			same, other := 0, 0
			for _, o := range pages {
				switch x, y := slices.Index(o.Procedure.Order, a), slices.Index(o.Procedure.Order, b); {
				case x < 0 || y < 0:
				case x < y:
					same++
				default:
					other++
				}
			}
			if other >= 3 && other >= 3*same {
				return true
			}
		}
	}
	return false
}
