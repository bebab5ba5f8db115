package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var keyboardReach = &checks.Check{
	ID:       "keyboard-reach",
	Criteria: []string{"2.1.1"},
	Affects:  manual,
	Impact:   checks.Critical,
	Needs:    page.Keyboard | page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		if !p.Page.Observed.Walk.Ended {
			return // it did not come to everything
		}
		for _, n := range p.Page.Find("a[href], button, input, select, textarea, summary") {
			if p.Page.DocumentOf(n) != p.Page.Root || !p.Page.Visible(n) || !aria.Tabbable(p.Page, n) || aria.Inert(p.Page, n) {
				continue
			}
			if p.Page.Info(n).Stop > 0 {
				p.Passed(n)
			} else if !managed(p.Page, n) {
				p.CantTell(n, "skipped")
			}
		}
	},
}

// managed reports whether the focus comes to n in another way than with Tab:
// one radio button stands for its group, one item for its widget.
func managed(p *page.Page, n *html.Node) bool {
	return attr(n, "type") == "radio" || p.Closest(n, compositeWidgets) != nil || n.Data == "summary" && p.Closest(n, "details") == nil
}

// compositeWidgets matches widgets in which keys other than Tab move the focus.
const compositeWidgets = "[role=tablist], [role=menu], [role=menubar], [role=toolbar], [role=radiogroup], [role=listbox], [role=tree], [role=treegrid], [role=grid], [role=combobox]"
