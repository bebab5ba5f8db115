package page

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// A query is a compiled selector. If each of its alternatives is one compound
// that begins with an element name or an attribute, names and attrs hold them,
// and only elements that have one of them need to be matched.
type query struct {
	cascadia.SelectorGroup
	names, attrs []string
}

var compiled sync.Map // selector text to *query

var compound = regexp.MustCompile(`^(?:([a-z][a-z0-9]*)|\[([a-z-]+)[^\]]*\])(?:\[[^\]]*\]|\.[\w-]+)*$`)

func compile(selector string) *query {
	if q, ok := compiled.Load(selector); ok {
		return q.(*query)
	}
	q := &query{SelectorGroup: mustParse(selector)}
	for part := range strings.SplitSeq(selector, ",") {
		m := compound.FindStringSubmatch(strings.TrimSpace(part))
		switch {
		case m == nil:
			q.names, q.attrs = nil, nil
			compiled.Store(selector, q)
			return q
		case m[1] != "":
			q.names = append(q.names, m[1])
		default:
			q.attrs = append(q.attrs, m[2])
		}
	}
	compiled.Store(selector, q)
	return q
}

// An index finds elements by name and by attribute, in document order.
type index struct {
	order        map[*html.Node]int
	names, attrs map[string][]*html.Node
}

func (p *Page) readIndex() *index {
	x := &index{make(map[*html.Node]int), make(map[string][]*html.Node), make(map[string][]*html.Node)}
	for n := range p.Root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		x.order[n] = len(x.order)
		x.names[n.Data] = append(x.names[n.Data], n)
		for _, a := range n.Attr {
			x.attrs[a.Key] = append(x.attrs[a.Key], n)
		}
	}
	return x
}

func (p *Page) find(q *query) []*html.Node {
	if len(q.names)+len(q.attrs) == 0 {
		return cascadia.QueryAll(p.Root, q)
	}
	x := p.index()
	var found []*html.Node
	lists := 0
	collect := func(list []*html.Node) {
		if len(list) > 0 {
			lists++
		}
		for _, n := range list {
			if q.Match(n) {
				found = append(found, n)
			}
		}
	}
	for _, name := range q.names {
		collect(x.names[name])
	}
	for _, attr := range q.attrs {
		collect(x.attrs[attr])
	}
	if lists > 1 {
		slices.SortFunc(found, func(a, b *html.Node) int { return x.order[a] - x.order[b] })
		found = slices.Compact(found)
	}
	return found
}
