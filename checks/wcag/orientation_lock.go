package wcag

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/css"
	"github.com/usager/usager/page"
)

var orientationLock = &checks.Check{
	ID:       "orientation-lock",
	Criteria: []string{"1.3.4"},
	ACT:      []string{"b33eff"},
	Affects:  []checks.Group{checks.LimitedManipulation, checks.LimitedReach, checks.LimitedVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		turns := make(map[*html.Node]*turn)
		var order []*html.Node
		for _, rule := range orientationRules(p.Page) {
			portrait, landscape := orientations(rule.Media)
			degrees, sets := ruleRotation(rule)
			if !sets {
				continue
			}
			selector, err := cascadia.ParseGroup(rule.Selector)
			if err != nil {
				continue
			}
			for i, n := range cascadia.QueryAll(p.Page.Root, selector) {
				if i >= maxTurned {
					break
				}
				t := turns[n]
				if t == nil {
					t = new(turn)
					turns[n] = t
					order = append(order, n)
				}
				t.asked = t.asked || portrait != landscape
				if portrait {
					t.portrait = degrees
				}
				if landscape {
					t.landscape = degrees
				}
			}
		}
		for _, n := range order {
			t := turns[n]
			if !t.asked || !showsSomething(p.Page, n) {
				continue
			}
			degrees := t.portrait - t.landscape
			if rest := math.Mod(math.Abs(degrees), 180); math.Abs(rest-90) < 1 {
				p.Failed(n, "turned", "degrees", strconv.Itoa(int(math.Round(math.Abs(degrees)))))
			} else {
				p.Passed(n)
			}
		}
	},
}

// A turn is how far rules turn an element in each orientation, in degrees.
type turn struct {
	portrait, landscape float64
	asked               bool // a rule for one orientation is among them
}

// maxTurned bounds the elements that one rule is followed to, maxRotations the
// rules.
const (
	maxTurned    = 20
	maxRotations = 500
)

// orientationRules returns the rules that turn something, of the page's own
// style sheets that ask for the orientation.
func orientationRules(p *page.Page) []css.Rule {
	var rules []css.Rule
	for _, sheet := range p.Find("style") {
		if p.DocumentOf(sheet) != p.Root {
			continue
		}
		var b strings.Builder
		for c := sheet.FirstChild; c != nil; c = c.NextSibling {
			b.WriteString(c.Data)
		}
		if !strings.Contains(strings.ToLower(b.String()), "orientation") {
			continue
		}
		for _, rule := range css.Rules(b.String()) {
			if _, sets := ruleRotation(rule); sets && len(rules) < maxRotations {
				rules = append(rules, rule)
			}
		}
	}
	return rules
}

var orientation = regexp.MustCompile(`(not\s+(?:all\s+and\s+)?)?\(\s*orientation\s*:\s*(portrait|landscape)\s*\)`)

// orientations reports in which orientations a rule holds that stands under
// media queries.
func orientations(media []string) (portrait, landscape bool) {
	portrait, landscape = true, true
	for _, m := range media {
		for _, found := range orientation.FindAllStringSubmatch(m, -1) {
			if upright := (found[2] == "portrait") == (found[1] == ""); upright {
				landscape = false
			} else {
				portrait = false
			}
		}
	}
	return portrait, landscape
}

// ruleRotation returns the angle that a rule turns by; sets is false if it
// says nothing of that.
func ruleRotation(rule css.Rule) (degrees float64, sets bool) {
	for _, property := range []string{"transform", "rotate"} {
		if d, ok := css.Last(rule.Declarations, property); ok {
			angle, turns := rotation(strings.ToLower(d.Value))
			if turns || d.Value == "none" {
				degrees, sets = degrees+angle, true
			}
		}
	}
	return degrees, sets
}

func showsSomething(p *page.Page, n *html.Node) bool {
	if p.VisibleText(n) != "" {
		return true
	}
	for _, m := range p.FindIn(n, "img, svg, canvas, video, input, button") {
		if p.Visible(m) {
			return true
		}
	}
	return false
}

var transformFunction = regexp.MustCompile(`([a-z0-9]+)\(([^()]*)\)`)

// rotation returns the angle in the plane of the screen that a value of
// transform or rotate turns by, in degrees; ok is false if it has no turn.
func rotation(value string) (degrees float64, ok bool) {
	if len(value) > 500 {
		return 0, false
	}
	calls := transformFunction.FindAllStringSubmatch(value, 8)
	if len(calls) == 0 { // the rotate property: an angle, perhaps after an axis
		fields := strings.Fields(value)
		switch {
		case len(fields) == 1:
			return angle(fields[0])
		case len(fields) == 2 && fields[0] == "z", len(fields) == 4 && fields[0] == "0" && fields[1] == "0":
			return angle(fields[len(fields)-1])
		}
		return 0, false
	}
	for _, call := range calls {
		args := strings.Split(call[2], ",")
		for i := range args {
			args[i] = strings.TrimSpace(args[i])
		}
		turn, found := 0.0, false
		switch {
		case (call[1] == "rotate" || call[1] == "rotatez") && len(args) == 1:
			turn, found = angle(args[0])
		case call[1] == "rotate3d" && len(args) == 4 && number(args[0], 1) == 0 && number(args[1], 1) == 0:
			if turn, found = angle(args[3]); number(args[2], 0) < 0 {
				turn = -turn
			}
		case call[1] == "matrix" && len(args) == 6, call[1] == "matrix3d" && len(args) == 16:
			turn, found = math.Atan2(number(args[1], 0), number(args[0], 0))*180/math.Pi, true
		}
		if found {
			degrees, ok = degrees+turn, true
		}
	}
	return degrees, ok
}

func angle(s string) (float64, bool) {
	for _, u := range []struct {
		unit    string
		degrees float64
	}{{"deg", 1}, {"grad", 0.9}, {"rad", 180 / math.Pi}, {"turn", 360}} {
		if v, ok := strings.CutSuffix(s, u.unit); ok {
			f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
			return f * u.degrees, err == nil
		}
	}
	return 0, s == "0"
}
