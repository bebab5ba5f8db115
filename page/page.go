// Package page holds one web page as a browser showed it: a snapshot.
//
// A [Page] is a value. Package crawler builds it once ([New]), or a test parses
// it from source ([Parse]), and nothing changes it afterwards. Checks read it
// and nothing else, so they give the same answer on a live site, on a stored
// snapshot and on a test file. Package page imports no other package of this
// module.
//
// The tree is that of golang.org/x/net/html, so goquery and cascadia work on
// it. Shadow trees and the documents of frames are in it, each below a node of
// type html.DocumentNode: the first child of its host, the only child of its
// frame. Every such node is the root of a scope for ids; see [Page.Tree].
package page

import (
	"net/http"
	"strings"
	"sync"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
)

// Input is a set of the things that a page can carry besides its DOM.
type Input uint32

// The inputs a snapshot may hold.
const (
	Style         Input = 1 << iota // computed style of every rendered element, see Properties
	Layout                          // boxes, scrollable areas, rectangles of text, paint order
	Accessibility                   // the accessibility tree as the browser computed it
	Media                           // duration, tracks and state of audio and video
	Listeners                       // which events an element listens to
	Narrow                          // boxes once more, in a viewport of NarrowWidth CSS pixels
	Pixels                          // a screenshot of the page
	Keyboard                        // a walk through the page with the Tab key
	Zoom                            // boxes once more, at 200 %
	TextSpacing                     // what becomes of text that is set further apart
	Moving                          // what moves or changes by itself
	Hovering                        // what appears at the pointer
	Operating                       // what controls that show something do when they are pressed
	Turning                         // the page upright and on its side
	ForcedColours                   // what is lost in the reader's own colours
	Filling                         // what fields and forms do; nothing is sent
	Changing                        // what changes by itself while nobody does anything
	Reflow                          // what becomes of the page in a small window
)

var inputNames = []string{"style", "layout", "accessibility", "media", "listeners", "narrow", "pixels", "keyboard", "zoom",
	"text-spacing", "moving", "hovering", "operating", "turning", "forced-colours", "filling", "changing", "reflow"}

// NarrowWidth is the width of the second, narrow layout, in CSS pixels: what
// WCAG 1.4.10 asks to reflow to, and about a small phone.
const NarrowWidth = 320

// Has reports whether every input in want is present.
func (in Input) Has(want Input) bool { return in&want == want }

// String lists the inputs by name, separated by commas.
func (in Input) String() string {
	var s []string
	for i, name := range inputNames {
		if in&(1<<i) != 0 {
			s = append(s, name)
		}
	}
	return strings.Join(s, ",")
}

// A Page is an immutable snapshot of one document and the documents in it.
type Page struct {
	URL      string      // as asked for, normalised
	Final    string      // after redirects; the base of relative links is Tree(n).Base
	Status   int         // HTTP status; 0 if the page was not fetched over HTTP
	Header   http.Header // response header of Final
	Viewport Viewport    // zero if the page was not rendered
	Inputs   Input       // what was captured
	Root     *html.Node  // the document node

	// ScrollWidth and ScrollHeight are the size of the whole page in CSS
	// pixels; NarrowScrollWidth is its width when laid out NarrowWidth wide.
	ScrollWidth, ScrollHeight, NarrowScrollWidth float64

	AXRoot     *AX          // root of the accessibility tree, nil without Accessibility
	Observed   Observations // what came of driving the page
	Screenshot []byte       // JPEG of the page from its top, at 1 image pixel a CSS pixel; nil without Pixels

	info    map[*html.Node]*Info
	blocks  func() []Block
	ids     func() map[*html.Node]map[string]*html.Node
	index   func() *index
	seen    func() map[*html.Node]bool // what is visible
	derived *sync.Map
}

// Viewport is the window a page was rendered in.
type Viewport struct {
	Width, Height int     // CSS pixels
	Scale         float64 // device pixels a CSS pixel
	Mobile        bool    // the viewport meta element is obeyed, as on a phone
}

