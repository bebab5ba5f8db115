package aria

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// Role returns the role of an element: the first valid one of its role
// attribute, or else the one that its element has. It is "" for elements that
// have none, such as label or video, "none" for what is presentational. The
// roles presentation and image are returned as "none" and "img".
//
// A presentational role does not count on an element that can be focused or
// has a global state or property (WAI-ARIA 1.2, presentational roles conflict
// resolution).
func Role(p *page.Page, n *html.Node) string {
	return indexOf(p).role(n, func() string { return role(p, n) })
}

func role(p *page.Page, n *html.Node) string {
	explicit := ExplicitRole(n)
	if explicit == "none" && Conflict(p, n) {
		explicit = ""
	}
	if explicit != "" {
		return explicit
	}
	return ImplicitRole(p, n)
}

// ExplicitRole returns the first valid role in the role attribute, abstract
// roles being invalid, or "".
func ExplicitRole(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	v, _ := page.Attr(n, "role")
	for token := range strings.FieldsSeq(v) {
		token = strings.ToLower(token)
		if r := roles[token]; r != nil && !r.Abstract {
			switch token {
			case "presentation":
				return "none"
			case "image":
				return "img"
			}
			return token
		}
	}
	return ""
}

// Conflict reports whether an element has what makes browsers ignore a
// presentational role: it can be focused, or has a global state or property
// that the role none does not prohibit. Presentational images are exposed with
// a name too, so naming counts.
func Conflict(p *page.Page, n *html.Node) bool {
	if Focusable(p, n) && (n.DataAtom != atom.Iframe || page.HasAttr(n, "tabindex")) {
		return true // of a frame it is the contents that get the focus
	}
	implicit := elementRole(n)
	for _, a := range n.Attr {
		info := Attribute(a.Key)
		if info == nil || !info.Global || info.Deprecated || a.Key == "aria-hidden" || strings.TrimSpace(a.Val) == "" {
			continue
		}
		if Prohibits(implicit, a.Key) {
			continue
		}
		return true
	}
	return false
}

// elementRole returns the role an HTML element has by its name alone, as in the
// table of elements, or "".
func elementRole(n *html.Node) string {
	if n.Namespace != "" {
		return ""
	}
	return elementRoles[n.Data]
}

// ImplicitRole returns the role an element has without a role attribute, after
// HTML-AAM 1.0 and SVG-AAM 1.0.
func ImplicitRole(p *page.Page, n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	if n.Namespace == "svg" {
		return svgRole(p, n)
	}
	if n.Namespace == "math" {
		if n.Data == "math" {
			return "math"
		}
		return ""
	}
	switch n.DataAtom {
	case atom.A, atom.Area:
		if page.HasAttr(n, "href") {
			return "link"
		}
		return "generic"
	case atom.Aside:
		if insideSection(p, n) && !namedByAuthor(p, n) {
			return "generic"
		}
		return "complementary"
	case atom.Header, atom.Footer:
		for a := range p.Ancestors(n) {
			if a.DataAtom == atom.Main || sectioning(a) || slices.Contains([]string{"article", "complementary", "main", "navigation", "region"}, ExplicitRole(a)) {
				return "generic"
			}
		}
		if n.DataAtom == atom.Header {
			return "banner"
		}
		return "contentinfo"
	case atom.Section:
		if namedByAuthor(p, n) {
			return "region"
		}
		return "generic"
	case atom.Img:
		if alt, ok := page.Attr(n, "alt"); ok && alt == "" && !Conflict(p, n) {
			return "none"
		}
		return "img"
	case atom.Input:
		return inputRole(n)
	case atom.Select:
		if size, _ := strconv.Atoi(attr(n, "size")); page.HasAttr(n, "multiple") || size > 1 {
			return "listbox"
		}
		return "combobox"
	case atom.Li:
		if up := parentElement(p, n); up != nil {
			switch r := ExplicitRole(up); {
			case r == "none" && !Conflict(p, up):
				return "none"
			case r != "" && r != "list" && r != "none" && r != "directory":
				return "generic"
			case r == "list" || up.DataAtom == atom.Ul || up.DataAtom == atom.Ol || up.DataAtom == atom.Menu:
				return "listitem"
			}
		}
		return "generic"
	case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Caption:
		return tableRole(p, n)
	case atom.Summary:
		return ""
	}
	return elementRoles[n.Data]
}

func attr(n *html.Node, name string) string {
	v, _ := page.Attr(n, name)
	return v
}

