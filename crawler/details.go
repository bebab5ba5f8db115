package crawler

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strconv"

	"github.com/chromedp/cdproto/runtime"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

//go:embed data/details.js
var detailsScript string

// details adds the look of placeholders and, with Config.Sound, finds the
// videos whose sound is silence. It asks in a world that the page cannot see,
// and only where the page has either.
func (t *tab) details(ctx context.Context, world runtime.ExecutionContextID, b *builder) error {
	var fields, videos []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				switch c.DataAtom {
				case atom.Input, atom.Textarea:
					if page.HasAttr(c, "placeholder") {
						fields = append(fields, c)
					}
				case atom.Video:
					videos = append(videos, c)
				}
			}
			if c.Type != html.DocumentNode { // frames and shadow trees are left out
				walk(c)
			}
		}
	}
	walk(b.root)
	if len(fields) == 0 && (len(videos) == 0 || !t.cfg.Sound) {
		return nil
	}
	var answer struct {
		Placeholders []struct{ Colour, Opacity string }
		Silent       []bool
	}
	if err := t.ask(ctx, world, detailsScript+"("+strconv.FormatBool(t.cfg.Sound)+")", &answer); err != nil {
		return fmt.Errorf("read details: %w", err)
	}
	if len(answer.Placeholders) == min(len(fields), 200) {
		colour, opacity := slices.Index(page.Properties, "color"), slices.Index(page.Properties, "opacity")
		for i, a := range answer.Placeholders {
			style := make([]string, len(page.Properties))
			style[colour], style[opacity] = a.Colour, a.Opacity
			info := b.info[fields[i]]
			info.Pseudos = append(info.Pseudos, page.Pseudo{Type: "placeholder", Box: info.Box, Style: style})
		}
	}
	if len(answer.Silent) == len(videos) {
		for i, silent := range answer.Silent {
			if m := b.info[videos[i]].Media; m != nil && silent {
				m.HasAudio = false
			}
		}
	}
	return nil
}
