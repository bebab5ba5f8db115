package service

import (
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

var statementContact = &checks.Check{
	ID:      "statement-contact",
	Affects: disabled,
	Impact:  checks.Serious,
	Run: func(p *checks.Pass) {
		s := readStatement(p.Page)
		if s == nil {
			return
		}
		for _, b := range s.blocks {
			if len(channels.Emails(b.Text)) > 0 {
				p.Passed(b.Node)
				return
			}
		}
		kinds := []string{channels.Mail, channels.Form, channels.Phone}
		if slices.ContainsFunc(channels.Extract(p.Page), func(c checks.Channel) bool { return c.Text != "" && slices.Contains(kinds, c.Kind) }) {
			p.Passed(s.node)
			return
		}
		for _, a := range p.Page.Find("a[href]") {
			if p.Page.Region(a) == page.Content && contactLink.Match(words.Fold(nameOf(p.Page, a)).S) {
				p.Passed(a)
				return
			}
		}
		p.Failed(s.node, "missing")
	},
}

var contactLink = words.Compile([]string{"contact*", "formulaire*", "kontakt*", "formulier*", "formular*", "form", "écri*", "meld*", "signal*"})
