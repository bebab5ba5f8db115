package wcag

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var listChildren = &checks.Check{
	ID:       "list-children",
	Criteria: []string{"1.3.1"},
	Affects:  blind,
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		for _, list := range p.Page.Find("ul, ol") {
			if aria.Role(p.Page, list) != "list" || aria.Hidden(p.Page, list) {
				continue
			}
			if bad := wrongChild(p.Page, list, listItem); bad != nil {
				p.Failed(list, "list", "child", describe(bad))
				continue
			}
			if list.FirstChild != nil {
				p.Passed(list)
			}
		}
		for _, list := range p.Page.Find("dl") {
			if r, _ := page.Attr(list, "role"); r != "" || aria.Hidden(p.Page, list) {
				continue
			}
			if bad := wrongChild(p.Page, list, termOrGroup); bad != nil {
				p.Failed(list, "definitions", "child", describe(bad))
				continue
			}
			if list.FirstChild != nil {
				p.Passed(list)
			}
		}
	},
}

// wrongChild returns the first child of a list that the list may not have:
// words, or an element that right refuses.
func wrongChild(p *page.Page, list *html.Node, right func(*page.Page, *html.Node) bool) *html.Node {
	for c := range p.Children(list) {
		switch c.Type {
		case html.TextNode:
			if strings.TrimSpace(c.Data) != "" && p.Visible(c) {
				return c
			}
		case html.ElementNode:
			switch c.DataAtom {
			case atom.Script, atom.Template, atom.Style:
				continue
			}
			if c.Data == "slot" || aria.Hidden(p, c) || right(p, c) || p.Text(c) == "" && len(p.FindIn(c, "img, input, button, svg")) == 0 {
				continue
			}
			return c
		}
	}
	return nil
}

func listItem(p *page.Page, n *html.Node) bool {
	switch aria.Role(p, n) {
	case "listitem":
		return true
	case "none", "generic", "":
		// A box that says nothing of itself is passed through, as browsers do.
		if n.DataAtom == atom.Div || n.DataAtom == atom.Span || n.DataAtom == atom.Li || strings.Contains(n.Data, "-") {
			return n.DataAtom == atom.Li || wrongChild(p, n, listItem) == nil
		}
	}
	return false
}

func termOrGroup(_ *page.Page, n *html.Node) bool {
	return n.DataAtom == atom.Dt || n.DataAtom == atom.Dd || n.DataAtom == atom.Div
}

func describe(n *html.Node) string {
	if n.Type == html.TextNode {
		t := page.Collapse(n.Data)
		if r := []rune(t); len(r) > 40 {
			t = string(r[:40]) + "…"
		}
		return t
	}
	return "<" + n.Data + ">"
}
