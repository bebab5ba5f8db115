package crawler

import (
	"context"
	"image"
	"slices"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"

	"github.com/usager/usager/page"
)

// frames is how long a page has for laying itself out anew.
const frames = 50 * time.Millisecond

// maxPictured is how many places of one layout are looked at in pictures.
const maxPictured = 3

// A pictured is an element of which there is a picture in another layout.
type pictured struct {
	object
	after image.Image
}

// cuts finds the text that is cut off, or lies over other text, and was not
// when the layout was noted, and looks whether pixels say so too.
func (p *prober) cuts(ctx context.Context) (page.Spacing, []pictured, error) {
	var a struct {
		Texts int
		Cuts  []page.Cut
	}
	if err := p.ask(ctx, "usager.cuts()", &a); err != nil {
		return page.Spacing{}, nil, err
	}
	objects, err := p.found(ctx, len(a.Cuts))
	if err != nil {
		return page.Spacing{}, nil, err
	}
	var places []pictured
	for i := range a.Cuts {
		c, o := &a.Cuts[i], objects[i]
		c.Box = o.ref
		if i >= maxPictured || o.id == "" {
			continue
		}
		img, err := p.near(ctx, o)
		if err != nil {
			return page.Spacing{}, nil, err
		}
		places = append(places, pictured{o, img})
		if c.Beyond != "" || img == nil {
			continue
		}
		if err := p.call(ctx, o, "usager.unclip", nil); err != nil {
			return page.Spacing{}, nil, err
		}
		whole, err := p.near(ctx, o)
		if rerr := p.call(ctx, o, "usager.reclip", nil); err == nil {
			err = rerr
		}
		if err != nil {
			return page.Spacing{}, nil, err
		}
		c.Looked = true
		c.Seen = whole != nil && !samePixels(img, whole)
	}
	return page.Spacing{Texts: a.Texts, Cuts: a.Cuts}, places, nil
}

// near takes a picture of an element and what is around it.
func (p *prober) near(ctx context.Context, o object) (image.Image, error) {
	var box page.Box
	if err := p.call(ctx, o, "usager.near", &box); err != nil {
		return nil, err
	}
	return p.pictureOf(ctx, box)
}

// befores takes the pictures of places as they are in the usual layout.
func (p *prober) befores(ctx context.Context, of page.Input, places []pictured) error {
	for _, place := range places {
		before, err := p.near(ctx, place.object)
		if err != nil {
			return err
		}
		if err := p.addShot(place.ref, of, before, place.after); err != nil {
			return err
		}
	}
	return nil
}

// spacing sets text apart as WCAG 1.4.12 says and finds what is cut off then.
func (p *prober) spacing(ctx context.Context) error {
	var done bool
	var n int
	if err := p.ask(ctx, "usager.note()", &n); err != nil {
		return err
	}
	if err := p.ask(ctx, "usager.wear(true)", &done); err != nil {
		return err
	}
	seen, places, err := p.cuts(ctx)
	if err != nil {
		return err
	}
	if err := p.ask(ctx, "usager.unwear()", &done); err != nil {
		return err
	}
	if err := p.befores(ctx, page.TextSpacing, places); err != nil {
		return err
	}
	p.out.Observed.Spacing = &seen
	return nil
}

// reflow shows the page in a small window, as zooming to 400 % does, and finds
// what is cut off, lost, or takes the window for itself.
func (p *prober) reflow(ctx context.Context) error {
	var n int
	if err := p.ask(ctx, "usager.note()", &n); err != nil {
		return err
	}
	seen, places, err := p.shrunk(ctx)
	if rerr := p.t.setViewport(ctx, p.t.cfg.Viewport); err == nil {
		err = rerr
	}
	var done bool
	if err == nil {
		err = p.ask(ctx, "usager.unwear()", &done)
	}
	if err == nil {
		err = p.befores(ctx, page.Reflow, places)
	}
	p.out.Observed.Reflowed = seen
	return err
}

func (p *prober) shrunk(ctx context.Context) (*page.Reflowed, []pictured, error) {
	if err := p.t.setViewport(ctx, page.Viewport{Width: page.NarrowWidth, Height: smallHeight, Scale: p.t.cfg.Viewport.Scale}); err != nil {
		return nil, nil, err
	}
	if err := pause(ctx, frames); err != nil {
		return nil, nil, err
	}
	var a struct {
		Sticky, Gone int
		Covered      float64
		Words        string
	}
	if err := p.ask(ctx, "usager.small()", &a); err != nil {
		return nil, nil, err
	}
	sticky, err := p.found(ctx, a.Sticky)
	if err != nil {
		return nil, nil, err
	}
	seen := &page.Reflowed{Covered: a.Covered, Lost: a.Words, Gone: a.Gone}
	var places []pictured
	seen.Spacing, places, err = p.cuts(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range sticky {
		seen.Sticky = append(seen.Sticky, o.ref)
	}
	if len(sticky) > 0 && a.Covered > 0.3 {
		img, err := p.near(ctx, sticky[0])
		if err != nil {
			return nil, nil, err
		}
		places = append(places, pictured{sticky[0], img})
	}
	return seen, places, nil
}

// smallHeight is the height of the small window, in CSS pixels (WCAG 1.4.10).
const smallHeight = 256

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
