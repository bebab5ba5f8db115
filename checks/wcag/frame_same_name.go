package wcag

import (
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var frameSameName = &checks.Check{
	ID:       "frame-same-name",
	Criteria: []string{"4.1.2"},
	ACT:      []string{"4b1c6c"},
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Needs:    page.Layout,
	Run: func(p *checks.Pass) {
		type key struct {
			document *html.Node
			name     string
		}
		first := make(map[key]*html.Node)
		for _, n := range p.Page.Find("iframe, frame") {
			if aria.Hidden(p.Page, n) {
				continue
			}
			name := aria.Name(p.Page, n)
			k := key{p.Page.DocumentOf(n), strings.ToLower(name)}
			other := first[k]
			switch {
			case name == "":
			case other == nil:
				first[k] = n
			default:
				switch sameContent(p.Page, other, n, name) {
				case checks.Passed:
					p.Passed(n)
				case checks.Failed:
					p.Failed(n, "different", "name", short(name))
				default:
					p.CantTell(n, "unsure", "name", short(name))
				}
			}
		}
	},
}

// sameContent compares what two frames of one name show: failed if certainly
// different things, cantTell if a person must look.
func sameContent(p *page.Page, a, b *html.Node, name string) checks.Outcome {
	if src := p.Resolve(a, attr(a, "src")); src != "" && src == p.Resolve(b, attr(b, "src")) && !page.HasAttr(a, "srcdoc") && !page.HasAttr(b, "srcdoc") {
		return checks.Passed
	}
	ta, oka := frameText(p, a)
	tb, okb := frameText(p, b)
	if !oka || !okb {
		return checks.CantTell
	}
	shared, all := overlap(ta, tb)
	if all == 0 || ta == tb {
		return checks.Passed
	}
	// A name that speaks of what both show may be right for both.
	for _, w := range nameWords(name) {
		if len(w) > 3 && strings.Contains(strings.ToLower(ta), w) && strings.Contains(strings.ToLower(tb), w) {
			return checks.CantTell
		}
	}
	if float64(shared)/float64(all) < 0.5 {
		return checks.Failed
	}
	return checks.CantTell
}

// frameText returns the title and the text of the document in a frame.
func frameText(p *page.Page, frame *html.Node) (string, bool) {
	for c := frame.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.DocumentNode {
			var title string
			for _, t := range p.FindIn(c, "title") {
				if t.Namespace == "" {
					title = p.Text(t)
					break
				}
			}
			text := p.VisibleText(c)
			return title + " " + text, text != ""
		}
	}
	return "", false
}

// overlap returns how many different words two texts share, and have together.
func overlap(a, b string) (shared, all int) {
	words := make(map[string]int)
	for _, w := range nameWords(a) {
		words[w] |= 1
	}
	for _, w := range nameWords(b) {
		words[w] |= 2
	}
	for _, in := range words {
		if in == 3 {
			shared++
		}
	}
	return shared, len(words)
}
