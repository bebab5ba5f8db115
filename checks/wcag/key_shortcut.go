package wcag

import (
	"regexp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var keyShortcut = &checks.Check{
	ID:       "key-shortcut",
	Criteria: []string{"2.1.4"},
	ACT:      []string{"ffbc54"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.NoVision, checks.NoVoice},
	Impact:   checks.Moderate,
	Needs:    page.Listeners,
	Run: func(p *checks.Pass) {
		if n := listensAnywhere(p.Page, "keydown", "keypress", "keyup"); n != nil {
			if keys := announcedKey(p.Page); keys != "" && !hasSettings(p.Page) {
				p.Failed(n, "announced", "text", short(keys))
			} else {
				p.CantTell(n, "keys")
			}
		} else if root := rootElement(p.Page); root != nil {
			p.Passed(root)
		}
	},
}

// oneKey matches words that tell people to press a single printable key.
var oneKey = regexp.MustCompile(`(?i)\b(?:press|hit|appuye[rz] sur|tape[rz]|druk op|drücken Sie|drücke)(?: (?:the|la touche|de toets|die Taste))? ?(?:key )?["“„«‘']\s?[^\s"'\pC]\s?["”“»’']`)

// announcedKey returns what the page says of a shortcut of a single printable
// key, or "".
func announcedKey(p *page.Page) string {
	for _, b := range p.Blocks() {
		if m := oneKey.FindString(b.Text); m != "" && p.Visible(b.Node) {
			return m
		}
	}
	return ""
}

// hasSettings reports whether the page has anything that may switch a shortcut
// off or change it, or lead to a page that does.
func hasSettings(p *page.Page) bool {
	for _, n := range p.Find("a[href], button, select, summary, iframe, input[type=checkbox], input[type=radio], input[type=button], input[type=submit], input[type=image], [role], [onclick]") {
		if p.Visible(n) {
			return true
		}
	}
	return false
}
