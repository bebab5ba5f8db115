package page

import (
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// MaxDecoded bounds how many bytes a stored snapshot may have when it is
// decompressed; Decode refuses a larger one.
const MaxDecoded = 1 << 30

// wire is a page as it is stored. Nodes stand in document order; text is in
// one table, since computed styles repeat.
type wire struct {
	Version                                      int
	URL, Final                                   string
	Status                                       int
	Header                                       []string // alternately names, sorted, and values
	Viewport                                     Viewport
	Inputs                                       Input
	ScrollWidth, ScrollHeight, NarrowScrollWidth float64
	Screenshot                                   []byte
	Observed                                     Observations
	Properties                                   int // how many of Properties Style holds
	Strings                                      []string
	Nodes                                        []wireNode
	AX                                           []wireAX // parents before children
}

type wireNode struct {
	Type      uint32
	Parent    int32 // -1 for the root
	Data      int32 // in Strings, as all int32 below
	Namespace int32
	Attr      []int32 // namespace, name, value
	Info      *wireInfo
}

type wireInfo struct {
	Info  // without Style, Pseudos' styles and AX
	Style []int32
	Pseud [][]int32
}

type wireAX struct {
	Parent, Node int32 // -1: none
	AX                 // without links
}

const wireVersion = 1

type stringTable struct {
	list  []string
	index map[string]int32
}

func (t *stringTable) add(s string) int32 {
	if i, ok := t.index[s]; ok {
		return i
	}
	i := int32(len(t.list))
	t.list = append(t.list, s)
	t.index[s] = i
	return i
}

func (t *stringTable) addAll(ss []string) []int32 {
	if ss == nil {
		return nil
	}
	is := make([]int32, len(ss))
	for i, s := range ss {
		is[i] = t.add(s)
	}
	return is
}

// Encode writes the page, compressed. Equal pages give equal bytes.
func (p *Page) Encode(w io.Writer) error {
	t := &stringTable{index: make(map[string]int32)}
	d := wire{
		Version: wireVersion, URL: p.URL, Final: p.Final, Status: p.Status, Viewport: p.Viewport, Inputs: p.Inputs,
		ScrollWidth: p.ScrollWidth, ScrollHeight: p.ScrollHeight, NarrowScrollWidth: p.NarrowScrollWidth,
		Screenshot: p.Screenshot, Observed: p.Observed, Properties: len(Properties),
	}
	var names []string
	for name := range p.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range p.Header[name] {
			d.Header = append(d.Header, name, v)
		}
	}
	ids := make(map[*html.Node]int32)
	var walk func(n *html.Node, parent int32)
	walk = func(n *html.Node, parent int32) {
		id := int32(len(d.Nodes))
		ids[n] = id
		wn := wireNode{Type: uint32(n.Type), Parent: parent, Data: t.add(n.Data), Namespace: t.add(n.Namespace)}
		for _, a := range n.Attr {
			wn.Attr = append(wn.Attr, t.add(a.Namespace), t.add(a.Key), t.add(a.Val))
		}
		if i := p.info[n]; i != nil {
			wi := &wireInfo{Info: *i, Style: t.addAll(i.Style)}
			wi.Info.Style, wi.Info.AX = nil, nil
			wi.Pseudos = slices.Clone(i.Pseudos)
			for k := range wi.Pseudos {
				wi.Pseud = append(wi.Pseud, t.addAll(wi.Pseudos[k].Style))
				wi.Pseudos[k].Style = nil
			}
			wn.Info = wi
		}
		d.Nodes = append(d.Nodes, wn)
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, id)
		}
	}
	walk(p.Root, -1)
	var walkAX func(a *AX, parent int32)
	walkAX = func(a *AX, parent int32) {
		id := int32(len(d.AX))
		wa := wireAX{Parent: parent, Node: -1, AX: *a}
		if n, ok := ids[a.Node]; ok && a.Node != nil {
			wa.Node = n
		}
		wa.AX.Node, wa.AX.Parent, wa.AX.Children = nil, nil, nil
		d.AX = append(d.AX, wa)
		for _, c := range a.Children {
			walkAX(c, id)
		}
	}
	if p.AXRoot != nil {
		walkAX(p.AXRoot, -1)
	}
	d.Strings = t.list

	z, err := zstd.NewWriter(w, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("encode snapshot of %s: %w", p.URL, err)
	}
	if err := gob.NewEncoder(z).Encode(d); err != nil {
		return fmt.Errorf("encode snapshot of %s: %w", p.URL, errors.Join(err, z.Close()))
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("encode snapshot of %s: %w", p.URL, err)
	}
	return nil
}

