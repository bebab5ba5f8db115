package wcag

import (
	"regexp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

// focusRemoved is WCAG's failure F55: a script gives the focus away as soon as
// it comes. It reads the handler in the markup; what other scripts do shows
// only in the walk with the keyboard.
var focusRemoved = &checks.Check{
	ID:       "focus-removed",
	Criteria: []string{"2.1.1", "2.4.7", "3.2.1"},
	Affects:  manual,
	Impact:   checks.Critical,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("[onfocus]") {
			switch {
			case !aria.Focusable(p.Page, n) || !p.Page.Visible(n) || aria.Inert(p.Page, n):
				// The focus does not come here.
			case blurs.MatchString(attr(n, "onfocus")):
				p.Failed(n, "blur", "script", short(attr(n, "onfocus")))
			default:
				p.Passed(n)
			}
		}
	},
}

// blurs matches a script that does nothing but give the focus away.
var blurs = regexp.MustCompile(`^\s*(?:javascript:)?\s*(?:if\s*\(\s*this\.blur\s*\)\s*)?(?:return\s+)?(?:this\.)?blur\(\s*\)\s*;?\s*(?:return\s+(?:true|false)\s*;?\s*)?$`)
