package service

import (
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
)

var procedureDated = &checks.Check{
	ID:       "procedure-dated",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital},
	Impact:   checks.Minor,
	Practice: true,
	Run: func(p *checks.Pass) {
		if procedure(p.Page) == "" {
			return
		}
		for _, b := range p.Page.Blocks() {
			s := words.Fold(b.Text).S
			if refreshWords.Match(s) && len(datesIn(s)) > 0 {
				p.Passed(b.Node)
				return
			}
		}
		for _, n := range p.Page.Find(`time[datetime], [itemprop="dateModified"]`) {
			if p.Page.Visible(n) {
				p.CantTell(n, "date", "text", clip(p.Page.VisibleText(n), 60))
				return
			}
		}
		node, _ := mainHeading(p.Page)
		p.Failed(node, "undated")
	},
}
