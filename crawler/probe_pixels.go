package crawler

import (
	"bytes"
	"context"
	"image"

	"github.com/usager/usager/page"
)

// picture takes a picture of an element; nil if it has no area.
func (p *prober) picture(ctx context.Context, o object) (image.Image, error) {
	var box page.Box
	if err := p.call(ctx, o, "usager.pageBox", &box); err != nil {
		return nil, err
	}
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
