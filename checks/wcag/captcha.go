package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
)

var captcha = &checks.Check{
	ID:       "captcha",
	Criteria: []string{"1.1.1", "3.3.8"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedVision, checks.NoHearing, checks.LimitedCognition},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		reported := false
		ask := func(n *html.Node, what string) {
			if !reported {
				reported = true
				p.CantTell(n, "found", "what", short(what))
			}
		}
		for _, n := range p.Page.Find("iframe[src], script[src], img, .g-recaptcha, .h-captcha, .cf-turnstile, .frc-captcha, altcha-widget") {
			src := strings.ToLower(attr(n, "src"))
			switch {
			case n.Data != "img" && n.Data != "iframe" && n.Data != "script":
				ask(n, attr(n, "class"))
			case n.Data == "script":
				// A script may serve an invisible test that asks nothing.
			case strings.Contains(src, "captcha") || strings.Contains(src, "challenges.cloudflare.com"):
				ask(n, src)
			case says("captcha", attr(n, "alt")):
				ask(n, attr(n, "alt"))
			}
		}
		for _, b := range p.Page.Blocks() {
			if len(b.Text) < 200 && says("captcha", b.Text) && p.Page.Closest(b.Node, "form") != nil {
				ask(b.Node, b.Text)
			}
		}
		if !reported {
			for _, n := range p.Page.Find("form") {
				p.Passed(n)
			}
		}
	},
}
