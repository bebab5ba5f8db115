package wcag

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/css"
	"github.com/usager/usager/page"
)

// spacing makes the Run function of a check of WCAG 1.4.12: text whose spacing
// an author fixed with !important in a style attribute, which no user style
// overrides, must have at least least times the font size.
func spacing(property string, least float64, lines bool) func(*checks.Pass) {
	return func(p *checks.Pass) {
		judged := make(map[*html.Node]bool)
		for _, attr := range p.Page.Find("[style]") {
			if style, _ := page.Attr(attr, "style"); !strings.Contains(strings.ToLower(style), property) || !isHTML(attr) {
				continue
			}
			textNodes(p.Page, attr, func(n *html.Node) {
				e := p.Page.Parent(n)
				if e == nil || judged[e] || !isHTML(e) || !p.Page.Visible(n) || lines && !wraps(p.Page, n) {
					return
				}
				owner := fixedBy(p.Page, e, property)
				if owner == nil {
					return
				}
				judged[e] = true
				size := pixels(p.Page.Style(e, "font-size"))
				value := pixels(p.Page.Style(e, property))
				if size <= 0 {
					return
				}
				if ratio := value / size; ratio < least-0.005 {
					p.Failed(e, "tight", "ratio", decimal(ratio), "least", decimal(least))
				} else {
					p.Passed(e)
				}
			})
		}
	}
}

// fixedBy returns the element whose style attribute fixes the value of an
// inherited property of e, or nil.
func fixedBy(p *page.Page, e *html.Node, property string) *html.Node {
	for e != nil && e.Type == html.ElementNode {
		if style, ok := page.Attr(e, "style"); ok {
			d, found := css.Last(css.Declarations(style), property)
			if found {
				switch strings.ToLower(d.Value) {
				case "inherit", "unset", "revert", "revert-layer":
					return nil
				}
				if d.Important {
					return e
				}
				return nil
			}
		}
		up := p.Parent(e)
		if up == nil || up.Type != html.ElementNode || p.Style(up, property) != p.Style(e, property) {
			return nil // set by a style sheet here
		}
		e = up
	}
	return nil
}

// wraps reports whether a text node is broken over lines by the layout.
func wraps(p *page.Page, n *html.Node) bool {
	ts := p.Info(n).Texts
	if len(ts) < 2 || strings.HasPrefix(p.Style(p.Parent(n), "white-space"), "pre") {
		return false
	}
	return ts[len(ts)-1].Box.Y > ts[0].Box.Y+1
}

// pixels reads a computed length, 0 if it is a keyword.
func pixels(s string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSuffix(s, "px"), 64)
	if err != nil {
		return 0
	}
	return f
}

// decimal writes a number with at most two decimals.
func decimal(f float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(f, 'f', 2, 64), "0"), ".")
}

// number reads a computed number, or returns otherwise.
func number(s string, otherwise float64) float64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return otherwise
	}
	return f
}
