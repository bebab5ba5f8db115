package wcag

import (
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

var langOfParts = &checks.Check{
	ID:       "lang-of-parts",
	Criteria: []string{"3.1.2"},
	ACT:      []string{"off6ek"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		texts := languageTexts(p.Page)
		for _, n := range p.Page.Find("body [lang]") {
			declared, _ := page.Attr(n, "lang")
			primary := primarySubtag(declared)
			if primary == "" || !isHTML(n) || texts[n] == "" {
				continue
			}
			switch v, found := compareLanguage(texts[n], primary); v {
			case other:
				p.Failed(n, "other", "lang", declared, "found", string(found))
			case same:
				p.Passed(n)
			}
		}
		if rootElement(p.Page) != nil {
			unmarked(p)
			languageNames(p)
		}
	},
}

// minForeignWords is the length from which a block in another language than
// its own is reported.
const minForeignWords = 12

// unmarked asks about blocks whose words are in another language than declared
// around them. Names, titles and quotations need no lang attribute, so this is
// for a person to decide.
func unmarked(p *checks.Pass) {
	for _, b := range p.Page.Blocks() {
		primary := primarySubtag(b.Lang)
		if primary == "" || page.HasAttr(b.Node, "lang") {
			continue
		}
		owner := p.Page.Closest(b.Node, "[lang]")
		var own strings.Builder
		for _, piece := range b.Pieces {
			if p.Page.Closest(p.Page.Parent(piece.Node), "[lang]") == owner {
				own.WriteString(b.Text[piece.Start:piece.End])
				own.WriteByte(' ')
			}
		}
		if len(text.Words(own.String())) < minForeignWords {
			continue
		}
		if v, found := compareLanguage(own.String(), primary); v == other {
			p.CantTell(b.Node, "unmarked", "lang", b.Lang, "found", string(found))
		}
	}
}

// languageNames asks about links that name another language in that language,
// as those to the other versions of a page do.
func languageNames(p *checks.Pass) {
	for _, n := range p.Page.Find("a[href]") {
		if page.HasAttr(n, "lang") || len(p.Page.FindIn(n, "[lang]")) > 0 || aria.Hidden(p.Page, n) {
			continue
		}
		around := primarySubtag(p.Page.Lang(n))
		name := p.Page.Text(n)
		for _, lang := range checks.Languages {
			if around != "" && around != lang && isAll("endonym "+lang, name) {
				p.CantTell(n, "name", "name", short(name), "found", lang)
			}
		}
	}
}
