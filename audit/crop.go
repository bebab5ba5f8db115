package audit

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"

	"github.com/usager/usager/page"
)

// Crops are at most this many pixels, with a margin around the element.
const (
	cropMargin    = 24
	maxCropWidth  = 900
	maxCropHeight = 500
)

// Crop returns a picture (JPEG) of a part of a stored page with a margin around
// it, the part outlined; nothing if the snapshot has no picture or the part is
// not on it.
func (s *Store) Crop(snapshot string, box page.Box) ([]byte, error) {
	img, err := s.picture(snapshot)
	if err != nil || img == nil {
		return nil, err
	}
	element := image.Rect(int(math.Floor(box.X)), int(math.Floor(box.Y)), int(math.Ceil(box.X+box.Width)), int(math.Ceil(box.Y+box.Height)))
	frame := element.Inset(-cropMargin)
	frame.Max.X = min(frame.Max.X, frame.Min.X+maxCropWidth)
	frame.Max.Y = min(frame.Max.Y, frame.Min.Y+maxCropHeight)
	frame = frame.Intersect(img.Bounds())
	if element.Intersect(frame).Empty() {
		return nil, nil
	}
	out := image.NewRGBA(image.Rectangle{Max: frame.Size()})
	draw.Draw(out, out.Bounds(), img, frame.Min, draw.Src)
	outline(out, element.Sub(frame.Min).Inset(-4))
	var b bytes.Buffer
	if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: 75}); err != nil {
		return nil, fmt.Errorf("crop picture: %w", err)
	}
	return b.Bytes(), nil
}

// Shot returns a pair of pictures (JPEG) of a stored page, see
// [checks.Finding.Shot]: a place without and with what a probe did to it. Either
// may be missing.
func (s *Store) Shot(snapshot string, n int) (before, after []byte, err error) {
	p, err := s.Snapshot(snapshot)
	if err != nil || n < 1 || n > len(p.Observed.Shots) {
		return nil, nil, err
	}
	shot := p.Observed.Shots[n-1]
	return shot.Before, shot.After, nil
}

// outline draws a frame that stands out on light and on dark.
func outline(img draw.Image, r image.Rectangle) {
	for i, c := range []color.Color{color.White, color.RGBA{0xc8, 0x10, 0x2e, 0xff}, color.RGBA{0xc8, 0x10, 0x2e, 0xff}, color.White} {
		q := r.Inset(i)
		for _, side := range []image.Rectangle{
			{q.Min, image.Pt(q.Max.X, q.Min.Y+1)}, {image.Pt(q.Min.X, q.Max.Y-1), q.Max},
			{q.Min, image.Pt(q.Min.X+1, q.Max.Y)}, {image.Pt(q.Max.X-1, q.Min.Y), q.Max},
		} {
			draw.Draw(img, side, image.NewUniform(c), image.Point{}, draw.Src)
		}
	}
}

// picture returns the screenshot of a stored page. The last one is kept: a
// report asks for many parts of one page after another.
func (s *Store) picture(snapshot string) (image.Image, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shown.hash == snapshot {
		return s.shown.img, nil
	}
	p, err := s.Snapshot(snapshot)
	if err != nil {
		return nil, err
	}
	s.shown.hash, s.shown.img = snapshot, nil
	if len(p.Screenshot) == 0 {
		return nil, nil
	}
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(p.Screenshot))
	if err == nil && cfg.Width*cfg.Height > 100_000_000 {
		err = errors.New("picture too large")
	}
	if err == nil {
		s.shown.img, err = jpeg.Decode(bytes.NewReader(p.Screenshot))
	}
	if err != nil {
		return nil, fmt.Errorf("read picture of %s: %w", p.URL, err)
	}
	return s.shown.img, nil
}
