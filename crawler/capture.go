package crawler

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/domsnapshot"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/sync/errgroup"

	"github.com/usager/usager/page"
)

// Bounds on a page that is captured.
const (
	maxNodes   = 150_000
	maxAXNodes = 60_000 // more have no accessibility tree: it takes the browser too long
	maxNesting = 600    // levels; the browser's own recursion has an end
)

// offsetStyles are captured besides page.Properties, to find where the content
// of a frame begins.
var offsetStyles = []string{"border-left-width", "padding-left", "border-top-width", "padding-top"}

// capture takes the snapshot of what the tab shows, which page.New completes
// with the builder's info. Questions that do not
// depend on each other are asked at once.
func (t *tab) capture(ctx context.Context, p *page.Page) (*builder, *page.Page, error) {
	var (
		snap      domsnapshot.CaptureSnapshotResult
		ax        axTree
		axErr     error
		listeners map[cdp.BackendNodeID][]string
		lisErr    error
		media     []mediaState
		mediaErr  error
	)
	var size survey
	world, err := t.world(ctx)
	if err == nil {
		err = t.ask(ctx, world, surveyScript, &size)
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil { // scripts may be off; then the page is taken as it comes
		size = survey{}
		mediaErr = err
	}
	switch {
	case size.Nodes > maxNodes:
		return nil, nil, tooLarge(size.Nodes)
	case size.Deepest > maxNesting:
		return nil, nil, &fetchError{RuleTooLarge, fmt.Sprintf("the page is nested %d deep; more than %d is not audited", size.Deepest, maxNesting), nil}
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() (err error) {
		snap, err = t.snapshot(gctx, append(slices.Clip(page.Properties), offsetStyles...), true)
		return err
	})
	if size.Nodes > maxAXNodes {
		axErr = errors.New("the page is too large for its accessibility to be read")
	} else {
		g.Go(func() error { ax, axErr = t.accessibility(gctx, ""); return nil })
	}
	g.Go(func() error { listeners, lisErr = t.listeners(gctx); return nil })
	if size.Media {
		g.Go(func() error { mediaErr = t.ask(gctx, world, mediaScript, &media); return nil })
	}
	if err := g.Wait(); err != nil {
		return nil, nil, fmt.Errorf("capture: %w", err)
	}
	total := 0
	for _, d := range snap.Documents {
		total += len(d.Nodes.NodeType)
	}
	if total > maxNodes {
		return nil, nil, tooLarge(total)
	}

	b := newBuilder(&snap)
	if b.needsDOM {
		// The snapshot is of the flat tree, without what no slot shows; the real tree is asked for where that makes a difference.
		doc, err := cdp.Call(ctx, t.target, dom.GetDocument, dom.GetDocumentParams{Depth: new(int64(-1)), Pierce: new(true)})
		if err != nil && strings.Contains(err.Error(), "stack limit exceeded") {
			return nil, nil, &fetchError{RuleTooLarge, "its shadow trees are nested deeper than the browser can tell", err}
		}
		if err != nil {
			return nil, nil, fmt.Errorf("capture: read shadow trees: %w", err)
		}
		_, _ = cdp.Call(ctx, t.target, dom.Disable, cdp.Empty{}) // so that it does not follow changes
		b.buildDOM(doc.Root)
	} else {
		b.buildSnapshot()
	}
	if b.root == nil {
		return nil, nil, fmt.Errorf("capture: the page has no document")
	}

	b.fillContents()

	out := page.Page{
		URL: p.URL, Final: p.Final, Status: p.Status, Header: p.Header, Viewport: t.cfg.Viewport,
		Inputs: page.Style | page.Layout, Root: b.root,
		ScrollWidth: snap.Documents[0].ContentWidth, ScrollHeight: snap.Documents[0].ContentHeight,
	}
	if final := b.str(snap.Documents[0].DocumentURL); final != "" {
		out.Final = final
	}
	if axErr == nil {
		axErr = t.attachAX(ctx, b, ax, &out)
	}
	if axErr == nil {
		out.Inputs |= page.Accessibility
	}
	if lisErr == nil {
		b.attachListeners(listeners)
		out.Inputs |= page.Listeners
	}
	if mediaErr == nil && b.attachMedia(media) {
		out.Inputs |= page.Media
		_ = t.details(ctx, world, b) // they are missing where scripts are off
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	for _, more := range []struct {
		wanted bool
		add    func() error
	}{
		{t.cfg.Narrow, func() error { return t.narrow(ctx, b, &out) }},
		{t.cfg.Screenshots, func() error { return t.screenshot(ctx, &out) }},
		{t.cfg.Zoom, func() error { return t.zoom(ctx, b, &out) }},
	} {
		if !more.wanted {
			continue
		}
		if err := more.add(); errors.Is(ctx.Err(), context.Canceled) {
			return nil, nil, err
		} else if err != nil { // the page itself is there: out.Inputs tells what is not
			break
		}
	}
	return b, &out, nil
}

// whole reports whether a snapshot has all that was to be added to the page.
func (c *Config) whole(p *page.Page) bool {
	return !(c.Narrow && !p.Inputs.Has(page.Narrow) || c.Screenshots && !p.Inputs.Has(page.Pixels) || c.Zoom && !p.Inputs.Has(page.Zoom))
}

func tooLarge(nodes int) error {
	return &fetchError{RuleTooLarge, fmt.Sprintf("the page has %d nodes or more; pages of more than %d are not audited", nodes, maxNodes), nil}
}

func (t *tab) snapshot(ctx context.Context, styles []string, full bool) (domsnapshot.CaptureSnapshotResult, error) {
	p := domsnapshot.CaptureSnapshotParams{ComputedStyles: styles}
	if full {
		p.IncludePaintOrder, p.IncludeDOMRects = new(true), new(true)
		p.IncludeBlendedBackgroundColors, p.IncludeTextColorOpacities = new(true), new(true)
	}
	return cdp.Call(ctx, t.target, domsnapshot.CaptureSnapshot, p)
}

// A builder turns the parallel arrays of a snapshot into a tree.
type builder struct {
	snap     *domsnapshot.CaptureSnapshotResult
	root     *html.Node
	info     map[*html.Node]*page.Info
	nodes    map[cdp.BackendNodeID]*html.Node
	frames   map[cdp.FrameID]*html.Node // iframe elements by the frame they show
	docs     []*docIndex
	byID     map[cdp.BackendNodeID]place // where the snapshot speaks of a node
	closed   map[*html.Node]bool         // shadow roots that scripts cannot reach
	needsDOM bool
}

// place is a node of a snapshot: of which document, at which index.
type place struct{ doc, node int }

// docIndex finds the sparse data of one document by node.
type docIndex struct {
	*domsnapshot.DocumentSnapshot
	layout        []int32 // by node, -1: none
	pseudo        map[int]string
	clickable     map[int]bool
	checked       map[int]bool
	selected      map[int]bool
	value         map[int]string
	currentSource map[int]string
	content       map[int]int // frame element to document
	texts         map[int][]page.Text
	pseudos       map[int][]page.Pseudo // by the element they belong to
	dx, dy        float64               // from this document to the outermost
}

func newBuilder(snap *domsnapshot.CaptureSnapshotResult) *builder {
	b := &builder{
		snap: snap, info: make(map[*html.Node]*page.Info), nodes: make(map[cdp.BackendNodeID]*html.Node),
		frames: make(map[cdp.FrameID]*html.Node), byID: make(map[cdp.BackendNodeID]place), closed: make(map[*html.Node]bool),
	}
	for i, d := range snap.Documents {
		di := b.index(d)
		b.docs = append(b.docs, di)
		for j, id := range d.Nodes.BackendNodeID {
			b.byID[id] = place{i, j}
		}
		if d.Nodes.ShadowRootType != nil && len(d.Nodes.ShadowRootType.Index) > 0 {
			b.needsDOM = true
		}
	}
	for i := range b.docs { // frames come after the documents they are in
		b.placeFrames(i)
	}
	for _, d := range b.docs {
		b.readPseudos(d)
	}
	return b
}

func (b *builder) str(i domsnapshot.StringIndex) string {
	if i < 0 || int(i) >= len(b.snap.Strings) {
		return ""
	}
	return b.snap.Strings[i]
}

func (b *builder) index(d *domsnapshot.DocumentSnapshot) *docIndex {
	di := &docIndex{
		DocumentSnapshot: d, layout: make([]int32, len(d.Nodes.NodeType)),
		pseudo: b.strings(d.Nodes.PseudoType), clickable: bools(d.Nodes.IsClickable), checked: bools(d.Nodes.InputChecked),
		selected: bools(d.Nodes.OptionSelected), value: b.strings(d.Nodes.InputValue), currentSource: b.strings(d.Nodes.CurrentSourceURL),
		content: make(map[int]int), texts: make(map[int][]page.Text), pseudos: make(map[int][]page.Pseudo),
	}
	for i, v := range b.strings(d.Nodes.TextValue) {
		di.value[i] = v
	}
	for i := range di.layout {
		di.layout[i] = -1
	}
	for j, i := range d.Layout.NodeIndex {
		if di.layout[i] < 0 { // a list item's outside marker comes second
			di.layout[i] = int32(j)
		}
	}
	if c := d.Nodes.ContentDocumentIndex; c != nil {
		for k, i := range c.Index {
			di.content[int(i)] = int(c.Value[k])
		}
	}
	for k, j := range d.TextBoxes.LayoutIndex {
		i := int(d.Layout.NodeIndex[j])
		di.texts[i] = append(di.texts[i], page.Text{
			Box: rect(d.TextBoxes.Bounds[k], 0, 0), Start: int(d.TextBoxes.Start[k]), Length: int(d.TextBoxes.Length[k]),
		})
	}
	return di
}

func (b *builder) strings(r *domsnapshot.RareStringData) map[int]string {
	m := make(map[int]string)
	if r != nil {
		for k, i := range r.Index {
			m[int(i)] = b.str(r.Value[k])
		}
	}
	return m
}

func bools(r *domsnapshot.RareBooleanData) map[int]bool {
	if r == nil {
		return nil
	}
	m := make(map[int]bool, len(r.Index))
	for _, i := range r.Index {
		m[int(i)] = true
	}
	return m
}

func rect(r domsnapshot.Rectangle, dx, dy float64) page.Box {
	if len(r) != 4 {
		return page.Box{}
	}
	return page.Box{X: r[0] + dx, Y: r[1] + dy, Width: r[2], Height: r[3]}
}

// placeFrames finds where the documents in the frames of a document lie: at
// the content box of their frame, moved by how far they are scrolled.
func (b *builder) placeFrames(i int) {
	d := b.docs[i]
	for n, c := range d.content {
		if c <= i || c >= len(b.docs) || d.layout[n] < 0 {
			continue
		}
		j := d.layout[n]
		f := b.docs[c]
		box := rect(d.Layout.Bounds[j], d.dx, d.dy)
		f.dx, f.dy = box.X-f.ScrollOffsetX, box.Y-f.ScrollOffsetY
		if s := d.Layout.Styles[j]; len(s) >= len(offsetStyles) {
			s = s[len(s)-len(offsetStyles):]
			at := func(k int) float64 { return pixels(b.str(domsnapshot.StringIndex(s[k]))) }
			f.dx += at(0) + at(1)
			f.dy += at(2) + at(3)
		}
	}
}

// pixels reads a computed length such as "3px".
func pixels(s string) float64 {
	f, err := strconv.ParseFloat(strings.TrimSuffix(s, "px"), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

func (b *builder) readPseudos(d *docIndex) {
	text := make(map[int]string) // its box and what is in it are layout nodes of one pseudo-element
	for j, i := range d.Layout.NodeIndex {
		if _, ok := d.pseudo[int(i)]; ok {
			text[int(i)] += b.str(d.Layout.Text[j])
		}
	}
	for i := range d.Nodes.NodeType {
		typ, ok := d.pseudo[i]
		if !ok {
			continue
		}
		owner := int(d.Nodes.ParentIndex[i])
		ps := page.Pseudo{Type: typ}
		if j := d.layout[i]; j >= 0 {
			ps.Box = rect(d.Layout.Bounds[j], d.dx, d.dy)
			ps.Text = text[i]
			ps.Style = b.style(d, int(j))
		}
		d.pseudos[owner] = append(d.pseudos[owner], ps)
	}
}

// style returns the values of page.Properties of a layout node, or nil.
func (b *builder) style(d *docIndex, j int) []string {
	if j >= len(d.Layout.Styles) {
		return nil
	}
	s := d.Layout.Styles[j]
	if len(s) < len(page.Properties) {
		return nil
	}
	out := make([]string, len(page.Properties))
	for k := range out {
		out[k] = b.str(domsnapshot.StringIndex(s[k]))
	}
	return out
}

// describe collects what a snapshot says of one of its nodes.
func (b *builder) describe(n *html.Node, pl place) *page.Info {
	d, i := b.docs[pl.doc], pl.node
	info := &page.Info{
		Backend: d.Nodes.BackendNodeID[i].Int64(), Clickable: d.clickable[i], Checked: d.checked[i], Selected: d.selected[i],
		Value: d.value[i], CurrentSrc: d.currentSource[i], Pseudos: d.pseudos[i],
	}
	if j := int(d.layout[i]); j >= 0 && n.Type != html.DocumentNode {
		info.Rendered = true
		info.Box = rect(d.Layout.Bounds[j], d.dx, d.dy)
		if j < len(d.Layout.ClientRects) {
			info.Client = rect(d.Layout.ClientRects[j], 0, 0)
		}
		if j < len(d.Layout.ScrollRects) {
			info.Scroll = rect(d.Layout.ScrollRects[j], 0, 0)
		}
		if j < len(d.Layout.PaintOrders) {
			info.Paint = int(d.Layout.PaintOrders[j])
		}
		if j < len(d.Layout.BlendedBackgroundColors) {
			info.Background = hexColour(b.str(d.Layout.BlendedBackgroundColors[j]))
		}
		if j < len(d.Layout.TextColorOpacities) {
			info.Opacity = d.Layout.TextColorOpacities[j]
		}
		if n.Type == html.ElementNode {
			info.Style = b.style(d, j)
		}
		for _, t := range d.texts[i] {
			t.Box.X += d.dx
			t.Box.Y += d.dy
			info.Texts = append(info.Texts, t)
		}
	}
	b.info[n] = info
	b.nodes[d.Nodes.BackendNodeID[i]] = n
	return info
}

// hexColour turns "rgb(1, 2, 3)" and "rgba(1, 2, 3, 0.5)" into "#010203" and
// "#01020380"; anything else into "".
func hexColour(s string) string {
	inner, ok := strings.CutPrefix(s, "rgba(")
	if !ok {
		if inner, ok = strings.CutPrefix(s, "rgb("); !ok {
			return ""
		}
	}
	parts := strings.Split(strings.TrimSuffix(inner, ")"), ",")
	if len(parts) != 3 && len(parts) != 4 {
		return ""
	}
	out := "#"
	for k, p := range parts {
		f, err := strconv.ParseFloat(strings.TrimSpace(p), 64)
		if err != nil {
			return ""
		}
		if k == 3 {
			f *= 255
		}
		out += fmt.Sprintf("%02x", int(math.Round(min(max(f, 0), 255))))
	}
	return out
}

// buildSnapshot makes the tree from the snapshot alone.
func (b *builder) buildSnapshot() {
	owners := make([]*html.Node, len(b.docs)) // the frame element of each document
	for di, d := range b.docs {
		if len(d.Nodes.NodeType) == 0 || di > 0 && owners[di] == nil {
			continue
		}
		nodes := make([]*html.Node, len(d.Nodes.NodeType))
		depth := make([]int, len(nodes))
		xml := b.isXML(d)
		for i, typ := range d.Nodes.NodeType {
			if _, ok := d.pseudo[i]; ok {
				continue
			}
			var parent *html.Node
			if pi := d.Nodes.ParentIndex[i]; pi >= 0 {
				if parent = nodes[pi]; parent == nil {
					continue // below what was left out
				}
				if depth[i] = depth[pi] + 1; depth[i] > page.MaxDepth {
					continue
				}
			}
			var attrs []string
			for _, a := range d.Nodes.Attributes[i] {
				attrs = append(attrs, b.str(domsnapshot.StringIndex(a)))
			}
			n := makeNode(parent, typ, b.str(d.Nodes.NodeName[i]), b.str(d.Nodes.NodeValue[i]), attrs, xml)
			if n == nil {
				continue
			}
			if parent != nil {
				if _, frame := d.content[int(d.Nodes.ParentIndex[i])]; frame {
					continue // what a browser without frames would show
				}
				parent.AppendChild(n)
			}
			nodes[i] = n
			b.describe(n, place{di, i})
			if c, ok := d.content[i]; ok && c > di && c < len(owners) {
				owners[c] = n
				b.frames[cdp.FrameID(b.str(b.docs[c].FrameID))] = n
			}
		}
		root := nodes[0]
		if root == nil || root.Type != html.DocumentNode {
			continue
		}
		b.describeTree(root, d, di > 0)
		switch {
		case di == 0:
			b.root = root
		case owners[di] != nil:
			owners[di].AppendChild(root)
		}
	}
}

func (b *builder) describeTree(root *html.Node, d *docIndex, frame bool) {
	kind := page.Document
	if frame {
		kind = page.Frame
	}
	b.info[root].Tree = &page.TreeInfo{Kind: kind, URL: b.str(d.DocumentURL), Base: cmp.Or(b.str(d.BaseURL), b.str(d.DocumentURL)), Quirks: quirks(root, b.str(d.DocumentURL))}
}

// isXML reports whether the names of a document's elements are in their own
// case, which those of HTML are not.
func (b *builder) isXML(d *docIndex) bool {
	for i, typ := range d.Nodes.NodeType {
		if typ == 1 {
			name := b.str(d.Nodes.NodeName[i])
			return name == strings.ToLower(name)
		}
	}
	return false
}

// makeNode makes one node as the parser of golang.org/x/net/html would.
// It returns nil for a kind of node that has no place in a page.
func makeNode(parent *html.Node, typ int64, name, value string, attrs []string, xml bool) *html.Node {
	n := &html.Node{}
	switch typ {
	case 1:
		n.Type = html.ElementNode
		n.Data = name
		ns := ""
		if parent != nil && parent.Type == html.ElementNode {
			ns = parent.Namespace
			if ns == "svg" && (parent.Data == "foreignObject" || parent.Data == "desc" || parent.Data == "title") {
				ns = ""
			}
		}
		lower := strings.ToLower(name)
		switch {
		case name == "svg" || name == "math":
			ns = name
		case !xml && name != lower && name == strings.ToUpper(name):
			ns = "" // only elements of HTML have names in upper case here
		}
		if n.Namespace = ns; ns == "" {
			n.Data = lower
		}
		n.DataAtom = atom.Lookup([]byte(n.Data))
		for j := 0; j+1 < len(attrs); j += 2 {
			a := html.Attribute{Key: attrs[j], Val: attrs[j+1]}
			if prefix, key, ok := strings.Cut(a.Key, ":"); ok && ns != "" && (prefix == "xlink" || prefix == "xml" || prefix == "xmlns") {
				a.Namespace, a.Key = prefix, key
			}
			n.Attr = append(n.Attr, a)
		}
	case 3, 4:
		n.Type, n.Data = html.TextNode, value
	case 8:
		n.Type, n.Data = html.CommentNode, value
	case 9:
		n.Type = html.DocumentNode
	case 10:
		n.Type, n.Data = html.DoctypeNode, name
	default:
		return nil
	}
	return n
}

// quirks reports whether the browser laid a document out in quirks mode: it
// has no document type, or an old one (HTML Standard 13.2.6.4.1).
func quirks(root *html.Node, url string) bool {
	if url == "about:srcdoc" {
		return false
	}
	for c := root.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.DoctypeNode {
			continue
		}
		public, system := "", false
		for _, a := range c.Attr {
			switch a.Key {
			case "public":
				public = strings.ToLower(a.Val)
			case "system":
				system = true
			}
		}
		if strings.HasPrefix(public, "-//w3c//dtd html 4.01 frameset//") || strings.HasPrefix(public, "-//w3c//dtd html 4.01 transitional//") {
			return !system
		}
		for _, old := range []string{"-//ietf//dtd html", "-//w3c//dtd html 3", "-//w3c//dtd html 4.0 transitional//", "-//w3c//dtd html 4.0 frameset//", "-//w3o//dtd w3 html"} {
			if strings.HasPrefix(public, old) {
				return true
			}
		}
		return !strings.EqualFold(c.Data, "html")
	}
	return true
}

// buildDOM makes the tree from the real one, with its shadow trees, and takes
// from the snapshot what it says of each node.
func (b *builder) buildDOM(root *cdp.Node) {
	b.root = b.addDOM(nil, root, 0, false, false)
}

func (b *builder) addDOM(parent *html.Node, c *cdp.Node, depth int, xml, inFrame bool) *html.Node {
	if depth > page.MaxDepth {
		return nil
	}
	if c.NodeType == 9 {
		xml = c.XMLVersion != ""
	}
	n := makeNode(parent, c.NodeType, c.NodeName, c.NodeValue, c.Attributes, xml)
	if n == nil {
		return nil
	}
	if n.Type == html.DoctypeNode {
		n.Attr = doctypeAttrs(c.PublicID, c.SystemID)
	}
	if parent != nil {
		parent.AppendChild(n)
	}
	pl, seen := b.byID[c.BackendNodeID]
	if seen {
		b.describe(n, pl)
	} else {
		b.info[n] = &page.Info{Backend: c.BackendNodeID.Int64()}
		b.nodes[c.BackendNodeID] = n
	}
	if n.Type == html.DocumentNode {
		kind := page.Document
		if inFrame {
			kind = page.Frame
		}
		b.info[n].Tree = &page.TreeInfo{Kind: kind, URL: c.DocumentURL, Base: cmp.Or(c.BaseURL, c.DocumentURL), Quirks: c.CompatibilityMode == cdp.CompatibilityModeQuirksMode}
	}
	for _, s := range c.ShadowRoots {
		if s.ShadowRootType == cdp.ShadowRootTypeUserAgent {
			continue
		}
		shadow := &html.Node{Type: html.DocumentNode, Data: "#shadow-root"}
		n.AppendChild(shadow)
		tree := page.TreeInfo{Kind: page.ShadowTree}
		if owner := b.treeAbove(n); owner != nil {
			tree.URL, tree.Base, tree.Quirks = owner.URL, owner.Base, owner.Quirks
		}
		if s.ShadowRootType == cdp.ShadowRootTypeClosed {
			b.closed[shadow] = true
		}
		b.info[shadow] = &page.Info{Backend: s.BackendNodeID.Int64(), Tree: &tree}
		b.nodes[s.BackendNodeID] = shadow
		for _, k := range s.Children {
			b.addDOM(shadow, k, depth+2, xml, false)
		}
	}
	switch {
	case c.ContentDocument != nil:
		b.frames[c.FrameID] = n
		b.addDOM(n, c.ContentDocument, depth+1, false, true)
	default:
		for _, k := range c.Children {
			b.addDOM(n, k, depth+1, xml, false)
		}
	}
	return n
}

func doctypeAttrs(public, system string) (attrs []html.Attribute) {
	if public != "" {
		attrs = append(attrs, html.Attribute{Key: "public", Val: public})
	}
	if system != "" {
		attrs = append(attrs, html.Attribute{Key: "system", Val: system})
	}
	return attrs
}

// treeAbove returns the tree that a node being built is in.
func (b *builder) treeAbove(n *html.Node) *page.TreeInfo {
	for ; n != nil; n = n.Parent {
		if t := b.info[n]; t != nil && t.Tree != nil {
			return t.Tree
		}
	}
	return nil
}

// fillContents gives elements that have no box of their own, since their
// display is "contents", the one property that says so.
func (b *builder) fillContents() {
	display := slices.Index(page.Properties, "display")
	for n, i := range b.info {
		if !i.Rendered || n.Parent == nil || n.Parent.Type != html.ElementNode {
			continue
		}
		up := b.info[n.Parent]
		if up == nil || up.Rendered || up.Style != nil {
			continue
		}
		up.Style = make([]string, len(page.Properties))
		up.Style[display] = "contents"
	}
}
