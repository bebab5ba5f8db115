package wcag

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var linkContext = &checks.Check{
	ID:       "link-context",
	Criteria: []string{"2.4.4"},
	ACT:      []string{"5effbb"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		headings := precedingHeadings(p.Page)
		for _, n := range aria.Elements(p.Page, linkRoles...) {
			if !aria.Included(p.Page, n) || !p.Page.Visible(n) {
				continue
			}
			name := aria.Name(p.Page, n)
			switch {
			case name == "": // see linkName
			case !vague(name), tellsMore(contextOf(p.Page, n), name):
				p.Passed(n)
			case headings[n] != nil:
				p.CantTell(n, "heading", "name", short(name), "heading", short(p.Page.Text(headings[n])))
			default:
				p.Failed(n, "alone", "name", short(name))
			}
		}
	},
}

// vague reports whether the name of a link is one that says nothing by itself.
func vague(name string) bool {
	return isPhrase(name, phrases.Links) || isPhrase(name, phrases.Formats)
}

// tellsMore reports whether the context of a link has words that are neither
// in its name nor vague themselves.
func tellsMore(context, name string) bool {
	own := nameWords(name)
	for _, w := range nameWords(context) {
		if !slices.Contains(own, w) && len([]rune(w)) > 2 && !isPhrase(w, phrases.Links) && !isPhrase(w, phrases.Formats) {
			return true
		}
	}
	return false
}

// contextOf returns what can be found from a link by software: the text of its
// paragraph or block, of the list items and the table cell it stands in, of
// the headers of that cell, and its description; without other links.
func contextOf(p *page.Page, n *html.Node) string {
	parts := []string{aria.Description(p, n)}
	block := false
	for a := range p.Ancestors(n) {
		item := false
		switch a.DataAtom {
		case atom.P, atom.Li, atom.Dd, atom.Dt, atom.Figcaption, atom.Blockquote:
			item = true
		case atom.Td, atom.Th:
			item = true
			parts = append(parts, headersOf(p, a)...)
		case atom.Body, atom.Main, atom.Nav, atom.Header, atom.Footer, atom.Table, atom.Form:
			block = true
		}
		if !item && !block && p.IsBlock(a) {
			item = true
		}
		if item {
			parts = append(parts, textBut(p, a))
			block = true
		}
	}
	return page.Collapse(strings.Join(parts, " "))
}

// maxContext bounds how many nodes are read for the context of a link: a cell
// that holds a whole page is no context.
const maxContext = 300

// textBut returns the text of n without that of the links and lists in it.
func textBut(p *page.Page, n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	nodes := 0
	walk = func(m *html.Node) {
		if nodes++; nodes > maxContext {
			return
		}
		if m.Type == html.TextNode && !aria.Hidden(p, m) {
			b.WriteString(m.Data)
			b.WriteByte(' ')
		}
		if m.Type == html.ElementNode {
			switch {
			case m.DataAtom == atom.Img:
				b.WriteString(attr(m, "alt") + " ")
			case m.DataAtom == atom.Script, m.DataAtom == atom.Style, m != n && aria.Is(aria.Role(p, m), "link"),
				m != n && (m.DataAtom == atom.Ul || m.DataAtom == atom.Ol):
				return
			}
		}
		for c := range p.Children(m) {
			walk(c)
		}
	}
	walk(n)
	return b.String()
}

// headersOf returns the text of the header cells in the row and the column of
// a cell.
func headersOf(p *page.Page, cell *html.Node) []string {
	var texts []string
	row, column := cell.Parent, 0
	if row == nil || row.DataAtom != atom.Tr {
		return nil
	}
	for c := row.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == atom.Th {
			texts = append(texts, p.Text(c))
		}
		if c == cell {
			break
		}
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			column++
		}
	}
	if first := firstRow(p.Closest(row, "table")); first != nil && first != row {
		i := 0
		for c := first.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom != atom.Th && c.DataAtom != atom.Td {
				continue
			}
			if i == column && c.DataAtom == atom.Th {
				texts = append(texts, p.Text(c))
			}
			i++
		}
	}
	return texts
}

// firstRow returns the first row of a table, or nil.
func firstRow(table *html.Node) *html.Node {
	if table == nil {
		return nil
	}
	for c := table.FirstChild; c != nil; c = c.NextSibling {
		switch c.DataAtom {
		case atom.Tr:
			return c
		case atom.Thead, atom.Tbody, atom.Tfoot:
			if r := firstRow(c); r != nil {
				return r
			}
		}
	}
	return nil
}

// precedingHeadings returns, for each link, the last heading before it in the
// landmark it stands in.
func precedingHeadings(p *page.Page) map[*html.Node]*html.Node {
	before := make(map[*html.Node]*html.Node)
	var last *html.Node
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		outer, landmark := last, false
		if n.Type == html.ElementNode {
			switch role := aria.Role(p, n); {
			case role == "heading" && !aria.Hidden(p, n):
				last = n
			case aria.Is(role, "link"):
				before[n] = last
			case aria.Is(role, "landmark") && role != "region":
				landmark = true
				last = nil
			}
		}
		for c := range p.Children(n) {
			walk(c)
		}
		if landmark {
			last = outer
		}
	}
	walk(p.Root)
	return before
}