// Decode reads a page that Encode wrote.
func Decode(r io.Reader) (*Page, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(MaxDecoded))
	if err != nil {
		return nil, fmt.Errorf("decode snapshot: %w", err)
	}
	defer z.Close()
	var d wire
	if err := gob.NewDecoder(io.LimitReader(z, MaxDecoded)).Decode(&d); err != nil {
		return nil, fmt.Errorf("decode snapshot: %w", err)
	}
	if d.Version != wireVersion {
		return nil, fmt.Errorf("decode snapshot: version %d, this usager reads %d", d.Version, wireVersion)
	}
	var bad error
	str := func(i int32) string {
		if i < 0 || int(i) >= len(d.Strings) {
			bad = errors.New("decode snapshot: string out of range")
			return ""
		}
		return d.Strings[i]
	}
	strs := func(is []int32) []string {
		if is == nil {
			return nil
		}
		ss := make([]string, len(is))
		for k, i := range is {
			ss[k] = str(i)
		}
		return ss
	}
	p := Page{
		URL: d.URL, Final: d.Final, Status: d.Status, Viewport: d.Viewport, Inputs: d.Inputs,
		ScrollWidth: d.ScrollWidth, ScrollHeight: d.ScrollHeight, NarrowScrollWidth: d.NarrowScrollWidth,
		Screenshot: d.Screenshot, Observed: d.Observed,
	}
	for i := 0; i+1 < len(d.Header); i += 2 {
		if p.Header == nil {
			p.Header = make(http.Header)
		}
		p.Header.Add(d.Header[i], d.Header[i+1])
	}
	nodes := make([]*html.Node, len(d.Nodes))
	info := make(map[*html.Node]*Info, len(d.Nodes))
	for i, wn := range d.Nodes {
		n := &html.Node{Type: html.NodeType(wn.Type), Data: strings.Clone(str(wn.Data)), Namespace: str(wn.Namespace)}
		if n.Type == html.ElementNode {
			n.DataAtom = atom.Lookup([]byte(n.Data))
		}
		for k := 0; k+2 < len(wn.Attr); k += 3 {
			n.Attr = append(n.Attr, html.Attribute{Namespace: str(wn.Attr[k]), Key: str(wn.Attr[k+1]), Val: str(wn.Attr[k+2])})
		}
		nodes[i] = n
		switch {
		case i == 0:
			p.Root = n
		case wn.Parent < 0 || int(wn.Parent) >= i:
			return nil, errors.New("decode snapshot: node before its parent")
		default:
			nodes[wn.Parent].AppendChild(n)
		}
		if wn.Info != nil {
			in := wn.Info.Info
			in.Style = strs(wn.Info.Style)
			for k := range in.Pseudos {
				if k < len(wn.Info.Pseud) {
					in.Pseudos[k].Style = strs(wn.Info.Pseud[k])
				}
			}
			info[n] = &in
		}
	}
	if p.Root == nil || p.Root.Type != html.DocumentNode {
		return nil, errors.New("decode snapshot: no document")
	}
	axs := make([]*AX, len(d.AX))
	for i, wa := range d.AX {
		a := wa.AX
		axs[i] = &a
		if n := wa.Node; n >= 0 && int(n) < len(nodes) {
			a.Node = nodes[n]
			if info[a.Node] == nil {
				info[a.Node] = &Info{}
			}
			if info[a.Node].AX == nil {
				info[a.Node].AX = axs[i]
			}
		}
		switch {
		case i == 0:
			p.AXRoot = axs[i]
		case wa.Parent < 0 || int(wa.Parent) >= i:
			return nil, errors.New("decode snapshot: accessibility node before its parent")
		default:
			a.Parent = axs[wa.Parent]
			a.Parent.Children = append(a.Parent.Children, axs[i])
		}
		axs[i].Node, axs[i].Parent = a.Node, a.Parent
	}
	if bad != nil {
		return nil, bad
	}
	return New(p, info), nil
}
