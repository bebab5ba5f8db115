package aria

import (
	"runtime"
	"slices"
	"sync"
	"weak"

	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

// An index keeps what was computed for a page, which never changes, for as
// long as the page lives: the checks of a page ask for the same roles and
// names again and again.
type index struct {
	mu      sync.Mutex
	roles   map[*html.Node]string
	hiddens map[*html.Node]bool
	names   map[*html.Node]foundName
	labels  func() map[*html.Node][]*html.Node
	modal   func() *html.Node
	byRole  func() (map[string][]*html.Node, map[*html.Node]int) // and the place of each element in the document
}

type foundName struct {
	name string
	from Source
}

var indexes sync.Map // weak.Pointer[page.Page] to *index

func indexOf(p *page.Page) *index {
	key := weak.Make(p)
	if x, ok := indexes.Load(key); ok {
		return x.(*index)
	}
	x := &index{
		roles:   make(map[*html.Node]string),
		hiddens: make(map[*html.Node]bool),
		names:   make(map[*html.Node]foundName),
	}
	x.labels = sync.OnceValue(func() map[*html.Node][]*html.Node {
		p := key.Value() // the caller of labels holds the page
		m := make(map[*html.Node][]*html.Node)
		for _, l := range p.Find("label") {
			if t := Labelled(p, l); t != nil {
				m[t] = append(m[t], l)
			}
		}
		return m
	})
	x.modal = sync.OnceValue(func() *html.Node { return findModal(key.Value()) })
	x.byRole = sync.OnceValues(func() (map[string][]*html.Node, map[*html.Node]int) {
		p := key.Value()
		m, place := make(map[string][]*html.Node), make(map[*html.Node]int)
		for i, n := range p.Find("*") {
			r := Role(p, n)
			m[r] = append(m[r], n)
			place[n] = i
		}
		return m, place
	})
	got, loaded := indexes.LoadOrStore(key, x)
	if !loaded {
		runtime.AddCleanup(p, func(k weak.Pointer[page.Page]) { indexes.Delete(k) }, key)
	}
	return got.(*index)
}

// Elements returns the elements whose role, explicit or implicit, is one of
// some, in document order; see [Included] for whether assistive technology
// meets them.
func Elements(p *page.Page, roles ...string) []*html.Node {
	byRole, place := indexOf(p).byRole()
	runtime.KeepAlive(p) // the index knows it weakly
	if len(roles) == 1 {
		return slices.Clip(byRole[roles[0]])
	}
	var ns []*html.Node
	for _, r := range roles {
		ns = append(ns, byRole[r]...)
	}
	slices.SortFunc(ns, func(a, b *html.Node) int { return place[a] - place[b] })
	return ns
}

func (x *index) role(n *html.Node, compute func() string) string {
	return lookUp(x, x.roles, n, compute)
}

func (x *index) hidden(n *html.Node, compute func() bool) bool {
	return lookUp(x, x.hiddens, n, compute)
}

func (x *index) name(n *html.Node, compute func() (string, Source)) (string, Source) {
	f := lookUp(x, x.names, n, func() foundName {
		name, from := compute()
		return foundName{name, from}
	})
	return f.name, f.from
}

// lookUp returns what m holds for n, computing it first if need be. The lock
// is free meanwhile: computing asks for other nodes.
func lookUp[V any](x *index, m map[*html.Node]V, n *html.Node, compute func() V) V {
	x.mu.Lock()
	v, ok := m[n]
	x.mu.Unlock()
	if ok {
		return v
	}
	v = compute()
	x.mu.Lock()
	m[n] = v
	x.mu.Unlock()
	return v
}