func parentElement(p *page.Page, n *html.Node) *html.Node {
	for a := range p.Ancestors(n) {
		return a
	}
	return nil
}

func sectioning(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Article, atom.Aside, atom.Nav, atom.Section:
		return true
	}
	return false
}

func insideSection(p *page.Page, n *html.Node) bool {
	for a := range p.Ancestors(n) {
		if sectioning(a) {
			return true
		}
	}
	return false
}

// namedByAuthor reports whether attributes give n a name.
func namedByAuthor(p *page.Page, n *html.Node) bool {
	if strings.TrimSpace(attr(n, "aria-label")) != "" || strings.TrimSpace(attr(n, "title")) != "" {
		return true
	}
	for _, r := range p.IDRefs(n, "aria-labelledby") {
		if p.Text(r) != "" {
			return true
		}
	}
	return false
}

// InputType returns the state of an input element's type attribute: "text" if
// it is missing or unknown.
func InputType(n *html.Node) string {
	t := strings.ToLower(strings.TrimSpace(attr(n, "type")))
	switch t {
	case "button", "checkbox", "color", "date", "datetime-local", "email", "file", "hidden", "image", "month",
		"number", "password", "radio", "range", "reset", "search", "submit", "tel", "time", "url", "week":
		return t
	}
	return "text"
}

func inputRole(n *html.Node) string {
	switch t := InputType(n); t {
	case "button", "submit", "reset", "image":
		return "button"
	case "checkbox":
		if page.HasAttr(n, "switch") {
			return "switch"
		}
		return t
	case "radio":
		return t
	case "range":
		return "slider"
	case "number":
		return "spinbutton"
	case "search":
		if page.HasAttr(n, "list") {
			return "combobox"
		}
		return "searchbox"
	case "email", "tel", "text", "url":
		if page.HasAttr(n, "list") {
			return "combobox"
		}
		return "textbox"
	}
	return "" // password, color, date, file … have no role of WAI-ARIA
}

// tableRole returns the role of a table or a part of it, which follow the role
// of the table.
func tableRole(p *page.Page, n *html.Node) string {
	if n.DataAtom == atom.Table {
		return "table"
	}
	var table *html.Node
	for a := range p.Ancestors(n) {
		if a.DataAtom == atom.Table {
			table = a
			break
		}
	}
	if table == nil {
		return "generic"
	}
	role := ExplicitRole(table)
	if role == "none" && Conflict(p, table) {
		role = ""
	}
	switch role {
	case "", "table", "grid", "treegrid":
	case "none":
		return "none"
	default:
		return "generic"
	}
	grid := role == "grid" || role == "treegrid"
	switch n.DataAtom {
	case atom.Td:
		if grid {
			return "gridcell"
		}
		return "cell"
	case atom.Th:
		switch strings.ToLower(attr(n, "scope")) {
		case "row", "rowgroup":
			return "rowheader"
		case "col", "colgroup":
			return "columnheader"
		}
		// Without scope: a header of the row if cells with data follow or
		// precede it in its row, of the column otherwise.
		row := parentElement(p, n)
		if row == nil {
			return "columnheader"
		}
		if up := parentElement(p, row); up != nil && up.DataAtom == atom.Thead {
			return "columnheader"
		}
		for c := range p.Children(row) {
			if c.DataAtom == atom.Td {
				return "rowheader"
			}
		}
		return "columnheader"
	}
	return elementRoles[n.Data]
}

func svgRole(p *page.Page, n *html.Node) string {
	switch n.Data {
	case "svg":
		return "graphics-document"
	case "a":
		for _, a := range n.Attr {
			if a.Key == "href" {
				return "link"
			}
		}
		return "generic"
	case "image":
		return "img"
	case "text", "textPath", "tspan", "foreignObject", "g", "use":
		if named(p, n) || n.Data == "text" || n.Data == "foreignObject" {
			return "group"
		}
		return ""
	case "circle", "ellipse", "line", "path", "polygon", "polyline", "rect":
		if named(p, n) {
			return "graphics-symbol"
		}
	}
	return ""
}

// named reports whether an SVG element has a name that makes it exposed.
func named(p *page.Page, n *html.Node) bool { return namedByAuthor(p, n) || svgTitle(n) != nil }

// svgTitle returns the child title of an SVG element, or nil.
func svgTitle(n *html.Node) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.Data == "title" {
			return c
		}
	}
	return nil
}
