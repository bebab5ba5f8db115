// Package color reads the colours that browsers serialise, blends them and
// measures their contrast as WCAG 2.2 defines it.
package color

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// RGBA is a colour of the sRGB space, not premultiplied; each part is 0 to 1.
// Colours outside the space are clipped to it.
type RGBA struct{ R, G, B, A float64 }

// The ends of the scale.
var (
	White       = RGBA{1, 1, 1, 1}
	Black       = RGBA{0, 0, 0, 1}
	Transparent = RGBA{}
)

// Parse reads a colour as CSS Color 4 writes it: hexadecimal, rgb(), hsl(),
// hwb(), lab(), lch(), oklab(), oklch() and color(), the names "transparent",
// "black" and "white". ok is false if s is something else.
func Parse(s string) (c RGBA, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	switch s {
	case "transparent":
		return Transparent, true
	case "black":
		return Black, true
	case "white":
		return White, true
	}
	if hex, found := strings.CutPrefix(s, "#"); found {
		return parseHex(hex)
	}
	name, rest, found := strings.Cut(s, "(")
	if !found || !strings.HasSuffix(rest, ")") || len(rest) > 200 {
		return RGBA{}, false
	}
	args := strings.FieldsFunc(rest[:len(rest)-1], func(r rune) bool { return r == ' ' || r == ',' || r == '/' || r == '\t' || r == '\n' })
	space := ""
	if name == "color" && len(args) > 0 {
		space, args = args[0], args[1:]
	}
	if len(args) != 3 && len(args) != 4 {
		return RGBA{}, false
	}
	alpha := 1.0
	if len(args) == 4 {
		if alpha, ok = number(args[3], 1); !ok {
			return RGBA{}, false
		}
	}
	v, ok := components(name, args[:3])
	if !ok {
		return RGBA{}, false
	}
	switch name {
	case "rgb", "rgba":
		c = RGBA{v[0] / 255, v[1] / 255, v[2] / 255, alpha}
	case "hsl", "hsla":
		c = hsl(v[0], v[1], v[2])
	case "hwb":
		c = hwb(v[0], v[1], v[2])
	case "lab":
		c = lab(v[0], v[1], v[2])
	case "lch":
		sin, cos := math.Sincos(v[2] * math.Pi / 180)
		c = lab(v[0], v[1]*cos, v[1]*sin)
	case "oklab":
		c = oklab(v[0], v[1], v[2])
	case "oklch":
		sin, cos := math.Sincos(v[2] * math.Pi / 180)
		c = oklab(v[0], v[1]*cos, v[1]*sin)
	case "color":
		if c, ok = inSpace(space, v); !ok {
			return RGBA{}, false
		}
	default:
		return RGBA{}, false
	}
	c.A = alpha
	return c.clip(), true
}

