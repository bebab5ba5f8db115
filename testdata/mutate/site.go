// Package mutate changes a site as its makers do from one release to the next:
// in ways that leave its faults as they are, and in ways that mend one or make
// one. Tests audit a site before and after, and expect that the comparison of
// the two audits tells the one from the other.
package mutate

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A Site is a site whose pages can be changed.
type Site struct {
	Pages map[string]*html.Node // by path: "index.html"
	Files map[string][]byte     // all else
	tight bool                  // written without needless spaces
}

// Read reads a site.
func Read(files fs.FS) (*Site, error) {
	s := &Site{Pages: make(map[string]*html.Node), Files: make(map[string][]byte)}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if path.Ext(name) != ".html" {
			s.Files[name] = b
			return nil
		}
		s.Pages[name], err = html.Parse(bytes.NewReader(b))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read site: %w", err)
	}
	return s, nil
}

// FS returns the site as it is now.
func (s *Site) FS() (fs.FS, error) {
	out := make(fstest.MapFS)
	for name, b := range s.Files {
		out[name] = &fstest.MapFile{Data: b}
	}
	for name, root := range s.Pages {
		var b bytes.Buffer
		if err := html.Render(&b, root); err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
		text := b.String()
		if s.tight {
			text = tighten(text)
		}
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out, nil
}

// each calls f for every element of every page.
func (s *Site) each(f func(n *html.Node)) {
	for _, root := range s.Pages {
		// Collected first: f may move what it is given.
		for _, n := range elements(root) {
			f(n)
		}
	}
}

func elements(root *html.Node) []*html.Node {
	var all []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all = append(all, n)
		}
	}
	return all
}

// first returns the first element below root that fits, or nil.
func first(root *html.Node, fits func(*html.Node) bool) *html.Node {
	for _, n := range elements(root) {
		if fits(n) {
			return n
		}
	}
	return nil
}

func is(a atom.Atom) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.DataAtom == a }
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
			return
		}
	}
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

func hasClass(class string) func(*html.Node) bool {
	return func(n *html.Node) bool {
		for _, c := range strings.Fields(attr(n, "class")) {
			if c == class {
				return true
			}
		}
		return false
	}
}

// detach takes n out of its page and returns it.
func detach(n *html.Node) *html.Node {
	n.Parent.RemoveChild(n)
	return n
}

// after puts n behind another node.
func after(other, n *html.Node) { other.Parent.InsertBefore(n, other.NextSibling) }

// prepend puts n before the other children of its parent to be.
func prepend(parent, n *html.Node) { parent.InsertBefore(n, parent.FirstChild) }

// element makes an element with attributes, given as pairs, and a text.
func element(a atom.Atom, text string, attrs ...string) *html.Node {
	n := &html.Node{Type: html.ElementNode, DataAtom: a, Data: a.String()}
	for i := 0; i+1 < len(attrs); i += 2 {
		n.Attr = append(n.Attr, html.Attribute{Key: attrs[i], Val: attrs[i+1]})
	}
	if text != "" {
		n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
	}
	return n
}
