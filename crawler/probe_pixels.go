package crawler

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"math"
	"slices"

	"github.com/usager/usager/page"
)

// picture takes a picture of an element; nil if it has no area.
func (p *prober) picture(ctx context.Context, o object) (image.Image, error) {
	var box page.Box
	if err := p.call(ctx, o, "usager.pageBox", &box); err != nil {
		return nil, err
	}
	return p.pictureOf(ctx, box)
}

// pictureOf takes a picture of a part of the page that is in the window; nil if
// it has no area.
func (p *prober) pictureOf(ctx context.Context, box page.Box) (image.Image, error) {
	if box.Width < 4 || box.Height < 4 || box.Width > 4000 || box.Height > 4000 {
		return nil, nil
	}
	data, err := p.screenshot(ctx, box)
	if err != nil {
		return nil, err
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	return img, err
}

// Pictures kept of one page, their greatest size in pixels, and the quality of
// their JPEG.
const (
	maxShots      = 24
	maxShotWidth  = 640
	maxShotHeight = 400
	shotQuality   = 70
)

// addShot keeps a pair of pictures; before may be nil.
func (p *prober) addShot(ref page.Ref, of page.Input, before, after image.Image) error {
	if ref == 0 || len(p.out.Observed.Shots) >= maxShots {
		return nil
	}
	s := page.Shot{Node: ref, Of: of}
	for _, part := range []struct {
		img image.Image
		to  *[]byte
	}{{before, &s.Before}, {after, &s.After}} {
		if part.img == nil {
			continue
		}
		var b bytes.Buffer
		if err := jpeg.Encode(&b, part.img, &jpeg.Options{Quality: shotQuality}); err != nil {
			return fmt.Errorf("keep a picture: %w", err)
		}
		*part.to = b.Bytes()
	}
	p.out.Observed.Shots = append(p.out.Observed.Shots, s)
	return nil
}

// around returns the part of a picture that shows an element and what is about
// it, with the element no larger than it must be to be known.
func around(box page.Box, bounds image.Rectangle) image.Rectangle {
	const margin = 60
	r := image.Rect(int(box.X)-margin, int(box.Y)-margin, int(box.X+min(box.Width, 520))+margin, int(box.Y+min(box.Height, 280))+margin)
	if r = r.Intersect(bounds); r.Empty() {
		return image.Rect(0, 0, 640, 400).Intersect(bounds)
	}
	return r
}

// crop returns a part of a picture.
func crop(img image.Image, r image.Rectangle) image.Image {
	out := image.NewRGBA(image.Rectangle{Max: r.Size()})
	draw.Draw(out, out.Bounds(), img, r.Min, draw.Src)
	return out
}

// uniform reports whether a picture, its outermost fourth aside, shows nothing
// but one colour.
func uniform(img image.Image) bool {
	r := img.Bounds().Inset(min(img.Bounds().Dx(), img.Bounds().Dy()) / 8)
	if r.Empty() {
		return false
	}
	r0, g0, b0, _ := img.At(r.Min.X, r.Min.Y).RGBA()
	near := func(a, b uint32) bool { return max(a, b)-min(a, b) < 16<<8 }
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); !near(r, r0) || !near(g, g0) || !near(b, b0) {
				return false
			}
		}
	}
	return true
}

func samePixels(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	if x, ok := a.(*image.NRGBA); ok {
		if y, ok := b.(*image.NRGBA); ok {
			return bytes.Equal(x.Pix, y.Pix)
		}
	}
	if x, ok := a.(*image.RGBA); ok {
		if y, ok := b.(*image.RGBA); ok {
			return bytes.Equal(x.Pix, y.Pix)
		}
	}
	r := a.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if a.At(x, y) != b.At(x, y) {
				return false
			}
		}
	}
	return true
}

// changed measures how two pictures of the same place differ, with scale
// device pixels a CSS pixel.
func changed(before, after image.Image, scale float64) page.Look {
	if scale <= 0 {
		scale = 1
	}
	area := 1 / (scale * scale)
	var look page.Look
	var contrasts []float64
	r := before.Bounds()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			a, b := before.At(x, y), after.At(x, y)
			if a == b {
				continue
			}
			u, v := relative(a), relative(b)
			c := (max(u, v) + 0.05) / (min(u, v) + 0.05)
			contrasts = append(contrasts, c)
			if c >= 3 {
				look.Area += area
			}
		}
	}
	slices.SortFunc(contrasts, func(a, b float64) int {
		switch {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	look.Contrast = 1
	if n := len(contrasts); n > 0 {
		look.Contrast = contrasts[min(n-1, int(math.Round(fewPixels*scale*scale)))]
	}
	return look
}

// fewPixels is the area, in CSS pixels, that does not count as a change.
const fewPixels = 8
