package crawler

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/domsnapshot"
	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

func (p *prober) zoom(ctx context.Context) error { return p.t.zoom(ctx, p.b, p.out) }

// zoom lays the page out in half the width and half the height, as zooming to
// 200 % does, and adds the boxes it then has.
func (t *tab) zoom(ctx context.Context, b *builder, out *page.Page) error {
	v := t.cfg.Viewport
	v.Width, v.Height = v.Width/2, v.Height/2
	if err := t.setViewport(ctx, v); err != nil {
		return err
	}
	select { // two frames, for scripts that look at the width
	case <-time.After(35 * time.Millisecond):
	case <-ctx.Done():
	}
	snap, err := t.snapshot(ctx, append([]string{"overflow-x", "overflow-y"}, offsetStyles...), false)
	if rerr := t.setViewport(ctx, t.cfg.Viewport); err == nil {
		err = rerr
	}
	if err != nil {
		return fmt.Errorf("lay out at 200 %%: %w", err)
	}
	zb := &builder{snap: &snap}
	for _, d := range snap.Documents {
		zb.docs = append(zb.docs, zb.index(d))
	}
	for i := range zb.docs {
		zb.placeFrames(i)
	}
	clips := func(i domsnapshot.StringIndex) bool { s := zb.str(i); return s == "hidden" || s == "clip" }
	for _, d := range zb.docs {
		for i, id := range d.Nodes.BackendNodeID {
			n, j := b.nodes[id], d.layout[i]
			if n == nil || j < 0 || n.Type == html.DocumentNode || b.info[n] == nil {
				continue
			}
			b.info[n].ZoomBox = rect(d.Layout.Bounds[j], d.dx, d.dy)
			if s := d.Layout.Styles[j]; n.Type == html.ElementNode && len(s) > 1 {
				b.info[n].ZoomClips = clips(domsnapshot.StringIndex(s[0])) || clips(domsnapshot.StringIndex(s[1]))
			}
		}
	}
	out.Inputs |= page.Zoom
	return nil
}
