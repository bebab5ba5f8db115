package crawler

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"hash"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

//go:embed data/types.txt
var typesText string

var documentExt, otherExt, documentTypes = func() (documents, others map[string]bool, types []string) {
	documents, others = make(map[string]bool), make(map[string]bool)
	for line := range strings.Lines(typesText) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		switch f[0] {
		case "document", "other":
			into := documents
			if f[0] == "other" {
				into = others
			}
			for _, ext := range f[1:] {
				into["."+ext] = true
			}
		case "type":
			types = append(types, f[1:]...)
		}
	}
	return documents, others, types
}()

// extension returns how the path of a URL ends, such as ".pdf", in lower case.
func extension(u *url.URL) string { return strings.ToLower(path.Ext(u.Path)) }

// isDocumentType reports whether a media type is that of a document.
func isDocumentType(mediaType string) bool {
	for _, t := range documentTypes {
		if prefix, ok := strings.CutSuffix(t, "*"); mediaType == t || ok && strings.HasPrefix(mediaType, prefix) {
			return true
		}
	}
	return false
}

// maxLinks is how many different links of one page are followed.
const maxLinks = 20_000

// links returns the normalised URLs that a page leads to, each once, in
// document order, and the one it names as canonical. What is in frames is
// content of the page, and so are the links there.
func links(p *page.Page) (urls []string, canonical string) {
	seen := make(map[string]bool)
	add := func(n *html.Node, ref string) string {
		ref = strings.TrimSpace(ref)
		if ref == "" || strings.HasPrefix(ref, "#") || len(urls) >= maxLinks {
			return ""
		}
		if scheme, _, ok := strings.Cut(ref, ":"); ok && !strings.ContainsAny(scheme, "/?#") && !strings.EqualFold(scheme, "http") && !strings.EqualFold(scheme, "https") {
			return "" // mailto:, tel:, javascript:, data: …
		}
		u, err := Normalise(p.Resolve(n, ref))
		if err != nil {
			return ""
		}
		if !seen[u] {
			seen[u] = true
			urls = append(urls, u)
		}
		return u
	}
	for _, n := range p.Find("a[href], area[href], link[href][rel], meta[http-equiv][content]") {
		if inTemplate(n) {
			continue
		}
		switch n.DataAtom {
		case atom.Link:
			rel, _ := page.Attr(n, "rel")
			href, _ := page.Attr(n, "href")
			for r := range strings.FieldsSeq(strings.ToLower(rel)) {
				switch r {
				case "canonical":
					if u := add(n, href); canonical == "" {
						canonical = u
					}
				case "next", "prev", "alternate", "help", "contents", "index", "start":
					if typ, ok := page.Attr(n, "type"); ok && !strings.Contains(typ, "html") {
						continue // a feed
					}
					add(n, href)
				}
			}
		case atom.Meta:
			equiv, _ := page.Attr(n, "http-equiv")
			content, _ := page.Attr(n, "content")
			if strings.EqualFold(strings.TrimSpace(equiv), "refresh") {
				if target, ok := refreshTarget(content); ok {
					add(n, target)
				}
			}
		default:
			href, _ := page.Attr(n, "href")
			add(n, href)
		}
	}
	return urls, canonical
}

// inTemplate reports whether n is in a template element, and so no part of the
// page.
func inTemplate(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.DataAtom == atom.Template {
			return true
		}
	}
	return false
}

// refreshTarget reads the URL of a meta refresh such as "5; url='/x'".
func refreshTarget(content string) (string, bool) {
	_, rest, ok := strings.Cut(strings.Replace(content, ",", ";", 1), ";")
	if !ok {
		return "", false
	}
	rest = strings.TrimSpace(rest)
	if len(rest) >= 3 && strings.EqualFold(rest[:3], "url") {
		if after, ok := strings.CutPrefix(strings.TrimSpace(rest[3:]), "="); ok {
			rest = strings.TrimSpace(after)
		}
	}
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		quote := rest[0]
		rest = rest[1:]
		if end := strings.IndexByte(rest, quote); end >= 0 {
			rest = rest[:end]
		}
	}
	return rest, rest != ""
}

// contentHash identifies what a page shows, whatever its URL: elements, text,
// and where links and images lead. Scripts, styles, hidden fields and what
// changes with each visit, such as nonces, do not count. A link of the page to
// itself counts as such.
func contentHash(p *page.Page) string {
	h := sha256.New()
	self, _ := Normalise(p.Final)
	hashNode(h, p, p.Root, self)
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func hashNode(h hash.Hash, p *page.Page, n *html.Node, self string) {
	switch n.Type {
	case html.TextNode:
		if t := page.Collapse(n.Data); t != "" {
			h.Write([]byte("t" + t + "\x00"))
		}
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Link, atom.Meta, atom.Base:
			return
		case atom.Input:
			if t, _ := page.Attr(n, "type"); strings.EqualFold(t, "hidden") {
				return
			}
		}
		h.Write([]byte("e" + n.Data + "\x00"))
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "action":
				v := p.Resolve(n, a.Val)
				if u, err := Normalise(v); err == nil {
					v = u
				}
				if v == self {
					v = "self"
				}
				h.Write([]byte("a" + a.Key + "=" + v + "\x00"))
			case "alt", "title", "lang", "type", "aria-label", "role", "placeholder":
				h.Write([]byte("a" + a.Key + "=" + a.Val + "\x00"))
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		hashNode(h, p, c, self)
	}
	h.Write([]byte("/"))
}
