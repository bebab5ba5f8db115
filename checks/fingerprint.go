package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// printer makes the fingerprints of the findings on one page.
//
// A fingerprint is made of the check, the key of what is wrong, the semantic
// path of the element up to its landmark (sections, tables, lists, forms), and
// the attributes that say what it is for. Class names, ids, position, wording
// and the landmarks around the landmark are not in it, nor is the page: the same
// fault of a template has one fingerprint on all pages. Of the data of a message
// those count that say what is wrong rather than how much: see telling. Equal
// findings on one page are told apart by their order.
type printer struct {
	p    *page.Page
	seen map[string]int
}

func newPrinter(p *page.Page) *printer { return &printer{p, make(map[string]int)} }

func (pr *printer) print(f *Finding) (component, fingerprint string) {
	path, component := pr.path(f.Node)
	key := strings.Join([]string{f.Check, f.Message.Key, path, pr.identity(f.Node), telling(f.Message)}, "\x00")
	n := pr.seen[key]
	pr.seen[key]++
	return component, digest(key, strconv.Itoa(n))
}

var colour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// telling returns what in the data of a message tells two faults of like
// elements apart: the word or sentence that is meant, the attribute or role,
// the colours.
func telling(m Message) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(m.Args)) {
		switch v := m.Args[key]; {
		case key == "term", key == "attribute", key == "role", colour.MatchString(v):
			parts = append(parts, key+"="+v)
		}
	}
	return strings.Join(parts, " ")
}

func digest(parts ...string) string {
	h := sha256.New()
	for _, s := range parts {
		h.Write([]byte(s))
		h.Write([]byte{0}) // "a","bc" is not "ab","c"
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

var landmarks = map[atom.Atom]string{
	atom.Main: "main", atom.Nav: "navigation", atom.Aside: "complementary", atom.Form: "form",
	atom.Table: "table", atom.Dialog: "dialog", atom.Article: "article", atom.Figure: "figure",
	atom.Iframe: "frame", atom.Search: "search", atom.Fieldset: "group",
}

// path returns the semantic path of n up to the nearest landmark, and the name
// of the component that it stands in: "main-menu", "contentinfo" … A component
// may move to another place of the page.
func (pr *printer) path(n *html.Node) (path, component string) {
	var steps []string
	inside := false // a landmark was met
	for a := n; a != nil; a = pr.p.Parent(a) {
		if a.Type != html.ElementNode {
			continue
		}
		step := pr.step(a)
		named := pr.componentOf(a, step)
		if named != "" && (component == "" || named == "cookie-banner") {
			component = named
		}
		if step == "" || inside {
			continue
		}
		steps = append(steps, step)
		switch step {
		case "banner", "navigation", "main", "contentinfo", "complementary", "search", "dialog":
			inside = true
		}
	}
	return strings.Join(steps, "/"), component
}

// step returns what an element is in a semantic path, "" if it is nothing
// there. That it says its role, or has it by its tag, is the same.
func (pr *printer) step(n *html.Node) string {
	if r, ok := page.Attr(n, "role"); ok && r != "" && r != "presentation" && r != "none" {
		return strings.ToLower(strings.Fields(r + " x")[0])
	}
	switch n.DataAtom {
	case atom.Header, atom.Footer:
		switch pr.p.Region(n) {
		case page.Banner:
			return "banner"
		case page.Footer:
			return "contentinfo"
		}
	case atom.Ul, atom.Ol, atom.Dl:
		return "list"
	}
	return landmarks[n.DataAtom]
}

// identity returns what in an element's attributes says which one it is.
func (pr *printer) identity(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	parts := []string{pr.step(n)}
	if parts[0] == "" {
		parts[0] = n.Data
	}
	for _, name := range []string{"type", "name", "rel", "autocomplete"} {
		if v, ok := page.Attr(n, name); ok {
			parts = append(parts, name+"="+v)
		}
	}
	for _, name := range []string{"href", "action"} {
		if v, ok := page.Attr(n, name); ok {
			parts = append(parts, name+"="+pr.target(n, v))
		}
	}
	for _, name := range []string{"src", "data"} {
		if v, ok := page.Attr(n, name); ok {
			parts = append(parts, name+"="+asset(v))
		}
	}
	return strings.Join(parts, " ")
}

var (
	passing = regexp.MustCompile(`(?i)^(utm_.*|[a-z]*clid|[a-z]*sess(ion)?(id)?|sid|csrf.*|.*token|_|v|ver)$`)
	random  = regexp.MustCompile(`(?i)^[0-9a-f-]{12,}$`)
)

// target returns where an address leads, whether it is written from the page,
// from the root or whole, without what changes from visit to visit.
func (pr *printer) target(n *html.Node, address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return address
	}
	if u.Scheme == "data" || u.Scheme == "javascript" {
		return u.Scheme + ":"
	}
	fragment := u.Path == "" && u.Host == "" && u.Opaque == "" && u.RawQuery == ""
	if base, err := url.Parse(pr.p.Tree(n).Base); err == nil && u.Opaque == "" {
		u = base.ResolveReference(u)
		if u.Host == base.Host {
			u.Scheme, u.Host = "", ""
		}
	}
	if fragment {
		return "#" // its id may be generated, its page is this one
	}
	q := u.Query()
	for key, values := range q {
		if passing.MatchString(key) || slices.ContainsFunc(values, random.MatchString) {
			q.Del(key)
		}
	}
	u.Fragment, u.RawQuery = "", q.Encode()
	return u.String()
}

var fileHash = regexp.MustCompile(`[._-]([0-9a-fA-F]{6,}|[A-Za-z0-9_]*[0-9][A-Za-z0-9_]*)(\.[A-Za-z0-9]+)$`)

// asset returns the name of a file, without the hash that a build tool puts in.
func asset(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return address
	}
	if u.Scheme == "data" {
		return "data:"
	}
	name := path.Base(u.Path)
	if m := fileHash.FindStringSubmatchIndex(name); m != nil && m[3]-m[2] >= 6 {
		name = name[:m[0]] + name[m[4]:]
	}
	return name
}
