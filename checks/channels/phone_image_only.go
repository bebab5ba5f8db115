package channels

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/words"
	"github.com/usager/usager/page"
)

var phoneImageOnly = &checks.Check{
	ID:      "phone-image-only",
	Affects: []checks.Group{checks.NoVision, checks.LimitedVision, checks.LimitedManipulation},
	Impact:  checks.Serious,
	Run: func(p *checks.Pass) {
		var written []string
		for _, e := range extracted(p.Page) {
			if e.Kind == Phone && e.Text != "" {
				written = append(written, e.Value)
			}
		}
		region := Country(p.Page, "")
		for _, img := range p.Page.Find("img, [role=img], input[type=image]") {
			if p.Page.Hidden(img) {
				continue
			}
			alt, _ := page.Attr(img, "alt")
			if label, ok := page.Attr(img, "aria-label"); ok {
				alt = label
			}
			src, _ := page.Attr(img, "src")
			numbers := Numbers(alt, region, Unlabelled)
			switch {
			case len(numbers) > 0 && slices.ContainsFunc(numbers, func(n Number) bool { return !slices.Contains(written, n.Value) }):
				if a := p.Page.Closest(img, "a[href]"); a != nil {
					if href, _ := page.Attr(a, "href"); strings.HasPrefix(href, "tel:") {
						p.Passed(img)
						continue
					}
				}
				p.CantTell(img, "alt", "number", alt[numbers[0].Start:numbers[0].End])
			case len(numbers) > 0:
				p.Passed(img)
			case img.DataAtom == atom.Img && len(written) == 0 && phoneImage.MatchString(words.Fold(strings.SplitN(src, "?", 2)[0]).S) && !small(p.Page, img):
				p.CantTell(img, "perhaps")
			}
		}
	},
}

// small reports whether an image is of the size of an icon.
func small(p *page.Page, img *html.Node) bool {
	if b, ok := p.Box(img); ok && !b.Empty() {
		return b.Width < 60
	}
	v, _ := page.Attr(img, "width")
	w, err := strconv.Atoi(v)
	return err == nil && w < 60
}
