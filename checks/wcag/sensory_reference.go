package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var sensoryReference = &checks.Check{
	ID:       "sensory-reference",
	Criteria: []string{"1.3.3"},
	ACT:      []string{"9bd38c"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedVision, checks.NoColour},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		if rootElement(p.Page) == nil {
			return
		}
		found := false
		for _, b := range p.Page.Blocks() {
			if !says("place", b.Text) {
				continue
			}
			found = true
			outcome, key := checks.CantTell, "place"
			if side := menuSide(b.Text); side != "" {
				outcome, key = findMenu(p.Page, b.Node, side)
			}
			switch outcome {
			case checks.Failed:
				p.Failed(b.Node, key, "text", short(b.Text))
			case checks.Passed:
				p.Passed(b.Node)
			default:
				p.CantTell(b.Node, key, "text", short(b.Text))
			}
		}
		if !found && len(p.Page.Blocks()) > 0 {
			p.Passed(rootElement(p.Page))
		}
	},
}

// menuSide returns the side, "onright" or "onleft", at which a text says that a
// menu is, or "". The menu comes first, with at most two words between.
func menuSide(text string) string {
	n := normalise(text)
	for _, side := range []string{"onright", "onleft"} {
		for _, phrase := range vocabulary()[side] {
			i := strings.Index(n, phrase)
			if i < 0 {
				continue
			}
			words := strings.Fields(n[:i])
			for _, w := range words[max(0, len(words)-3):] {
				if isAll("menu", w) {
					return side
				}
			}
		}
	}
	return ""
}

// findMenu says whether a menu that a text places at its side can be found
// without looking: something is called so, or is the only navigation. It fails
// if there is a list of links at that side and nothing says that it is a menu,
// or if one of several navigations without names is meant.
func findMenu(p *page.Page, text *html.Node, side string) (checks.Outcome, string) {
	for _, n := range p.Find("*") {
		switch role := aria.Role(p, n); {
		case role == "heading", role == "img", aria.Is(role, "landmark"), aria.Is(role, "list"), aria.Is(role, "widget"), aria.Is(role, "group"):
			if says("menu", aria.Name(p, n)) && aria.Exposed(p, n) {
				return checks.Passed, ""
			}
		}
	}
	for _, b := range p.Blocks() {
		if says("menu", b.Text) && menuSide(b.Text) == "" {
			return checks.CantTell, "place" // some words may introduce it
		}
	}
	menus := exposed(p, "menu", "menubar", "navigation")
	if len(menus) == 1 {
		return checks.Passed, ""
	}
	for _, n := range menus {
		if atSide(p, text, n, side) && aria.Name(p, n) == "" {
			return checks.Failed, "several"
		}
	}
	if len(menus) == 0 {
		for _, n := range p.Find("ul, ol") {
			if len(p.FindIn(n, "a[href]")) > 1 && p.Visible(n) && atSide(p, text, n, side) {
				return checks.Failed, "unnamed"
			}
		}
	}
	return checks.CantTell, "place"
}

// atSide reports whether n stands at a side of a text, at its height.
func atSide(p *page.Page, text, n *html.Node, side string) bool {
	a, oka := p.Box(text)
	b, okb := p.Box(n)
	if !oka || !okb || b.Y >= a.Y+a.Height+200 || b.Y+b.Height <= a.Y {
		return false
	}
	if side == "onright" {
		return b.X >= a.X+a.Width
	}
	return b.X+b.Width <= a.X
}
