package wcag

import (
	"regexp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// hasDocuments proves by its absence that what is said of documents does not apply.
var hasDocuments = &checks.Check{
	ID:       "has-documents",
	Affects:  []checks.Group{checks.NoVision},
	Impact:   checks.Minor,
	Practice: true,
	Absence:  true,
	Run: func(p *checks.Pass) {
		for _, n := range p.Page.Find("a[href], area[href]") {
			if page.HasAttr(n, "download") || documentName.MatchString(p.Page.Resolve(n, attr(n, "href"))) {
				p.Passed(n)
			}
		}
	},
}

// documentName matches addresses of files that no browser shows as a page.
var documentName = regexp.MustCompile(`(?i)\.(?:pdf|docx?|odt|rtf|xlsx?|ods|csv|pptx?|odp|epub|zip|rar|7z)(?:[?#]|$)`)
