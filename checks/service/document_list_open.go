package service

import (
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

var documentListOpen = &checks.Check{
	ID:       "document-list-open",
	Affects:  []checks.Group{checks.LimitedCognition, checks.OtherLanguage, checks.NoDigital},
	Impact:   checks.Moderate,
	Practice: true,
	Run: func(p *checks.Pass) {
		for _, list := range p.Page.Find("ul, ol") {
			if p.Page.Region(list) != page.Content || !asksForDocuments(p.Page, list) {
				continue
			}
			open := false
			for _, item := range p.Page.FindIn(list, "li") {
				if text := p.Page.VisibleText(item); etcWords.MatchString(words.Fold(text).S) {
					p.Failed(item, "etc", "text", clip(text, 100))
					open = true
				}
			}
			if !open {
				p.Passed(list)
			}
		}
	},
}

// asksForDocuments reports whether the heading or paragraph before a list says
// that it lists documents to bring.
func asksForDocuments(p *page.Page, list *html.Node) bool {
	for s := list.PrevSibling; s != nil; s = s.PrevSibling {
		if s.Type == html.ElementNode {
			return documentWords.Match(words.Fold(p.VisibleText(s)).S) && len(p.VisibleText(s)) < 250
		}
	}
	return false
}
