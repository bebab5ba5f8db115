package wcag

import (
	"strconv"
	"strings"
	"unicode"

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
				if property == "word-spacing" && !strings.ContainsFunc(strings.TrimSpace(n.Data), unicode.IsSpace) {
					return // one word, or a script that does not part words
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
				case "inherit", "unset": // as if it said nothing: the value comes from the parent
				case "revert", "revert-layer":
					return nil
				default:
					if d.Important {
						return e
					}
					return nil
				}
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
	lines := 1
	for i := 1; i < len(ts); i++ {
		if ts[i].Box.Y > ts[i-1].Box.Y+1 {
			lines++
		}
	}
	if strings.HasPrefix(p.Style(p.Parent(n), "white-space"), "pre") {
		lines -= strings.Count(strings.TrimSpace(n.Data), "\n") // breaks that the author made
	}
	return lines > 1
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
