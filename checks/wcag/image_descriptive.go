package wcag

import (
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var imageDescriptive = &checks.Check{
	ID:       "image-descriptive",
	Criteria: []string{"1.1.1"},
	ACT:      []string{"qt1vmo"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Serious,
	Run: func(p *checks.Pass) {
		for _, n := range aria.Elements(p.Page, "img", "graphics-document", "graphics-symbol", "") {
			if n.DataAtom != atom.Img && n.Data != "svg" && n.DataAtom != atom.Canvas && aria.Role(p.Page, n) != "img" {
				continue
			}
			name := aria.Name(p.Page, n)
			if name == "" || !aria.Included(p.Page, n) || !p.Page.Visible(n) {
				continue
			}
			switch {
			case isPhrase(name, phrases.Images):
				p.Failed(n, "placeholder", "name", short(name))
			case isFileName(p.Page, n, name):
				p.Failed(n, "file", "name", short(name))
			case contradicts(p.Page, n, name):
				p.CantTell(n, "contradiction", "name", short(name), "file", short(fileOf(p.Page, n)))
			default:
				p.Passed(n)
			}
		}
	},
}

var imageFile = regexp.MustCompile(`(?i)^[\w%()+ .-]+\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)$`)

// fileOf returns the name of an image's file, "" for images without one.
func fileOf(p *page.Page, n *html.Node) string {
	src := attr(n, "src")
	if c := p.Info(n).CurrentSrc; c != "" {
		src = c
	}
	if src == "" || strings.HasPrefix(src, "data:") || strings.HasPrefix(src, "blob:") {
		return ""
	}
	src, _, _ = strings.Cut(src, "?")
	src, _, _ = strings.Cut(src, "#")
	return path.Base(src)
}

// isFileName reports whether a name is that of a file: it ends as one, or is
// the image's own without its end, and made as people do not write.
func isFileName(p *page.Page, n *html.Node, name string) bool {
	if imageFile.MatchString(name) {
		return true
	}
	file := fileOf(p, n)
	stem := strings.TrimSuffix(file, path.Ext(file))
	return strings.EqualFold(stem, name) && (strings.ContainsAny(name, "_") || strings.Count(name, "-") > 1 || camera.MatchString(name))
}

var camera = regexp.MustCompile(`(?i)^(?:img|dsc[fn]?|image|photo|pic|screenshot|p)[-_ ]?\d{3,}$`)

// contradicts reports whether name and file both say of what they are the logo,
// and share no other word nor an abbreviation.
func contradicts(p *page.Page, n *html.Node, name string) bool {
	words := nameWords(name)
	file := fileOf(p, n)
	tokens := nameWords(strings.TrimSuffix(file, path.Ext(file)))
	if !containsWords(words, []string{"logo"}) || !containsWords(tokens, []string{"logo"}) || len(words) < 2 || len(tokens) != 2 {
		return false
	}
	initials := ""
	for _, w := range words {
		initials += string([]rune(w)[:1])
	}
	for _, t := range tokens {
		if t == "logo" {
			continue
		}
		for _, w := range words {
			if w != "logo" && (strings.HasPrefix(w, t) || strings.HasPrefix(t, w)) {
				return false
			}
		}
		if strings.Contains(initials, t) || len(t) < 3 {
			return false
		}
	}
	return true
}
