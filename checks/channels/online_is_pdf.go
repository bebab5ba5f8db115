package channels

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

var onlineIsPDF = &checks.Check{
	ID:       "online-is-pdf",
	Affects:  []checks.Group{checks.NoVision, checks.LimitedManipulation, checks.NoDigital},
	Impact:   checks.Serious,
	Practice: true,
	Run: func(p *checks.Pass) {
		r := reader{p: p.Page}
		for _, a := range p.Page.Find("a[href]") {
			name := r.name(a)
			if p.Page.Hidden(a) || !onlineFormWords.Match(words.Fold(clip(name, 200)).S) {
				continue
			}
			href, _ := page.Attr(a, "href")
			if document(p.Page.Resolve(a, href)) {
				p.Failed(a, "document", "name", clip(name, 100))
			} else {
				p.Passed(a)
			}
		}
	},
}

var documentEndings = []string{".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods"}

// document reports whether an URL is that of a file to download.
func document(target string) bool {
	u, err := url.Parse(target)
	return err == nil && slices.Contains(documentEndings, strings.ToLower(path.Ext(u.Path)))
}
