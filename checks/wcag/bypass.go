package wcag

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var bypass = &checks.Check{
	ID:       "bypass",
	Criteria: []string{"2.4.1"},
	ACT:      []string{"cf77f2", "047fe0", "3e12e1", "b40fd1", "ye5d6e"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		root := rootElement(p.Page)
		if root == nil || !repeats(p.Page) {
			return
		}
		switch {
		case mainLandmark(p.Page) || contentHeading(p.Page) || skipLink(p.Page):
			p.Passed(root)
		case collapser(p.Page):
			p.CantTell(root, "collapse")
		default:
			p.Failed(root, "none")
		}
	},
}

// repeated matches what commonly stands on every page of a site.
const repeated = "nav, aside, header, footer, [role=navigation], [role=complementary], [role=banner], [role=contentinfo]"

// repeats reports whether the page has a block that other pages have too, and
// content besides.
func repeats(p *page.Page) bool {
	for _, n := range p.Find(repeated) {
		if p.Text(n) != "" && !p.Hidden(n) && pageLevelBlock(p, n) {
			return true
		}
	}
	return false
}

// pageLevelBlock leaves out the headers and footers of articles and sections.
func pageLevelBlock(p *page.Page, n *html.Node) bool {
	if n.Data != "header" && n.Data != "footer" || page.HasAttr(n, "role") {
		return true
	}
	up := p.Parent(n)
	return up == nil || p.Closest(up, "article, section, main, aside, nav") == nil
}

// inRepeated returns the repeated block that n stands in, or nil.
func inRepeated(p *page.Page, n *html.Node) *html.Node {
	for a := n; a != nil; a = p.Parent(a) {
		if a.Type == html.ElementNode && p.Matches(a, repeated) && pageLevelBlock(p, a) {
			return a
		}
	}
	return nil
}

func mainLandmark(p *page.Page) bool {
	for _, n := range p.Find("main, [role=main]") {
		if aria.Role(p, n) == "main" && aria.Exposed(p, n) && p.Text(n) != "" {
			return true
		}
	}
	return false
}

// contentHeading reports whether a heading stands outside the repeated blocks,
// not after all the content.
func contentHeading(p *page.Page) bool {
	for _, n := range p.Find("h1, h2, h3, h4, h5, h6, [role=heading]") {
		if aria.Role(p, n) == "heading" && aria.Exposed(p, n) && inRepeated(p, n) == nil && aria.Name(p, n) != "" && p.Visible(n) && contentFollows(p, n) {
			return true
		}
	}
	return false
}

// contentFollows reports whether visible words outside repeated blocks come
// after n.
func contentFollows(p *page.Page, n *html.Node) bool {
	after, found := false, false
	var walk func(*html.Node)
	walk = func(m *html.Node) {
		if found {
			return
		}
		if m == n {
			after = true
			return
		}
		if m.Type == html.TextNode && after && strings.TrimSpace(m.Data) != "" && p.Visible(m) && inRepeated(p, m) == nil {
			found = true
			return
		}
		for c := range p.Children(m) {
			walk(c)
		}
	}
	walk(p.Root)
	return found
}

// skipLink reports whether a link or a button with the role of one leads past
// repeated blocks.
func skipLink(p *page.Page) bool {
	for _, n := range p.Find("a[href], area[href], [role=link]") {
		if aria.Hidden(p, n) || !aria.Tabbable(p, n) {
			continue
		}
		if t := skipTarget(p, n); t != nil && leadsToContent(p, t) {
			return true
		}
	}
	return false
}

// skipTarget returns the element on the same page that a link leads to, or nil.
func skipTarget(p *page.Page, n *html.Node) *html.Node {
	if href, ok := page.Attr(n, "href"); ok {
		return fragmentTarget(p, n, href)
	}
	// A role without href: where an inline handler says a fragment.
	handler, _ := page.Attr(n, "onclick")
	if i := strings.IndexByte(handler, '#'); i >= 0 {
		id := handler[i+1:]
		if j := strings.IndexAny(id, `'"`+"` )"); j >= 0 {
			return p.ByID(n, id[:j])
		}
	}
	return nil
}

// fragmentTarget returns the element that an URL on the same page points to:
// by id, or by the name of an anchor.
func fragmentTarget(p *page.Page, n *html.Node, href string) *html.Node {
	target, err := url.Parse(p.Resolve(n, href))
	if err != nil || target.Fragment == "" {
		return nil
	}
	here, err := url.Parse(p.Tree(p.DocumentOf(n)).URL)
	if err != nil || !strings.HasPrefix(strings.TrimSpace(href), "#") &&
		(here.Host != target.Host || here.Path != target.Path || here.RawQuery != target.RawQuery) {
		return nil
	}
	if e := p.ByID(p.DocumentOf(n), target.Fragment); e != nil {
		return e
	}
	for _, a := range p.Find("a[name]") {
		if name, _ := page.Attr(a, "name"); name == target.Fragment && p.DocumentOf(a) == p.DocumentOf(n) {
			return a
		}
	}
	return nil
}

// leadsToContent reports whether the next words from t on are not those of a
// repeated block.
func leadsToContent(p *page.Page, t *html.Node) bool {
	at, answer, done := false, false, false
	var walk func(*html.Node)
	walk = func(m *html.Node) {
		if done {
			return
		}
		if m == t {
			at = true
		}
		if at && m.Type == html.TextNode && strings.TrimSpace(m.Data) != "" && p.Visible(m) {
			done, answer = true, inRepeated(p, m) == nil
			return
		}
		for c := range p.Children(m) {
			walk(c)
		}
	}
	walk(p.Root)
	return answer
}

// collapser reports whether a control may hide a block that is in the way.
func collapser(p *page.Page) bool {
	for _, n := range p.Find("button, input, a, summary, [role], [tabindex], [aria-expanded], [aria-controls]") {
		if !aria.Tabbable(p, n) || aria.Hidden(p, n) || aria.Name(p, n) == "" {
			continue
		}
		says := n.Data == "summary" || page.HasAttr(n, "aria-expanded") || page.HasAttr(n, "aria-controls") || page.HasAttr(n, "popovertarget")
		if says || inRepeated(p, n) == nil && (aria.Is(aria.Role(p, n), "button") || handles(p, n, "click", "mousedown", "pointerdown", "change")) {
			return true
		}
	}
	return false
}
