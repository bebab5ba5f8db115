package wcag

import (
	"strconv"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var smallWindow = &checks.Check{
	ID:       "small-window",
	Criteria: []string{"1.4.10"},
	Affects:  lowVision,
	Impact:   checks.Serious,
	Needs:    page.Reflow,
	Run: func(p *checks.Pass) {
		r := p.Page.Observed.Reflowed
		found := judgeCuts(p, r.Cuts)
		if r.Covered >= 0.5 && len(r.Sticky) > 0 {
			found = true
			n, percent := node(p.Page, r.Sticky[0]), strconv.Itoa(int(r.Covered*100))
			if r.Covered >= 0.85 && !closes(p.Page, n) {
				p.Failed(n, "fills", "percent", percent)
			} else {
				p.CantTell(n, "fills-perhaps", "percent", percent)
			}
		}
		root := rootElement(p.Page)
		if r.Gone >= muchText && r.Lost != "" {
			found = true
			p.CantTell(root, "lost", "text", r.Lost)
		}
		if root != nil && !found && p.Page.VisibleText(root) != "" {
			p.Passed(root)
		}
	},
}

// muchText is how many characters must be gone for their loss to be in doubt.
const muchText = 80

// closes reports whether something in n, or n itself, may be a dialog or can
// be pressed to close it.
func closes(p *page.Page, n *html.Node) bool {
	return p.Closest(n, "dialog, [role=dialog], [role=alertdialog]") != nil || len(p.FindIn(n, "button, [role=button], dialog, [role=dialog], input, summary")) > 0
}

// judgeCuts reports the text that another layout cuts off or lays over other
// text, and whether there is any.
func judgeCuts(p *checks.Pass, cuts []page.Cut) bool {
	found := false
	for _, c := range cuts {
		n := node(p.Page, c.Box)
		switch {
		case c.Beyond != "":
			p.CantTell(n, "over", "text", c.Text, "other", c.Beyond)
		case c.Looked && !c.Seen:
			continue // no pixel is missing
		case c.Dotted, c.Part < surelyCut, !c.Looked, p.Check.Needs == page.Reflow && leadsOn(p.Page, n):
			p.CantTell(n, "shortened", "text", c.Text)
		default:
			p.Failed(n, "cut", "text", c.Text, "percent", strconv.Itoa(int(c.Part*100)))
		}
		found = true
	}
	return found
}
