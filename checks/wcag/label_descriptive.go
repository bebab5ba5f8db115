package wcag

import (
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

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
		part := partsOfForm(p.Page)
		type field struct {
			part  int
			form  *html.Node
			label string
		}
		first := make(map[field]*html.Node)
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
			case aria.Is(aria.Role(p.Page, n), "textbox"):
				k := field{part[n], p.Page.Closest(n, "form"), label}
				if other := first[k]; other != nil && sameGroup(p.Page, other, n) && attr(other, "placeholder") == attr(n, "placeholder") {
					p.Failed(n, "same", "label", short(label))
					continue
				}
				first[k] = n
				p.Passed(n)
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

// partsOfForm numbers the fields of a page by the part they stand in: a new
// part begins wherever something is seen that is neither a field nor its label,
// such as a heading or a legend.
func partsOfForm(p *page.Page) map[*html.Node]int {
	part := make(map[*html.Node]int)
	labels := make(map[*html.Node]bool)
	for _, n := range p.Find("[aria-labelledby]") {
		for _, r := range p.IDRefs(n, "aria-labelledby") {
			labels[r] = true
		}
	}
	now := 0
	var walk func(n *html.Node, label bool)
	walk = func(n *html.Node, label bool) {
		switch n.Type {
		case html.TextNode:
			if !label && p.Visible(n) {
				now++
			}
			return
		case html.ElementNode:
			switch n.DataAtom {
			case atom.Input, atom.Textarea, atom.Select:
				part[n] = now
				return
			case atom.Img, atom.Hr, atom.Table, atom.Td, atom.Th, atom.Li:
				now++
			case atom.Label:
				label = true
			}
			if labels[n] && aria.Role(p, n) != "heading" {
				label = true
			}
			part[n] = now
		}
		for c := range p.Children(n) {
			walk(c, label)
		}
	}
	walk(p.Root, false)
	return part
}

// sameGroup reports whether two fields stand in the same group, or in none.
func sameGroup(p *page.Page, a, b *html.Node) bool {
	const groups = "fieldset, [role=group], [role=radiogroup], [role=row], [role=region], [role=tabpanel], [role=dialog], dialog, section, article"
	ga, gb := p.Closest(a, groups), p.Closest(b, groups)
	if ga == gb {
		return true
	}
	return ga != nil && gb != nil && aria.Name(p, ga) == "" && aria.Name(p, gb) == ""
}
