package crawler

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/domdebugger"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

// maxScreenshot is the greatest height of a screenshot, in CSS pixels.
const maxScreenshot = 6000

// windowNode stands for the window in the result of listeners, which is no node.
const windowNode cdp.BackendNodeID = 0

// listeners asks which events each node listens to, in all frames and shadow
// trees, in one command for the document and one for the window.
func (t *tab) listeners(ctx context.Context) (map[cdp.BackendNodeID][]string, error) {
	const group = "usager"
	out := make(map[cdp.BackendNodeID][]string)
	for _, object := range []string{"document", "window"} {
		ref, err := cdp.Call(ctx, t.target, runtime.Evaluate, runtime.EvaluateParams{Expression: object, ObjectGroup: group, Silent: new(true)})
		if err != nil {
			return nil, fmt.Errorf("read listeners: %w", err)
		}
		if ref.Result == nil || ref.Result.ObjectID == "" {
			return nil, errors.New("read listeners: no object")
		}
		var answer struct {
			Listeners []struct {
				Type          string            `json:"type"`
				BackendNodeID cdp.BackendNodeID `json:"backendNodeId"`
			} `json:"listeners"`
		}
		p := domdebugger.GetEventListenersParams{ObjectID: ref.Result.ObjectID}
		if object == "document" {
			p.Depth, p.Pierce = new(int64(-1)), new(true)
		}
		if err := t.target.Call(ctx, domdebugger.CommandGetEventListeners, p, &answer); err != nil {
			return nil, fmt.Errorf("read listeners: %w", err)
		}
		for _, l := range answer.Listeners {
			id := l.BackendNodeID
			if object == "window" {
				id = windowNode
			}
			out[id] = append(out[id], l.Type)
		}
	}
	_, err := cdp.Call(ctx, t.target, runtime.ReleaseObjectGroup, runtime.ReleaseObjectGroupParams{ObjectGroup: group})
	return out, err
}

// attachListeners gives each node the sorted types of its listeners. Those of
// the document and of the window are given to the html element, which has
// everything below it, too.
func (b *builder) attachListeners(byID map[cdp.BackendNodeID][]string) {
	for id, types := range byID {
		n := b.nodes[id]
		if id == windowNode {
			n = b.root
		}
		if n == nil {
			continue
		}
		if n.Type == html.DocumentNode {
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				if c.Type == html.ElementNode {
					n = c
					break
				}
			}
		}
		if info := b.info[n]; info != nil {
			info.Listeners = append(info.Listeners, types...)
		}
	}
	for _, info := range b.info {
		if len(info.Listeners) > 1 {
			slices.Sort(info.Listeners)
			info.Listeners = slices.Compact(info.Listeners)
		}
	}
}

//go:embed data/media.js
var mediaScript string

// mediaState is what media.js answers for an img, video or audio element.
type mediaState struct {
	Tag           string  `json:"tag"`
	Width, Height float64 // natural
	Duration      float64 // -1: endless
	Autoplay      bool
	Paused        bool
	Muted         bool
	Loop          bool
	Controls      bool
	Audio, Video  bool
	Error         string
	Volume        float64
}

//go:embed data/survey.js
var surveyScript string

// survey is what survey.js answers: how large the outermost document is.
type survey struct {
	Nodes, Deepest int
	Media          bool // it has images, videos or sounds, or may have
}

// world makes a world for scripts of ours that the page cannot see.
func (t *tab) world(ctx context.Context) (runtime.ExecutionContextID, error) {
	w, err := cdp.Call(ctx, t.target, cdppage.CreateIsolatedWorld, cdppage.CreateIsolatedWorldParams{FrameID: t.frame, WorldName: "usager"})
	return w.ExecutionContextID, err
}

// ask runs a script in a world of ours and decodes its answer into v.
func (t *tab) ask(ctx context.Context, world runtime.ExecutionContextID, script string, v any) error {
	r, err := cdp.Call(ctx, t.target, runtime.Evaluate, runtime.EvaluateParams{
		Expression: script, ContextID: world, ReturnByValue: new(true), AwaitPromise: new(true), Silent: new(true),
	})
	if err != nil {
		return err
	}
	if r.ExceptionDetails != nil || r.Result == nil {
		return errors.New("the script failed")
	}
	return json.Unmarshal(r.Result.Value, v)
}

