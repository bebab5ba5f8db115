package wcag

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var labelDescriptive = &checks.Check{
	ID:       "label-descriptive",
	Criteria: []string{"2.4.6"},
	ACT:      []string{"cc0f0a"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.OtherLanguage},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, n := range exposed(p.Page, "checkbox", "combobox", "listbox", "menuitemcheckbox", "menuitemradio",
			"radio", "searchbox", "slider", "spinbutton", "switch", "textbox") {
			label := ""
			for _, l := range visibleLabels(p.Page, n) {
				label += " " + l
			}
			switch label = page.Collapse(label); {
			case label == "":
			case isPhrase(label, phrases.Labels):
				p.Failed(n, "vague", "label", short(label))
			default:
				p.Passed(n)
			}
		}
	},
}

// visibleLabels returns the texts that are seen of what labels a field.
func visibleLabels(p *page.Page, n *html.Node) []string {
	refs := p.IDRefs(n, "aria-labelledby")
	if len(refs) == 0 {
		refs = aria.Labels(p, n)
	}
	var texts []string
	for _, r := range refs {
		if !p.Visible(r) {
			continue
		}
		if aria.Labelable(r) {
			texts = append(texts, aria.Name(p, r))
		} else {
			texts = append(texts, p.VisibleText(r))
		}
	}
	return texts
}
