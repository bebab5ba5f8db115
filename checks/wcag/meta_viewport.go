package wcag

import (
	"strconv"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

var metaViewport = &checks.Check{
	ID:       "meta-viewport",
	Criteria: []string{"1.4.4"},
	ACT:      []string{"b4f0c3"},
	Affects:  lowVision,
	Impact:   checks.Critical,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("meta[name][content]") {
			name, _ := page.Attr(n, "name")
			content, _ := page.Attr(n, "content")
			if !strings.EqualFold(strings.TrimSpace(name), "viewport") || p.Page.DocumentOf(n) != p.Page.Root {
				continue
			}
			v := viewport(content)
			scalable, hasScalable := v["user-scalable"]
			limit, hasLimit := v["maximum-scale"]
			if !hasScalable && !hasLimit {
				continue
			}
			most := maximumScale(limit)
			switch {
			case hasScalable && !userScalable(scalable):
				p.Failed(n, "fixed", "value", scalable)
			case hasLimit && most >= 0 && most < 2:
				p.Failed(n, "limited", "value", limit)
			default:
				p.Passed(n)
			}
		}
	},
}

// viewport reads the properties of a viewport meta element as browsers do (CSS
// Device Adaptation, §10.1); of two equal names the last counts.
func viewport(content string) map[string]string {
	const space = " \t\n\r\f"
	v := make(map[string]string)
	s := strings.ToLower(content)
	for s != "" {
		s = strings.TrimLeft(s, space+",;=")
		i := strings.IndexAny(s, space+",;=")
		if i < 0 {
			break
		}
		name := s[:i]
		s = strings.TrimLeft(s[i:], space)
		if !strings.HasPrefix(s, "=") {
			continue
		}
		s = strings.TrimLeft(s, space+"=")
		i = strings.IndexAny(s, space+",;=")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			v[name] = s[:i]
		}
		s = s[i:]
	}
	return v
}

// userScalable says whether a value of user-scalable lets people zoom.
func userScalable(value string) bool {
	switch value {
	case "yes", "device-width", "device-height":
		return true
	}
	f, ok := leadingNumber(value)
	return ok && (f >= 1 || f <= -1)
}

// maximumScale returns the factor that a value of maximum-scale stands for;
// negative if browsers ignore it.
func maximumScale(value string) float64 {
	switch value {
	case "device-width", "device-height":
		return 10
	case "yes":
		return 1
	}
	f, ok := leadingNumber(value)
	if !ok {
		return 0.1
	}
	return f
}

// leadingNumber reads the number that a value begins with.
func leadingNumber(s string) (float64, bool) {
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || end == 0 && (s[end] == '-' || s[end] == '+')) {
		end++
	}
	f, err := strconv.ParseFloat(s[:end], 64)
	return f, err == nil
}
