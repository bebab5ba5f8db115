package crawler

import (
	"context"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"

	"github.com/usager/usager/page"
)

// frames is how long a page has for laying itself out anew.
const frames = 50 * time.Millisecond

// spacing sets text apart as WCAG 1.4.12 says and finds what is cut off then.
func (p *prober) spacing(ctx context.Context) error {
	var a struct {
		Texts int
		Cuts  []struct {
			Text, Beyond string
			Part         float64
			Dotted       bool
		}
	}
	if err := p.ask(ctx, "usager.spacing()", &a); err != nil {
		return err
	}
	objects, err := p.found(ctx, len(a.Cuts))
	if err != nil {
		return err
	}
	seen := &page.Spacing{Texts: a.Texts}
	for i, c := range a.Cuts {
		seen.Cuts = append(seen.Cuts, page.Cut{Box: objects[i].ref, Text: c.Text, Part: c.Part, Dotted: c.Dotted, Beyond: c.Beyond})
	}
	p.out.Observed.Spacing = seen
	return nil
}

// turn shows the page upright and on its side, as on a tablet, and compares.
func (p *prober) turn(ctx context.Context) (err error) {
	defer func() {
		if rerr := p.t.setViewport(ctx, p.t.cfg.Viewport); err == nil {
			err = rerr
		}
	}()
	for _, side := range []struct {
		script        string
		width, height int64
		orientation   emulation.ScreenOrientationType
		angle         int64
	}{
		{"usager.side('p')", 768, 1024, emulation.ScreenOrientationTypePortraitPrimary, 0},
		{"usager.side('l')", 1024, 768, emulation.ScreenOrientationTypeLandscapePrimary, 90},
	} {
		if _, err := cdp.Call(ctx, p.t.target, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
			Width: side.width, Height: side.height, DeviceScaleFactor: p.t.cfg.Viewport.Scale, Mobile: p.t.cfg.Viewport.Mobile,
			ScreenOrientation: &emulation.ScreenOrientation{Type: side.orientation, Angle: side.angle},
		}); err != nil {
			return err
		}
		if err := pause(ctx, frames); err != nil {
			return err
		}
		var characters int
		if err := p.ask(ctx, side.script, &characters); err != nil {
			return err
		}
	}
	var a struct {
		Portrait, Landscape, Rotated int
		Words                        string
	}
	if err := p.ask(ctx, "usager.sides()", &a); err != nil {
		return err
	}
	objects, err := p.found(ctx, a.Rotated+1)
	if err != nil {
		return err
	}
	seen := &page.Turned{Portrait: a.Portrait, Landscape: a.Landscape, Words: a.Words, Message: objects[a.Rotated].ref}
	for _, o := range objects[:a.Rotated] {
		if o.ref != 0 {
			seen.Rotated = append(seen.Rotated, o.ref)
		}
	}
	p.out.Observed.Turned = seen
	return nil
}

// forceColours shows the page in the reader's own colours and finds controls
// of which nothing is to be seen then.
func (p *prober) forceColours(ctx context.Context) (err error) {
	var n int
	if err := p.ask(ctx, "usager.pictured()", &n); err != nil {
		return err
	}
	seen := &page.Forced{Tried: n}
	if n > 0 {
		objects, err := p.found(ctx, n)
		if err != nil {
			return err
		}
		defer p.media(ctx)
		if err := p.media(ctx, "forced-colors", "active"); err != nil {
			return err
		}
		if err := pause(ctx, frames); err != nil {
			return err
		}
		for _, o := range objects {
			img, err := p.picture(ctx, o)
			if err != nil {
				return err
			}
			if img != nil && uniform(img) {
				seen.Lost = append(seen.Lost, o.ref)
			}
		}
	}
	p.out.Observed.Forced = seen
	return nil
}

// media sets the media features, alternately names and values, that the page
// is shown for; the others are as usual.
func (p *prober) media(ctx context.Context, features ...string) error {
	var params emulation.SetEmulatedMediaParams
	for _, name := range []string{"forced-colors", "prefers-reduced-motion"} { // those left out would stay as they are
		if !slices.Contains(features, name) {
			params.Features = append(params.Features, &emulation.MediaFeature{Name: name})
		}
	}
	for i := 0; i+1 < len(features); i += 2 {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	_, err := cdp.Call(ctx, p.t.target, emulation.SetEmulatedMedia, params)
	return err
}

// screenshot takes a picture of a part of the window, in PNG.
func (p *prober) screenshot(ctx context.Context, box page.Box) ([]byte, error) {
	shot, err := cdp.Call(ctx, p.t.target, cdppage.CaptureScreenshot, cdppage.CaptureScreenshotParams{
		Format: cdppage.CaptureScreenshotFormatPng, OptimizeForSpeed: new(true),
		Clip: &cdppage.Viewport{X: box.X, Y: box.Y, Width: box.Width, Height: box.Height, Scale: 1},
	})
	return shot.Data, err
}
