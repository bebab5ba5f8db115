package wcag

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var objectName = &checks.Check{
	ID:       "object-name",
	Criteria: []string{"1.1.1"},
	ACT:      []string{"8fc3b6"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("object") {
			if aria.ExplicitRole(n) == "" && !aria.Hidden(p.Page, n) && showsMedia(p.Page, n) {
				requireName(p, n)
			}
		}
	},
}

// mediaFile matches the address of a file that is not text.
var mediaFile = regexp.MustCompile(`(?i)\.(?:png|jpe?g|gif|webp|avif|svg|bmp|mp[34]|webm|og[gva]|wav|m4[av]|mov|swf)(?:[?#]|$)`)

// showsMedia reports whether an object element shows an image, a sound or a
// film, and not what stands in for it.
func showsMedia(p *page.Page, n *html.Node) bool {
	mime := strings.ToLower(attr(n, "type"))
	media := strings.HasPrefix(mime, "image/") || strings.HasPrefix(mime, "audio/") || strings.HasPrefix(mime, "video/")
	if attr(n, "data") == "" || !media && (mime != "" || !mediaFile.MatchString(attr(n, "data"))) {
		return false
	}
	if b, _ := p.Box(n); p.Inputs.Has(page.Layout) && b.Empty() {
		return false
	}
	// If the resource did not load, what stands in for it is shown.
	shown := false
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil && !shown; c = c.NextSibling {
			shown = c.DataAtom != atom.Param && p.Info(c).Rendered && strings.TrimSpace(c.Data) != "" && c.Type != html.DocumentNode
			if c.Type != html.DocumentNode {
				walk(c)
			}
		}
	}
	walk(n)
	return !shown
}
