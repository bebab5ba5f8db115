package wcag

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var requiredMarked = &checks.Check{
	ID:       "required-marked",
	Criteria: []string{"3.3.2"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		forms := make(map[*html.Node]bool) // whether the form says which fields are required
		for _, n := range p.Page.Find("input, select, textarea, [role=textbox], [role=combobox]") {
			switch aria.InputType(n) {
			case "hidden", "submit", "button", "reset", "image", "radio", "checkbox":
				continue
			}
			if aria.Hidden(p.Page, n) || aria.Disabled(p.Page, n) {
				continue
			}
			required := page.HasAttr(n, "required") || isTrue(n, "aria-required")
			label := strings.Join(visibleLabels(p.Page, n), " ")
			marked := requiredMark.MatchString(label)
			switch {
			case required && marked, required && saysRequired(p.Page, n, forms):
				p.Passed(n)
			case required:
				p.CantTell(n, "unmarked", "label", short(label))
			case marked && !optionalMark.MatchString(label):
				p.CantTell(n, "undeclared", "label", short(label))
			}
		}
	},
}

var (
	requiredMark = regexp.MustCompile(`(?i)\*|\b(?:obligatoire|requis|required|mandatory|verplicht|vereist|pflichtfeld|erforderlich)`)
	optionalMark = regexp.MustCompile(`(?i)\b(?:optional|optionnel|facultatif|optioneel|facultatief|freiwillig|non obligatoire|not required|niet verplicht|nicht erforderlich)`)
)

// saysRequired reports whether the form says which fields are required, or
// that all are, or marks the others. It remembers the answer for the form.
func saysRequired(p *page.Page, n *html.Node, forms map[*html.Node]bool) bool {
	around := p.Closest(n, "form, main, body")
	if around == nil {
		return false
	}
	says, known := forms[around]
	if !known {
		text := p.VisibleText(around)
		says = optionalMark.MatchString(text) || requiredMark.MatchString(text) && !strings.Contains(text, "*")
		forms[around] = says
	}
	return says
}
