package crawler

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/draw"
	"image/gif"
	"math"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	cdppage "github.com/chromedp/cdproto/page"

	"github.com/usager/usager/page"
)

// Bounds on the animated images that are read.
const (
	maxAnimation = 8 << 20 // bytes of the file
	maxFrames    = 400
	maxPixels    = 40_000_000 // of all frames
)

// An animation is what the file of an animated image says.
type animation struct {
	seconds float64   // how long it runs; +Inf for ever
	loop    float64   // seconds of one round
	lums    []float64 // mean relative luminance of each frame, if they were decoded
}

// frames finds the images that are animated, and those of them that flash.
func (p *prober) frames(ctx context.Context, seen *page.Motion) error {
	var list []struct {
		URL string
		Box page.Box
	}
	if err := p.ask(ctx, "usager.pictures()", &list); err != nil || len(list) == 0 {
		return err
	}
	objects, err := p.found(ctx, len(list))
	if err != nil {
		return err
	}
	for i, item := range list {
		data := p.resource(ctx, item.URL)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		a, ok := readAnimation(data)
		if !ok {
			continue
		}
		seen.Moves = append(seen.Moves, page.Move{Node: objects[i].ref, Box: item.Box, Properties: []string{"frames"}, Seconds: a.seconds})
		if item.Box.Width*item.Box.Height >= flashArea && a.loop > 0 && len(a.lums) > 1 {
			rounds := append(append([]float64(nil), a.lums...), a.lums[0])
			rate := float64(opposing(rounds)) / 2 / max(a.loop, 1)
			if a.loop < 1 {
				rate = float64(opposing(rounds)) / 2 / a.loop
			}
			seen.Flashes = append(seen.Flashes, page.Flash{Node: objects[i].ref, Box: item.Box, PerSecond: rate})
		}
	}
	return nil
}

// resource returns the content of a file that the page has loaded, or nil.
func (p *prober) resource(ctx context.Context, url string) []byte {
	if rest, ok := strings.CutPrefix(url, "data:"); ok {
		head, body, _ := strings.Cut(rest, ",")
		if !strings.HasSuffix(head, ";base64") {
			return nil
		}
		data, err := base64.StdEncoding.DecodeString(body)
		if err != nil {
			return nil
		}
		return data
	}
	r, err := cdp.Call(ctx, p.t.target, cdppage.GetResourceContent, cdppage.GetResourceContentParams{FrameID: p.t.frame, URL: url})
	if err != nil || len(r.Content) > 2*maxAnimation {
		return nil // of another frame, or not kept
	}
	return r.Content
}

// readAnimation reads a GIF, an animated PNG or an animated WebP; ok is false
// if it has one frame, or is none of them.
func readAnimation(data []byte) (a animation, ok bool) {
	switch {
	case len(data) > maxAnimation:
		return a, false
	case bytes.HasPrefix(data, []byte("GIF8")):
		return readGIF(data)
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return readAPNG(data)
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return readWebP(data)
	}
	return a, false
}

// rounds tells how long an animation runs whose round takes some seconds.
func rounds(loop float64, times int) float64 {
	if times <= 0 {
		return math.Inf(1)
	}
	return loop * float64(times)
}

func readGIF(data []byte) (a animation, ok bool) {
	cfg, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width*cfg.Height*bytes.Count(data, []byte{0x21, 0xf9, 0x04}) > maxPixels {
		return a, false
	}
	g, err := gif.DecodeAll(bytes.NewReader(data))
	if err != nil || len(g.Image) < 2 {
		return a, false
	}
	canvas := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	for i, frame := range g.Image {
		if i == maxFrames {
			break
		}
		delay := float64(g.Delay[i]) / 100
		if delay <= 0.01 {
			delay = 0.1 // as browsers do
		}
		a.loop += delay
		draw.Draw(canvas, frame.Bounds(), frame, frame.Bounds().Min, draw.Over)
		a.lums = append(a.lums, luminance(canvas))
	}
	times := g.LoopCount + 1
	switch g.LoopCount {
	case 0:
		times = 0
	case -1:
		times = 1
	}
	a.seconds = rounds(a.loop, times)
	return a, true
}

func readAPNG(data []byte) (a animation, ok bool) {
	times, frames := 0, 0
	for at := 8; at+12 <= len(data); {
		size := int(binary.BigEndian.Uint32(data[at:]))
		if size < 0 || at+12+size > len(data) {
			break
		}
		body := data[at+8 : at+8+size]
		switch string(data[at+4 : at+8]) {
		case "acTL":
			if size >= 8 {
				times = int(binary.BigEndian.Uint32(body[4:]))
			}
		case "fcTL":
			if size >= 24 {
				frames++
				num, den := binary.BigEndian.Uint16(body[20:]), binary.BigEndian.Uint16(body[22:])
				if den == 0 {
					den = 100
				}
				a.loop += float64(num) / float64(den)
			}
		}
		at += 12 + size
	}
	a.seconds = rounds(a.loop, times)
	return a, frames > 1
}

func readWebP(data []byte) (a animation, ok bool) {
	times, frames := 0, 0
	for at := 12; at+8 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[at+4:]))
		if size < 0 || at+8+size > len(data) {
			break
		}
		body := data[at+8 : at+8+size]
		switch string(data[at : at+4]) {
		case "ANIM":
			if size >= 6 {
				times = int(binary.LittleEndian.Uint16(body[4:]))
			}
		case "ANMF":
			if size >= 16 {
				frames++
				a.loop += float64(uint32(body[12])|uint32(body[13])<<8|uint32(body[14])<<16) / 1000
			}
		}
		at += 8 + size + size%2
	}
	a.seconds = rounds(a.loop, times)
	return a, frames > 1
}
