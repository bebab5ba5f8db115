package crawler

import (
	"hash/fnv"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// templates counts the pages of each template that are probed. Pages are
// fetched side by side; so that the same site has the same pages probed, a page
// waits for those that were met before it to say what template they have.
type templates struct {
	mu      sync.Mutex
	waiting []string // URLs whose template is not known, in the order in which they were met
	wake    chan struct{}
	probed  map[uint64]int
}

// maxTurn is how long a page waits for those before it.
const maxTurn = 3 * time.Second

// enter takes note of a URL that is going to be fetched.
func (t *templates) enter(url string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waiting = append(t.waiting, url)
}

// leave takes note that the template of a URL is known, or never will be.
func (t *templates) leave(url string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, u := range t.waiting {
		if u == url {
			t.waiting = append(t.waiting[:i:i], t.waiting[i+1:]...)
			break
		}
	}
	if t.wake != nil {
		close(t.wake)
		t.wake = nil
	}
}

// take reports whether the page of a URL is one of the first most of its
// template.
func (t *templates) take(url string, template uint64, most int, done <-chan struct{}) bool {
	timer := time.NewTimer(maxTurn)
	defer timer.Stop()
	for waited := false; !waited; {
		t.mu.Lock()
		if len(t.waiting) == 0 || t.waiting[0] == url {
			t.mu.Unlock()
			break
		}
		if t.wake == nil {
			t.wake = make(chan struct{})
		}
		wake := t.wake
		t.mu.Unlock()
		select {
		case <-wake:
		case <-timer.C:
			waited = true
		case <-done:
			return false
		}
	}
	t.mu.Lock()
	if t.probed == nil {
		t.probed = make(map[uint64]int)
	}
	t.probed[template]++
	first := t.probed[template] <= most
	t.mu.Unlock()
	t.leave(url)
	return first
}

// probes reports whether the page of an entry is to be driven.
func (w *walk) probes(e *entry, source *page.Page) bool {
	switch w.cfg.Probes {
	case ProbesAll:
		return true
	case ProbesTemplates:
		return w.templates.take(e.url, template(source), w.cfg.PerTemplate, w.ctx.Done())
	}
	return false
}

// template returns a hash that pages of one template share: of the paths of
// their containers and controls to the sixth level of the body, each counted
// once, without text and what an editor writes. Where there is next to nothing,
// since a script builds the page, the beginning of the path tells pages apart.
func template(p *page.Page) uint64 {
	paths := make(map[string]bool)
	var walk func(n *html.Node, path string, depth int)
	walk = func(n *html.Node, path string, depth int) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || isProse(c) {
				continue
			}
			step := path + "/" + c.Data
			if role, ok := page.Attr(c, "role"); ok {
				step += "=" + role
			}
			paths[step] = true
			if depth > 1 {
				walk(c, step, depth-1)
			}
		}
	}
	for _, body := range p.Find("body") {
		walk(body, "", 6)
	}
	if len(paths) < 5 {
		if u, err := url.Parse(p.URL); err == nil {
			first, _, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
			paths[first] = true
		}
	}
	h := fnv.New64a()
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		_, _ = h.Write([]byte(path + "\n")) // never fails
	}
	return h.Sum64()
}

// isProse reports whether an element is one of those that texts are made of,
// as many as there are words, or one that is not seen.
func isProse(n *html.Node) bool {
	switch n.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd, atom.A, atom.Span,
		atom.Strong, atom.B, atom.Em, atom.I, atom.Br, atom.Hr, atom.Blockquote, atom.Img, atom.Picture, atom.Figure, atom.Svg, atom.Table, atom.Time, atom.Address, atom.Small, atom.Pre,
		atom.Script, atom.Style, atom.Noscript, atom.Link, atom.Meta, atom.Template:
		return true
	}
	return false
}
