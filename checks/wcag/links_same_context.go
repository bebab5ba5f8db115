package wcag

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/publicsuffix"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/aria"
	"github.com/usager/usager/page"
)

var linksSameContext = &checks.Check{
	ID:       "links-same-context",
	Criteria: []string{"2.4.4"},
	ACT:      []string{"fd3a94"},
	Affects:  []checks.Group{checks.NoVision, checks.LimitedCognition, checks.OtherLanguage},
	Impact:   checks.Moderate,
	Run: func(p *checks.Pass) {
		headings := precedingHeadings(p.Page)
		compareLinks(p, func(n *html.Node) string {
			heading := ""
			if h := headings[n]; h != nil {
				heading = p.Page.Text(h)
			}
			return contextOf(p.Page, n) + "\n" + heading
		})
	},
}

// compareLinks reports the links that have the name of an earlier one in the
// same context: passed if they lead to the same page, failed if certainly to
// another, else a question.
func compareLinks(p *checks.Pass, context func(*html.Node) string) {
	names := make(map[string]int)
	for _, n := range aria.Elements(p.Page, linkRoles...) {
		names[strings.ToLower(aria.Name(p.Page, n))]++
	}
	first := make(map[string]*html.Node)
	asked := make(map[string]bool)
	for _, n := range aria.Elements(p.Page, linkRoles...) {
		if !aria.Included(p.Page, n) {
			continue
		}
		name := aria.Name(p.Page, n)
		target := targetOf(p.Page, n)
		if name == "" || target == nil {
			continue
		}
		key := strings.ToLower(name)
		if names[key] > 1 {
			key += "\n" + context(n)
		}
		other := first[key]
		if other == nil {
			first[key] = n
			continue
		}
		switch sameTarget(targetOf(p.Page, other), target) {
		case checks.Passed:
			p.Passed(n)
		case checks.Failed:
			p.Failed(n, "different", "name", short(name), "target", short(target.String()), "other", short(targetOf(p.Page, other).String()))
		default:
			if !asked[key] { // once is enough to look at all of that name
				asked[key] = true
				p.CantTell(n, "unsure", "name", short(name), "target", short(target.String()), "other", short(targetOf(p.Page, other).String()))
			}
		}
	}
}

var scriptTarget = regexp.MustCompile(`^\s*(?:window\.|document\.|self\.)?location(?:\.href)?\s*=\s*['"]([^'"]+)['"]\s*;?\s*$`)

// targetOf returns where a link leads, or nil if that is not said in its
// markup or is no page.
func targetOf(p *page.Page, n *html.Node) *url.URL {
	ref, ok := page.Attr(n, "href")
	if !ok {
		for _, a := range n.Attr {
			if a.Key == "href" { // xlink:href of SVG
				ref, ok = a.Val, true
			}
		}
	}
	if !ok {
		m := scriptTarget.FindStringSubmatch(attr(n, "onclick"))
		if m == nil {
			return nil
		}
		ref = m[1]
	}
	u, err := url.Parse(p.Resolve(n, ref))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// sameTarget compares where two links lead by the addresses alone. Two
// addresses of one site may show the same page, so only what cannot be the
// same fails: another site, or another value of a parameter that chooses what
// is shown.
func sameTarget(a, b *url.URL) checks.Outcome {
	if pageAddress(a) == pageAddress(b) && a.Fragment == b.Fragment {
		return checks.Passed
	}
	sa, erra := publicsuffix.EffectiveTLDPlusOne(a.Hostname())
	sb, errb := publicsuffix.EffectiveTLDPlusOne(b.Hostname())
	if erra != nil || errb != nil { // no names, such as localhost and addresses
		sa, sb = a.Hostname(), b.Hostname()
	}
	if sa != sb {
		if slices.Contains(phrases.Aliases, sa) || slices.Contains(phrases.Aliases, sb) {
			return checks.CantTell
		}
		return checks.Failed
	}
	if a.Path == b.Path {
		qa, qb := a.Query(), b.Query()
		for _, name := range phrases.Parameters {
			if va, vb := qa.Get(name), qb.Get(name); va != "" && vb != "" && va != vb {
				return checks.Failed
			}
		}
	}
	return checks.CantTell
}

// pageAddress returns the address of a page in a form in which different
// writings are equal.
func pageAddress(u *url.URL) string {
	path := strings.TrimSuffix(u.EscapedPath(), "/")
	for _, index := range []string{"/index.html", "/index.htm", "/index.php"} {
		path = strings.TrimSuffix(path, index)
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.") + path + "?" + u.Query().Encode()
}
