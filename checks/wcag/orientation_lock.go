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
		for _, sheet := range p.Page.Find("style") {
			if p.Page.DocumentOf(sheet) != p.Page.Root {
				continue
			}
			var b strings.Builder
			for c := sheet.FirstChild; c != nil; c = c.NextSibling {
				b.WriteString(c.Data)
			}
			if !strings.Contains(strings.ToLower(b.String()), "orientation") {
				continue
			}
			judged := 0
			for _, rule := range css.Rules(b.String()) {
				if judged < 200 && orientationQuery(rule.Media) {
					judged++
					judgeRotation(p, rule)
				}
			}
		}
	},
}

var orientation = regexp.MustCompile(`\(\s*orientation\s*:\s*(?:portrait|landscape)\s*\)`)

func orientationQuery(media []string) bool {
	for _, m := range media {
		if orientation.MatchString(m) {
			return true
		}
	}
	return false
}

// judgeRotation reports the visible elements that a rule turns by a right
// angle in one of the two orientations.
func judgeRotation(p *checks.Pass, rule css.Rule) {
	degrees, turned := 0.0, false
	for _, property := range []string{"transform", "rotate"} {
		if d, ok := css.Last(rule.Declarations, property); ok {
			if angle, ok := rotation(strings.ToLower(d.Value)); ok {
				degrees, turned = degrees+angle, true
			}
		}
	}
	if !turned {
		return
	}
	selector, err := cascadia.ParseGroup(rule.Selector)
	if err != nil {
		return
	}
	rest := math.Mod(math.Abs(degrees), 180)
	locked := math.Abs(rest-90) < 1
	for i, n := range cascadia.QueryAll(p.Page.Root, selector) {
		if i >= 20 || !showsText(p.Page, n) {
			continue
		}
		if locked {
			p.Failed(n, "turned", "degrees", strconv.Itoa(int(math.Round(degrees))))
		} else {
			p.Passed(n)
		}
	}
}

func showsText(p *page.Page, n *html.Node) bool { return p.VisibleText(n) != "" }

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
