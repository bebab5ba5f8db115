package channels

import "github.com/usager/usager/checks"

var emailNoreply = &checks.Check{
	ID:       "email-noreply",
	Affects:  everyone,
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, e := range extracted(p.Page) {
			switch {
			case e.Kind != Mail || e.Text == "":
			case IsNoReply(e.Value) && e.Link:
				p.Failed(e.node, "noreply", "address", e.Value)
			case IsNoReply(e.Value):
				p.CantTell(e.node, "named", "address", e.Value)
			default:
				p.Passed(e.node)
			}
		}
	},
}
