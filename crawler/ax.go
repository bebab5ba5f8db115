package crawler

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	jsonv2 "github.com/chromedp/cdproto/cdp/jsonv2"

	"github.com/usager/usager/page"
)

// maxAXFrames is how many frames of a page have their accessibility read.
const maxAXFrames = 50

// axTree is what Accessibility.getFullAXTree answers, without what is not used.
type axTree struct {
	Nodes []axNode `json:"nodes"`
}

type axNode struct {
	NodeID           string            `json:"nodeId"`
	Ignored          bool              `json:"ignored"`
	IgnoredReasons   []axProperty      `json:"ignoredReasons"`
	Role             axValue           `json:"role"`
	Name             axValue           `json:"name"`
	Description      axValue           `json:"description"`
	Value            axValue           `json:"value"`
	Properties       []axProperty      `json:"properties"`
	ChildIDs         []string          `json:"childIds"`
	BackendDOMNodeID cdp.BackendNodeID `json:"backendDOMNodeId"`
}

type axProperty struct {
	Name  string  `json:"name"`
	Value axValue `json:"value"`
}

type axValue struct {
	Value        jsonv2.Value `json:"value"`
	RelatedNodes []struct {
		Idref string `json:"idref"`
	} `json:"relatedNodes"`
	Sources []axSource `json:"sources"`
}

type axSource struct {
	Type       string       `json:"type"`
	Value      *jsonv2Value `json:"value"`
	Attribute  string       `json:"attribute"`
	Superseded bool         `json:"superseded"`
}

// jsonv2Value is an axValue of which only the presence counts.
type jsonv2Value struct{}

func (v axValue) String() string {
	if len(v.Value) == 0 {
		var ids []string
		for _, r := range v.RelatedNodes {
			if r.Idref != "" {
				ids = append(ids, r.Idref)
			}
		}
		return strings.Join(ids, " ")
	}
	if v.Value[0] == '"' {
		var s string
		if json.Unmarshal(v.Value, &s) == nil {
			return s
		}
	}
	return string(v.Value)
}

// accessibility reads the accessibility tree of a frame, of the outermost one
// if frame is "".
func (t *tab) accessibility(ctx context.Context, frame cdp.FrameID) (tree axTree, err error) {
	err = t.target.Call(ctx, accessibility.CommandGetFullAXTree, accessibility.GetFullAXTreeParams{FrameID: frame}, &tree)
	if err != nil {
		return tree, fmt.Errorf("read the accessibility tree: %w", err)
	}
	return tree, nil
}

// attachAX puts the accessibility tree and those of the frames into the page.
func (t *tab) attachAX(ctx context.Context, b *builder, tree axTree, out *page.Page) error {
	out.AXRoot = b.axNodes(tree)
	if out.AXRoot == nil {
		return fmt.Errorf("read the accessibility tree: it is empty")
	}
	var ids []cdp.FrameID
	for _, d := range b.docs[1:] { // in document order, those of frames first that hold others
		ids = append(ids, cdp.FrameID(b.str(d.FrameID)))
	}
	for i, id := range ids {
		owner := b.frames[id]
		if i == maxAXFrames {
			break
		}
		if owner == nil || b.info[owner] == nil || b.info[owner].AX == nil {
			continue
		}
		sub, err := t.accessibility(ctx, id)
		if err != nil {
			continue // a frame that went away while the page was captured
		}
		root := b.axNodes(sub)
		up := b.info[owner].AX
		if root != nil && len(up.Children) == 0 {
			root.Parent = up
			up.Children = append(up.Children, root)
		}
	}
	return nil
}

// axNodes links the nodes of one tree, gives each to its DOM node, and returns
// the root. Boxes of lines of text are left out.
func (b *builder) axNodes(tree axTree) *page.AX {
	byID := make(map[string]*page.AX, len(tree.Nodes))
	for i := range tree.Nodes {
		w := &tree.Nodes[i]
		role := w.Role.String()
		if role == "InlineTextBox" || byID[w.NodeID] != nil {
			continue
		}
		a := &page.AX{
			Role: role, Name: w.Name.String(), NameFrom: nameFrom(w.Name.Sources), Description: w.Description.String(),
			Value: w.Value.String(), Ignored: w.Ignored, Node: b.nodes[w.BackendDOMNodeID],
		}
		for _, r := range w.IgnoredReasons {
			a.Reasons = append(a.Reasons, r.Name)
		}
		for _, p := range w.Properties {
			a.Properties = append(a.Properties, page.Property{Name: p.Name, Value: p.Value.String()})
		}
		slices.SortFunc(a.Properties, func(x, y page.Property) int {
			return cmp.Or(strings.Compare(x.Name, y.Name), strings.Compare(x.Value, y.Value))
		})
		byID[w.NodeID] = a
	}
	if len(tree.Nodes) == 0 {
		return nil
	}
	root := byID[tree.Nodes[0].NodeID]
	for i := range tree.Nodes {
		parent := byID[tree.Nodes[i].NodeID]
		if parent == nil {
			continue
		}
		for _, id := range tree.Nodes[i].ChildIDs {
			if c := byID[id]; c != nil && c.Parent == nil && c != root && c != parent {
				c.Parent = parent
				parent.Children = append(parent.Children, c)
			}
		}
	}
	b.giveAX(root)
	return root
}

// giveAX gives each DOM node the first node of a tree that stands for it.
func (b *builder) giveAX(a *page.AX) {
	if a == nil {
		return
	}
	if a.Node != nil && b.info[a.Node].AX == nil {
		b.info[a.Node].AX = a
	}
	for _, c := range a.Children {
		b.giveAX(c)
	}
}

// nameFrom says which of the sources of a name was used.
func nameFrom(sources []axSource) string {
	for _, s := range sources {
		if s.Superseded || s.Value == nil {
			continue
		}
		if s.Attribute == "title" {
			return "title"
		}
		return s.Type
	}
	return ""
}