// attachMedia gives the states to their elements, which stand in the same
// order. It reports whether they match; a page that changed meanwhile has none.
func (b *builder) attachMedia(states []mediaState) bool {
	var nodes []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			switch n.DataAtom {
			case atom.Img, atom.Video, atom.Audio:
				if n.Namespace == "" {
					nodes = append(nodes, n)
				}
			case atom.Iframe, atom.Frame, atom.Object, atom.Template:
				return
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if !b.closed[c] {
				walk(c)
			}
		}
	}
	walk(b.root)
	if len(nodes) != len(states) {
		return false
	}
	for i, s := range states {
		if nodes[i].Data != s.Tag {
			return false
		}
	}
	for i, s := range states {
		info := b.info[nodes[i]]
		info.Natural = page.Box{Width: s.Width, Height: s.Height}
		if s.Tag == "img" {
			continue
		}
		duration := s.Duration
		if duration < 0 {
			duration = math.Inf(1)
		}
		info.Media = &page.MediaInfo{
			Duration: duration, Autoplay: s.Autoplay, Paused: s.Paused, Muted: s.Muted, Loop: s.Loop, Controls: s.Controls,
			HasAudio: s.Audio, HasVideo: s.Video, Error: s.Error, Volume: s.Volume,
		}
	}
	return true
}

// narrow lays the page out page.NarrowWidth wide and adds the boxes it then has.
func (t *tab) narrow(ctx context.Context, b *builder, out *page.Page) error {
	if err := t.setViewport(ctx, page.Viewport{Width: page.NarrowWidth, Height: 800, Scale: t.cfg.Viewport.Scale}); err != nil {
		return err
	}
	select { // two frames, for scripts that look at the width
	case <-time.After(35 * time.Millisecond):
	case <-ctx.Done():
	}
	snap, err := t.snapshot(ctx, offsetStyles, false)
	if rerr := t.setViewport(ctx, t.cfg.Viewport); err == nil {
		err = rerr
	}
	if err != nil {
		return fmt.Errorf("lay out %d pixels wide: %w", page.NarrowWidth, err)
	}
	nb := &builder{snap: &snap}
	for _, d := range snap.Documents {
		nb.docs = append(nb.docs, nb.index(d))
	}
	for i := range nb.docs {
		nb.placeFrames(i)
	}
	for _, d := range nb.docs {
		for i, id := range d.Nodes.BackendNodeID {
			n := b.nodes[id]
			j := d.layout[i]
			if n == nil || j < 0 || n.Type == html.DocumentNode {
				continue
			}
			b.info[n].NarrowSeen = true
			b.info[n].NarrowBox = rect(d.Layout.Bounds[j], d.dx, d.dy)
		}
	}
	if len(snap.Documents) > 0 {
		out.NarrowScrollWidth = snap.Documents[0].ContentWidth
	}
	out.Inputs |= page.Narrow
	return nil
}

// screenshot adds a picture of the page from its top.
func (t *tab) screenshot(ctx context.Context, out *page.Page) error {
	width := float64(t.cfg.Viewport.Width)
	height := min(max(out.ScrollHeight, float64(t.cfg.Viewport.Height)), maxScreenshot)
	shot, err := cdp.Call(ctx, t.target, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{
		Format: cdppage.CaptureScreenshotFormatJpeg, Quality: new(int64(70)), CaptureBeyondViewport: new(true), OptimizeForSpeed: new(true),
		Clip: &cdppage.Viewport{Width: width, Height: height, Scale: 1 / t.cfg.Viewport.Scale},
	})
	if err != nil {
		return fmt.Errorf("take a screenshot: %w", err)
	}
	out.Screenshot = shot.Data
	out.Inputs |= page.Pixels
	return nil
}
