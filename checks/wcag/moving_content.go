package wcag

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"unicode"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var movingContent = &checks.Check{
	ID:       "moving-content",
	Criteria: []string{"2.2.2"},
	ACT:      []string{"efbfc7"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.LimitedVision, checks.NoVision},
	Impact:   checks.Serious,
	Needs:    page.Moving | page.Changing,
	Run: func(p *checks.Pass) {
		judge := func(n *html.Node, certain bool, key string, args ...string) {
			switch {
			case controlFor(p.Page, n) != nil:
				p.Passed(n)
			case certain && !pressableNear(p.Page, n):
				p.Failed(n, key, args...)
			default:
				p.CantTell(n, key+"-perhaps", args...)
			}
		}
		done := make(map[*html.Node]bool)
		for _, m := range p.Page.Observed.Motion.Moves {
			n := p.Page.Node(m.Node)
			if n == nil || m.Seconds <= mayMove || !moves(m.Properties) || busy(p.Page, n) || done[n] {
				continue
			}
			done[n] = true
			if slices.Contains(m.Properties, "frames") {
				judge(n, m.Box.Width*m.Box.Height >= largePicture && math.IsInf(m.Seconds, 1), "image")
				continue
			}
			judge(n, m.Text && math.IsInf(m.Seconds, 1) && displaces(m.Properties), "moves")
		}
		for _, n := range p.Page.Find("video") {
			m := p.Page.Info(n).Media
			if m == nil || !m.Autoplay || m.Paused || m.Controls || !m.HasVideo || !m.Loop && m.Duration <= mayMove || !p.Page.Visible(n) {
				continue
			}
			done[n] = true
			box := p.Page.Info(n).Box
			judge(n, box.Width*box.Height >= largePicture && !clicked(p.Page, n), "video")
		}
		changed := p.Page.Observed.Changes
		shown := 0
		for _, c := range changed.Elements {
			n := p.Page.Node(c.Node)
			if n == nil || c.Last <= mayMove || done[n] || busy(p.Page, n) {
				continue
			}
			done[n] = true
			seconds := strconv.Itoa(int(math.Round(c.Last / float64(max(1, c.Times-1)))))
			switch {
			case c.Kind == "text":
				judge(n, !c.Live && (!numbers(p.Page.Text(n)) || !clock.MatchString(p.Page.Text(n)) && nothingActs(p.Page)), "updates", "seconds", seconds)
			case c.Box.Width*c.Box.Height >= 5000 && c.Times >= 2 && shown == 0:
				shown++
				judge(n, false, "turns", "seconds", seconds)
			}
		}
		if root := rootElement(p.Page); len(done) == 0 && root != nil && (len(p.Page.Observed.Motion.Moves) > 0 || len(changed.Elements) > 0) {
			p.Passed(root)
		}
	},
}

// clock matches a time of day, which people may need as it is.
var clock = regexp.MustCompile(`\d{1,2}[:.h]\d{2}`)

// mayMove is how long, in seconds, what moves by itself may do so (WCAG 2.2.2).
const mayMove = 5

// largePicture is the area, in CSS pixels, from which a moving picture certainly
// draws the eye.
const largePicture = 10_000

// moves reports whether a change of these properties is seen as motion, or as
// blinking.
func moves(properties []string) bool {
	for _, p := range properties {
		switch p {
		case "opacity", "visibility", "color", "backgroundColor", "backgroundPosition", "backgroundPositionX", "backgroundPositionY", "width", "height", "maxHeight", "clipPath", "display", "frames":
			return true
		}
	}
	return displaces(properties)
}

// displaces reports whether a change of these properties moves a thing.
func displaces(properties []string) bool {
	for _, p := range properties {
		switch p {
		case "transform", "translate", "rotate", "scale", "left", "right", "top", "bottom", "marginLeft", "marginRight", "marginTop", "marginBottom", "textIndent", "offsetDistance":
			return true
		}
	}
	return false
}

// busy reports whether an element says that something is under way.
func busy(p *page.Page, n *html.Node) bool {
	return p.Closest(n, "[role=progressbar], [aria-busy=true], progress, [role=timer], time, video, audio") != nil
}

// numbers reports whether a text has hardly any letters, as a clock has.
func numbers(s string) bool {
	letters, others := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r), unicode.IsPunct(r):
			others++
		}
	}
	return letters <= others
}

// pressableNear reports whether there is a control around n that may stop it,
// whatever its name.
func pressableNear(p *page.Page, n *html.Node) bool {
	const control = "button, input, [role=button], [role=switch], select"
	up := n
	for range 3 {
		if up == nil || up.Type != html.ElementNode {
			return false
		}
		if up.Data == "body" {
			for c := range elements(up) {
				if p.Matches(c, control) {
					return true
				}
			}
			return false
		}
		if len(p.FindIn(up, control)) > 0 {
			return true
		}
		up = p.Parent(up)
	}
	return false
}
