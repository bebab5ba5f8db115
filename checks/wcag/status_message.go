package wcag

import (
	"regexp"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var statusMessage = &checks.Check{
	ID:       "status-message",
	Criteria: []string{"4.1.3"},
	Affects:  blind,
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, form := range p.Page.Find("form") {
			if aria.Hidden(p.Page, form) {
				continue
			}
			live := p.Page.FindIn(form, "[role=alert], [role=status], [role=log], [aria-live=polite], [aria-live=assertive], output")
			if len(live) > 0 {
				p.Passed(live[0])
				continue
			}
			for _, n := range p.Page.FindIn(form, "div[class], span[class], p[class], ul[class]") {
				if messageClass.MatchString(attr(n, "class")) && !referenced(p.Page, n) {
					p.CantTell(n, "silent", "class", short(attr(n, "class")))
					break
				}
			}
		}
	},
}

var messageClass = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:errors?|erreurs?|fouten?|fehler|alert|success|feedback|validation|invalid|status|notification)(?:$|[\s_-])`)

// referenced reports whether a field names n as its description or its error.
func referenced(p *page.Page, n *html.Node) bool {
	id := attr(n, "id")
	if id == "" {
		return false
	}
	for _, f := range p.Find("[aria-describedby], [aria-errormessage]") {
		for _, a := range []string{"aria-describedby", "aria-errormessage"} {
			for _, ref := range p.IDRefs(f, a) {
				if ref == n {
					return true
				}
			}
		}
	}
	return false
}
