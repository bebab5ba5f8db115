package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// printer makes the fingerprints of the findings on one page.
//
// A fingerprint is made of the check, the key of what is wrong, the semantic
// path of the element (landmarks, sections, tables, lists, forms) and the
// attributes that say what it is for. Class names, generated ids, position and
// wording are not in it, nor is the page: the same fault of a template has one
// fingerprint on all pages. A message about a word or a sentence names it as
// "term", which is part of the fingerprint. Equal findings on one page are
// told apart by their order.
type printer struct {
	p    *page.Page
	seen map[string]int
}

func newPrinter(p *page.Page) *printer { return &printer{p, make(map[string]int)} }

func (pr *printer) print(f *Finding) (component, fingerprint string) {
	path, component := pr.path(f.Node)
	key := strings.Join([]string{f.Check, f.Message.Key, path, identity(f.Node), f.Message.Args["term"]}, "\x00")
	n := pr.seen[key]
	pr.seen[key]++
	return component, digest(key, strconv.Itoa(n))
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

// path returns the semantic path of n, and the name of the outermost landmark
// that it stands in: "banner", "navigation", "main", "contentinfo" …
func (pr *printer) path(n *html.Node) (string, string) {
	var steps []string
	component := ""
	for a := n; a != nil; a = pr.p.Parent(a) {
		if a.Type != html.ElementNode {
			continue
		}
		step, landmark := landmarks[a.DataAtom], true
		if r, ok := page.Attr(a, "role"); ok && r != "" && r != "presentation" && r != "none" {
			step = strings.ToLower(strings.Fields(r + " x")[0])
		} else if a.DataAtom == atom.Header || a.DataAtom == atom.Footer {
			if r := pr.p.Region(a); r == page.Banner {
				step = "banner"
			} else if r == page.Footer {
				step = "contentinfo"
			}
		} else if a.DataAtom == atom.Ul || a.DataAtom == atom.Ol || a.DataAtom == atom.Dl {
			step, landmark = "list", false
		}
		if step == "" {
			continue
		}
		steps = append(steps, step)
		switch step {
		case "banner", "navigation", "main", "contentinfo", "complementary", "search", "dialog":
			if landmark {
				component = step
			}
		}
	}
	return strings.Join(steps, "/"), component
}

var counter = regexp.MustCompile(`[0-9]+`)

// identity returns what in an element's attributes says which one it is.
func identity(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	parts := []string{n.Data}
	for _, name := range []string{"type", "name", "role", "rel", "autocomplete", "for", "id"} {
		if v, ok := page.Attr(n, name); ok {
			if name == "for" || name == "id" {
				v = counter.ReplaceAllString(v, "#")
				if strings.Count(v, "#") > 0 {
					continue // generated
				}
			}
			parts = append(parts, name+"="+v)
		}
	}
	for _, name := range []string{"href", "src", "data", "action"} {
		v, ok := page.Attr(n, name)
		if !ok {
			continue
		}
		if u, err := url.Parse(v); err == nil {
			v = u.Scheme + ":" + u.Host + path.Clean("/"+path.Base(u.Path))
		}
		parts = append(parts, name+"="+v)
	}
	return strings.Join(parts, " ")
}
