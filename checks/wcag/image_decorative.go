package wcag

import (
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var imageDecorative = &checks.Check{
	ID:       "image-decorative",
	Criteria: []string{"1.1.1"},
	ACT:      []string{"e88epe"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("img, svg, canvas") {
			if !p.Page.Visible(n) || p.Page.Closest(n, "svg svg, button, a[href], [role=button], [role=link]") != nil {
				continue // in a control the name of the control counts
			}
			hidden := aria.AriaHidden(p.Page, n)
			if role := aria.Role(p.Page, n); !hidden && role != "none" {
				continue
			}
			file := strings.TrimSuffix(fileOf(p.Page, n), path.Ext(fileOf(p.Page, n)))
			alt := page.Collapse(attr(n, "alt"))
			caption := ""
			if f := p.Page.Closest(n, "figure"); f != nil {
				for _, c := range p.Page.FindIn(f, "figcaption") {
					caption = p.Page.Text(c)
				}
			}
			telling := slices.ContainsFunc(nameWords(fileOf(p.Page, n)), func(w string) bool { return slices.Contains(phrases.Telling, w) })
			switch {
			case isLogo(alt) && aria.ExplicitRole(n) == "none" && missing(p.Page, n, alt):
				p.Failed(n, "lost", "alt", short(alt))
			case isLogo(file) && alt == "" && missing(p.Page, n, file):
				p.Failed(n, "logo", "file", short(fileOf(p.Page, n)))
			case alt != "" && n.DataAtom == atom.Img:
				p.CantTell(n, "described", "alt", short(alt))
			case caption != "":
				p.CantTell(n, "captioned", "caption", short(caption))
			case telling:
				p.CantTell(n, "telling", "file", short(fileOf(p.Page, n)))
			default:
				p.Passed(n)
			}
		}
	},
}

// isLogo reports whether words are those of the logo of somebody.
func isLogo(name string) bool {
	words := nameWords(name)
	return slices.Contains(words, "logo") && slices.ContainsFunc(words, ofSomebody)
}

// ofSomebody reports whether a word may be part of somebody’s name.
func ofSomebody(w string) bool { return w != "logo" && len([]rune(w)) > 2 }

// missing reports whether what an image says in some words is certainly
// nowhere else: no text shows around the image, and none of the words is in
// the text of the page, in its title or in a name.
func missing(p *page.Page, n *html.Node, words string) bool {
	levels := 0
	for a := range p.Ancestors(n) {
		if levels++; levels > 3 || a.DataAtom == atom.Body {
			break
		}
		if p.VisibleText(a) != "" {
			return false
		}
	}
	told := toldWords(p)
	said := 0
	for _, w := range nameWords(words) {
		if !ofSomebody(w) {
			continue
		}
		if said++; told[w] {
			return false
		}
	}
	return said > 0
}

// toldWords returns the words that the page tells everybody.
func toldWords(p *page.Page) map[string]bool {
	type key struct{}
	return page.Derive(p, key{}, func() map[string]bool {
		told := make(map[string]bool)
		add := func(s string) {
			for _, w := range nameWords(s) {
				told[w] = true
			}
		}
		add(p.VisibleText(p.Root))
		for _, t := range p.Find("title") {
			add(p.Text(t))
		}
		for _, n := range p.Find("[alt], [aria-label], [title]") {
			if !aria.Hidden(p, n) && aria.Role(p, n) != "none" {
				add(aria.Name(p, n))
			}
		}
		return told
	})
}
