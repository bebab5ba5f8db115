package wcag

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// rootElement returns the html element of the outermost document, or nil if
// the page is something else, such as an SVG image.
func rootElement(p *page.Page) *html.Node {
	for c := p.Root.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode {
			if c.DataAtom == atom.Html && !embedsForeignRoot(c) {
				return c
			}
			return nil
		}
	}
	return nil
}

// embedsForeignRoot reports whether an html element stands for a file of SVG
// or MathML alone: a parser of HTML wraps such a file.
func embedsForeignRoot(root *html.Node) bool {
	if len(root.Attr) > 0 || root.PrevSibling != nil {
		return false
	}
	foreign := false
	for c := range elements(root) {
		switch {
		case c.DataAtom == atom.Head && c.FirstChild == nil:
		case c.DataAtom == atom.Body && len(c.Attr) == 0:
			for b := c.FirstChild; b != nil; b = b.NextSibling {
				switch {
				case b.Type == html.TextNode && strings.TrimSpace(b.Data) == "":
				case b.Type == html.ElementNode && (b.Data == "svg" || b.Data == "math") && !foreign:
					foreign = true
				default:
					return false
				}
			}
		default:
			return false
		}
	}
	return foreign
}

// elements yields the child elements of n in its own tree.
func elements(n *html.Node) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode && !yield(c) {
				return
			}
		}
	}
}

// isHTML reports whether n is an element of HTML rather than of SVG or MathML.
func isHTML(n *html.Node) bool { return n.Type == html.ElementNode && n.Namespace == "" }

// documentTitle returns the title element that names the outermost document,
// or nil: the first one of HTML, wherever it stands.
func documentTitle(p *page.Page) *html.Node {
	for _, n := range p.Find("title") {
		if isHTML(n) && p.Scope(n) == p.Root {
			return n
		}
	}
	return nil
}

// textNodes calls f for every text node of the page that holds more than white
// space and can be rendered, in document order.
func textNodes(p *page.Page, n *html.Node, f func(*html.Node)) {
	switch n.Type {
	case html.TextNode:
		if strings.TrimSpace(n.Data) != "" {
			f(n)
		}
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Title:
			return
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		textNodes(p, c, f)
	}
}

// Who is stopped by most of the faults of this family.
var (
	blind     = []checks.Group{checks.NoVision}
	lowVision = []checks.Group{checks.LimitedVision}
)