func parseHex(hex string) (RGBA, bool) {
	if len(hex) == 3 || len(hex) == 4 {
		var long strings.Builder
		for _, r := range hex {
			long.WriteRune(r)
			long.WriteRune(r)
		}
		hex = long.String()
	}
	if len(hex) == 6 {
		hex += "ff"
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 8 {
		return RGBA{}, false
	}
	part := func(shift uint) float64 { return float64(n>>shift&0xff) / 255 }
	return RGBA{part(24), part(16), part(8), part(0)}, true
}

// components reads the three parts of a colour function; a percentage is of
// the range that CSS Color 4 gives to the part.
func components(name string, args []string) (v [3]float64, ok bool) {
	full := [3]float64{1, 1, 1}
	switch name {
	case "rgb", "rgba":
		full = [3]float64{255, 255, 255}
	case "lab":
		full = [3]float64{100, 125, 125}
	case "lch":
		full = [3]float64{100, 150, 360}
	case "oklab":
		full = [3]float64{1, 0.4, 0.4}
	case "oklch":
		full = [3]float64{1, 0.4, 360}
	case "hsl", "hsla", "hwb":
		full = [3]float64{360, 1, 1}
	}
	for i, a := range args {
		if v[i], ok = number(a, full[i]); !ok {
			return v, false
		}
		if i > 0 && (name == "hsl" || name == "hsla" || name == "hwb") && !strings.HasSuffix(a, "%") {
			v[i] /= 100
		}
	}
	return v, true
}

var angles = map[string]float64{"deg": 1, "grad": 0.9, "rad": 180 / math.Pi, "turn": 360}

func number(s string, full float64) (float64, bool) {
	if s == "none" {
		return 0, true
	}
	unit := 1.0
	if p, ok := strings.CutSuffix(s, "%"); ok {
		s, unit = p, full/100
	} else {
		for suffix, degrees := range angles {
			if p, ok := strings.CutSuffix(s, suffix); ok && (suffix != "rad" || !strings.HasSuffix(p, "g")) {
				s, unit = p, degrees
				break
			}
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, false
	}
	return f * unit, true
}

func (c RGBA) clip() RGBA {
	f := func(v float64) float64 { return min(1, max(0, v)) }
	return RGBA{f(c.R), f(c.G), f(c.B), f(c.A)}
}

// hsl and hwb follow CSS Color 4, §7 and §8.
func hsl(h, s, l float64) RGBA {
	h = math.Mod(math.Mod(h, 360)+360, 360)
	f := func(n float64) float64 {
		k := math.Mod(n+h/30, 12)
		return l - s*min(l, 1-l)*max(-1, min(k-3, 9-k, 1))
	}
	return RGBA{f(0), f(8), f(4), 1}
}

func hwb(h, w, b float64) RGBA {
	if w+b >= 1 {
		g := w / (w + b)
		return RGBA{g, g, g, 1}
	}
	c := hsl(h, 1, 0.5)
	k := 1 - w - b
	return RGBA{c.R*k + w, c.G*k + w, c.B*k + w, 1}
}

// lab converts CIE Lab with white point D50 (CSS Color 4, §17).
func lab(l, a, b float64) RGBA {
	fy := (l + 16) / 116
	inverse := func(f float64) float64 {
		if c := f * f * f; c > 216.0/24389 {
			return c
		}
		return (116*f - 16) / (24389.0 / 27)
	}
	x, y, z := inverse(fy+a/500)*0.3457/0.3585, inverse(fy), inverse(fy-b/200)*(1-0.3457-0.3585)/0.3585
	return fromD65(
		0.955473421488075*x-0.02309845494876471*y+0.06325924320057072*z,
		-0.0283697093338637*x+1.0099953980813041*y+0.021041441191917323*z,
		0.012314014864481998*x-0.020507649298898964*y+1.330365926242124*z)
}

// oklab converts by the matrices of B. Ottosson (CSS Color 4, §17).
func oklab(l, a, b float64) RGBA {
	cube := func(v float64) float64 { return v * v * v }
	m1, m2, m3 := cube(l+0.3963377774*a+0.2158037573*b), cube(l-0.1055613458*a-0.0638541728*b), cube(l-0.0894841775*a-1.2914855480*b)
	return RGBA{
		encode(4.0767416621*m1 - 3.3077115913*m2 + 0.2309699292*m3),
		encode(-1.2684380046*m1 + 2.6097574011*m2 - 0.3413193965*m3),
		encode(-0.0041960863*m1 - 0.7034186147*m2 + 1.7076147010*m3), 1}
}

func fromD65(x, y, z float64) RGBA {
	return RGBA{
		encode(3.2409699419045226*x - 1.537383177570094*y - 0.4986107602930034*z),
		encode(-0.9692436362808796*x + 1.8759675015077202*y + 0.04155505740717559*z),
		encode(0.05563007969699366*x - 0.20397695888897652*y + 1.0569715142428786*z), 1}
}

func inSpace(space string, v [3]float64) (RGBA, bool) {
	switch space {
	case "srgb":
		return RGBA{v[0], v[1], v[2], 1}, true
	case "srgb-linear":
		return RGBA{encode(v[0]), encode(v[1]), encode(v[2]), 1}, true
	case "display-p3":
		r, g, b := decode(v[0]), decode(v[1]), decode(v[2])
		return fromD65(
			0.4865709486482162*r+0.26566769316909306*g+0.1982172852343625*b,
			0.2289745640697488*r+0.6917385218365064*g+0.079286914093745*b,
			0.04511338185890264*g+1.043944368900976*b), true
	case "xyz", "xyz-d65":
		return fromD65(v[0], v[1], v[2]), true
	}
	return RGBA{}, false
}

// encode and decode are the transfer function of sRGB (IEC 61966-2-1).
func encode(v float64) float64 {
	if v <= 0.0031308 {
		return 12.92 * v
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

func decode(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// Over returns c painted over below.
func (c RGBA) Over(below RGBA) RGBA {
	a := c.A + below.A*(1-c.A)
	if a == 0 {
		return Transparent
	}
	mix := func(x, y float64) float64 { return (x*c.A + y*below.A*(1-c.A)) / a }
	return RGBA{mix(c.R, below.R), mix(c.G, below.G), mix(c.B, below.B), a}
}

// Fade returns c with its opacity multiplied by f.
func (c RGBA) Fade(f float64) RGBA {
	c.A *= f
	return c
}

// Luminance is the relative luminance of WCAG 2.2, 0 (black) to 1 (white); the
// opacity is not looked at.
func (c RGBA) Luminance() float64 {
	// The parts are rounded to the 8 bits that a screen shows.
	part := func(v float64) float64 { return decode(math.Round(v*255) / 255) }
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

// Contrast is the contrast ratio of WCAG 2.2 between two opaque colours, 1 to
// 21.
func Contrast(a, b RGBA) float64 {
	la, lb := a.Luminance(), b.Luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// String returns the colour as "#rrggbb", with "aa" where it is not opaque.
func (c RGBA) String() string {
	b := func(v float64) uint8 { return uint8(math.Round(min(1, max(0, v)) * 255)) }
	s := fmt.Sprintf("#%02x%02x%02x", b(c.R), b(c.G), b(c.B))
	if b(c.A) < 255 {
		s += fmt.Sprintf("%02x", b(c.A))
	}
	return s
}

var colourFunction = regexp.MustCompile(`#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([^()]{1,150}\)|\btransparent\b`)

// In returns the colours that a computed value such as a gradient or a shadow
// holds, in order, at most 32.
func In(value string) []RGBA {
	if len(value) > 10_000 {
		value = value[:10_000]
	}
	var cs []RGBA
	for _, m := range colourFunction.FindAllString(strings.ToLower(value), 32) {
		if c, ok := Parse(m); ok {
			cs = append(cs, c)
		}
	}
	return cs
}
