package wcag

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/checks/color"
	"github.com/usager/usager/page"
)

var linkColour = &checks.Check{
	ID:       "link-colour",
	Criteria: []string{"1.4.1"},
	Affects:  []checks.Group{checks.NoColour, checks.LimitedVision},
	Impact:   checks.Serious,
	Needs:    page.Style | page.Layout,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("a[href]") {
			if !isHTML(n) || aria.Role(p.Page, n) != "link" || p.Page.Style(n, "display") != "inline" || !inWords(p.Page.VisibleText(n)) {
				continue
			}
			around := beside(p.Page, n)
			if around == nil {
				continue
			}
			own, ok1 := color.Parse(p.Page.Style(n, "color"))
			other, ok2 := color.Parse(p.Page.Style(around, "color"))
			if !ok1 || !ok2 || own.A < 1 || other.A < 1 || own == other {
				continue
			}
			switch c := color.Contrast(own, other); {
			case marked(p.Page, n, around) || c >= 3:
				p.Passed(n)
			case marked(p.Page, firstElement(n), around):
				p.Passed(n)
			default:
				p.Failed(n, "colour", "link", own.String(), "text", other.String(), "ratio", decimal(float64(int(c*100))/100))
			}
		}
	},
}

// beside returns the element whose words stand on the same line as a link, at
// least three of them, or nil.
func beside(p *page.Page, n *html.Node) *html.Node {
	up := p.Parent(n)
	for up != nil && up.Type == html.ElementNode && !p.IsBlock(up) && onlyChild(p, n, up) {
		n, up = up, p.Parent(up)
	}
	if up == nil || up.Type != html.ElementNode {
		return nil
	}
	words := 0
	for c := range p.Children(up) {
		if c.Type == html.TextNode && p.Visible(c) && level(p, c, n) {
			words += len(strings.FieldsFunc(c.Data, func(r rune) bool { return !isWordRune(r) }))
		}
	}
	if words < 3 {
		return nil
	}
	return up
}

func onlyChild(p *page.Page, n, up *html.Node) bool {
	for c := range p.Children(up) {
		if c != n && (c.Type == html.ElementNode || c.Type == html.TextNode && strings.TrimSpace(c.Data) != "") {
			return false
		}
	}
	return true
}

// level reports whether a text has a piece on a line of n.
func level(p *page.Page, text, n *html.Node) bool {
	b := p.Info(n).Box
	for _, t := range p.Info(text).Texts {
		if t.Box.Y < b.Y+b.Height-1 && t.Box.Y+t.Box.Height > b.Y+1 {
			return true
		}
	}
	return false
}

func firstElement(n *html.Node) *html.Node {
	for c := range elements(n) {
		return c
	}
	return n
}

// marked reports whether something else than colour sets n apart from the text
// around it.
func marked(p *page.Page, n, around *html.Node) bool {
	if strings.Contains(p.Style(n, "text-decoration-line"), "underline") != strings.Contains(p.Style(around, "text-decoration-line"), "underline") {
		return true
	}
	for _, side := range []string{"top", "bottom", "left", "right"} {
		if s := p.Style(n, "border-"+side+"-style"); s != "" && s != "none" && s != "hidden" && pixels(p.Style(n, "border-"+side+"-width")) > 0 {
			if c, ok := color.Parse(p.Style(n, "border-"+side+"-color")); !ok || c.A > 0 {
				return true
			}
		}
	}
	if s := p.Style(n, "outline-style"); s != "" && s != "none" && pixels(p.Style(n, "outline-width")) > 0 {
		return true
	}
	for _, property := range []string{"font-weight", "font-style", "font-size", "font-family", "text-transform", "background-image", "box-shadow"} {
		if p.Style(n, property) != p.Style(around, property) {
			return true
		}
	}
	if c, ok := color.Parse(p.Style(n, "background-color")); ok && c.A > 0 {
		return true
	}
	for i := range p.Info(n).Pseudos {
		if ps := &p.Info(n).Pseudos[i]; !ps.Box.Empty() {
			return true
		}
	}
	for c := range elements(n) {
		if c.DataAtom == atom.Img || c.DataAtom == atom.Svg || c.DataAtom == atom.I {
			return true
		}
	}
	return false
}
