package service

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
)

var procedureComplete = &checks.Check{
	ID:       "procedure-complete",
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoDigital, checks.OtherLanguage},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		if procedure(p.Page) == "" {
			return
		}
		node, _ := mainHeading(p.Page)
		blocks := contentOf(p.Page)
		for _, field := range []string{"documents", "cost", "delay"} {
			e := procedureFields[field]
			if i := slices.IndexFunc(blocks, func(b block) bool { return b.Kind != "h1" && e.Match(b.text) }); i >= 0 {
				p.Passed(blocks[i].Node)
			} else {
				p.CantTell(node, field)
			}
		}
		kinds := []string{channels.Phone, channels.Mail, channels.Form, channels.Postal, channels.Opening}
		if slices.ContainsFunc(channels.Extract(p.Page), func(c checks.Channel) bool { return c.Text != "" && slices.Contains(kinds, c.Kind) }) {
			p.Passed(node)
		} else {
			p.CantTell(node, "contact")
		}
	},
}