// Box is a rectangle in CSS pixels from the origin of the outermost page.
type Box struct {
	X      float64 `json:"x"`
	Y      float64 `json:"y"`
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Empty reports whether the box has no area.
func (b Box) Empty() bool { return b.Width <= 0 || b.Height <= 0 }

// Intersect returns the part that two boxes share; it is Empty if there is none.
func (b Box) Intersect(c Box) Box {
	x, y := max(b.X, c.X), max(b.Y, c.Y)
	return Box{x, y, min(b.X+b.Width, c.X+c.Width) - x, min(b.Y+b.Height, c.Y+c.Height) - y}
}

// Info is what the browser knew about one node. A node that was not rendered
// has no box and no style.
type Info struct {
	Rendered bool     // the node generates a box, which may be empty
	Box      Box      // border box
	Client   Box      // padding box without scroll bars, origin relative to Box
	Scroll   Box      // scrollable overflow area: Width and Height count
	Style    []string // parallel to Properties; nil if not rendered
	Texts    []Text   // for a text node: one for each piece on a line
	Paint    int      // paint order; higher is nearer to the eye
	// Background is the opaque colour behind the node's text as the browser
	// blended it, "#rrggbb" or "#rrggbbaa"; empty if it does not know.
	Background string
	Opacity    float64  // of the node's text, blended over ancestors: 0 to 1
	Clickable  bool     // a mouse listener is on the node itself
	Listeners  []string // sorted event types, with Listeners
	Value      string   // current value of a field
	Checked    bool     // checkbox, radio button
	Selected   bool     // option
	CurrentSrc string   // the image or media file chosen
	Natural    Box      // natural width and height of an image, 0 if it did not load
	Pseudos    []Pseudo // ::before, ::after, ::marker, ::placeholder …
	NarrowBox  Box      // with Narrow
	NarrowSeen bool     // with Narrow: generates a box in the narrow layout
	ZoomBox    Box      // with Zoom: border box in a window of half the width and height
	ZoomClips  bool     // with Zoom: what overflows the box is cut off, and cannot be scrolled to
	Stop       int      // with Keyboard: its place in the walk with the Tab key, from 1; 0 if not met
	Focus      string   // with Keyboard: FocusShown, FocusUnseen, or "" if that was not found out
	Trap       string   // with Keyboard: TrapClosed, or the key that lets the focus leave; "" if Tab does
	Media      *MediaInfo
	Tree       *TreeInfo // for nodes of type html.DocumentNode
	AX         *AX       // nil if the node has no place in the accessibility tree
	Backend    int64     // the browser's id of the node while the page was open
}

// What a walk with the keyboard found of an element.
const (
	FocusShown  = "shown"  // something changes to be seen when it has the focus
	FocusUnseen = "unseen" // no pixel of the window changes
	TrapClosed  = "closed" // no key that is known moves the focus out of a circle
)

// Text is a piece of a text node that lies on one line.
type Text struct {
	Box           Box
	Start, Length int // in UTF-16 code units of the node's text as rendered
}

// Pseudo is a pseudo-element.
type Pseudo struct {
	Type  string // "before", "after", …
	Text  string // what it shows as text
	Box   Box
	Style []string // parallel to Properties
}

// MediaInfo is the state of an audio or video element after loading.
type MediaInfo struct {
	Duration           float64 // seconds; 0 unknown, +Inf live
	Autoplay, Paused   bool
	Muted, Loop        bool
	Controls           bool
	HasAudio, HasVideo bool    // decoded tracks, where the browser tells; not a track known to be silent
	Error              string  // why it could not be loaded
	Volume             float64 // 0 to 1
}

// TreeKind says what a node of type html.DocumentNode is the root of.
type TreeKind string

// The kinds of trees in a page.
const (
	Document   TreeKind = "document"
	Frame      TreeKind = "frame"
	ShadowTree TreeKind = "shadow"
)

// TreeInfo describes a document or a shadow tree.
type TreeInfo struct {
	Kind   TreeKind
	URL    string
	Base   string // against which relative URLs are resolved
	Quirks bool   // rendered in quirks mode
}

// AX is a node of the browser's accessibility tree.
type AX struct {
	Role        string // ARIA role, or the browser's own name such as "StaticText"
	Name        string // computed accessible name
	NameFrom    string // "attribute", "contents", "relatedElement", "placeholder", "title" …
	Description string
	Value       string
	Ignored     bool       // not exposed to assistive technology
	Reasons     []string   // why it is ignored: "ariaHiddenElement", "uninteresting", …
	Properties  []Property // states and properties, sorted by name
	Node        *html.Node // nil for nodes without a DOM node
	Parent      *AX
	Children    []*AX
}

// Property is a state or property of an accessibility node, such as
// "focusable" "true" or "level" "2".
type Property struct{ Name, Value string }

// Prop returns the value of a property, or "".
func (a *AX) Prop(name string) string {
	if a == nil {
		return ""
	}
	for _, p := range a.Properties {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// Properties are the computed styles a snapshot carries, in the order of
// Info.Style. A check that needs another adds it at the end: stored snapshots
// stay readable, and lack it.
var Properties = []string{
	"display", "visibility", "opacity", "color", "background-color", "background-image",
	"font-size", "font-weight", "font-family", "line-height", "letter-spacing", "word-spacing",
	"text-align", "text-decoration-line", "text-transform", "text-shadow", "text-indent",
	"position", "overflow-x", "overflow-y", "clip", "clip-path", "transform", "cursor",
	"border-top-width", "border-bottom-width", "border-top-style", "border-bottom-style",
	"border-top-color", "border-bottom-color", "outline-style", "outline-width", "outline-color",
	"animation-name", "animation-duration", "animation-iteration-count", "pointer-events",
	"float", "white-space", "content", "list-style-type", "filter", "mix-blend-mode",
	"border-left-width", "border-right-width", "border-left-style", "border-right-style",
	"border-left-color", "border-right-color", "box-shadow", "text-overflow", "touch-action",
	"font-style", "z-index", "left", "top", "height", "width", "writing-mode", "user-select",
	"-webkit-text-fill-color", "-webkit-text-stroke-width", "content-visibility", "max-height",
	"text-decoration-color", "text-decoration-style", "background-clip", "object-fit", "direction",
}

var propertyIndex = func() map[string]int {
	m := make(map[string]int, len(Properties))
	for i, p := range Properties {
		m[p] = i
	}
	return m
}()

// New completes a page that a browser rendered. The page owns info from now on.
func New(p Page, info map[*html.Node]*Info) *Page {
	p.info = info
	if p.Final == "" {
		p.Final = p.URL
	}
	q := &p
	q.blocks = sync.OnceValue(q.readBlocks)
	q.ids = sync.OnceValue(q.indexIDs)
	q.index = sync.OnceValue(q.readIndex)
	q.seen = sync.OnceValue(q.readVisible)
	q.derived = new(sync.Map)
	return q
}

// Derive returns a value that follows from the page alone, such as an index or
// an analysis of its text. It is computed once for each key; use a key of a
// type of your own, as for context values.
func Derive[T any](p *Page, key any, compute func() T) T {
	once, ok := p.derived.Load(key)
	if !ok {
		once, _ = p.derived.LoadOrStore(key, sync.OnceValue(compute))
	}
	return once.(func() T)()
}

// Info returns what the browser knew about n. It is never nil: an unknown node
// has the zero Info.
func (p *Page) Info(n *html.Node) *Info {
	if i := p.info[n]; i != nil {
		return i
	}
	return &noInfo
}

var noInfo Info

// AX returns the accessibility node of n, or nil.
func (p *Page) AX(n *html.Node) *AX { return p.Info(n).AX }

// Style returns the computed value of a CSS property of an element, or "" if
// the element was not rendered or the property was not captured.
func (p *Page) Style(n *html.Node, property string) string {
	return styleValue(p.Info(n).Style, property)
}

// Get returns the computed value of a CSS property of a pseudo-element, or "".
func (s *Pseudo) Get(property string) string { return styleValue(s.Style, property) }

func styleValue(values []string, property string) string {
	if i, ok := propertyIndex[property]; ok && i < len(values) {
		return values[i]
	}
	return ""
}

// Box returns the border box of n; ok is false if n generates none or the page
// has no layout.
func (p *Page) Box(n *html.Node) (b Box, ok bool) {
	i := p.Info(n)
	return i.Box, i.Rendered
}

// Find returns the elements that match a CSS selector, in document order,
// those in shadow trees and frames included. It panics if the selector is
// malformed: selectors are constants.
func (p *Page) Find(selector string) []*html.Node {
	return p.find(compile(selector))
}

// FindIn is Find for the descendants of n.
func (p *Page) FindIn(n *html.Node, selector string) []*html.Node {
	return cascadia.QueryAll(n, compile(selector))
}

// Matches reports whether n matches a CSS selector.
func (p *Page) Matches(n *html.Node, selector string) bool { return compile(selector).Match(n) }
