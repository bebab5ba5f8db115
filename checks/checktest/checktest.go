// Package checktest tests checks against pages that say what to expect.
//
// The pages of a check are testdata/checks/<id>/*.html. A page's name begins
// with the outcome of the check for the whole page: failed, cantTell, passed
// or inapplicable. What is expected of an element stands in its data-want
// attribute, findings separated by semicolons:
//
//	<img src="dog.jpg" data-want="failed missing">
//
// "failed" and "cantTell" may be followed by the key of the message. A finding
// without an expectation and an expectation without a finding are both errors;
// "passed" must be expected only where a test cares. What is expected of the
// page as a whole stands on its html element. Where the browser changes what
// is found, data-want-rendered takes the place of data-want in a browser, and
// a name that begins with "rendered-" keeps a page for the browser alone.
package checktest

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// Dir is the folder of the test pages, from the folder of a family.
const Dir = "../../testdata/checks"

// A Renderer shows an URL in a browser.
type Renderer func(t *testing.T, url string) *page.Page

// Pages runs the page checks of a family on their test pages: parsed from
// source if render is nil, else served on loopback and rendered. A check
// without a page that fails (or cannot be told) and one that passes, or that
// reports what its catalogue has no words for, fails the test.
func Pages(t *testing.T, family checks.Family, render Renderer) {
	catalog, err := checks.NewCatalog(family)
	if err != nil {
		t.Fatal(err)
	}
	var srv *httptest.Server
	if render != nil {
		srv = serve(t)
	}
	for _, c := range family.Checks {
		if c.Run == nil || c.Needs != 0 && render == nil {
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			if render != nil {
				t.Parallel() // a page that is driven waits more than it works
			}
			files, err := filepath.Glob(filepath.Join(Dir, c.ID, "*.html"))
			if err != nil {
				t.Fatal(err)
			}
			seen := make(map[checks.Outcome]bool)
			for _, file := range files {
				name := filepath.Base(file)
				want, only := strings.CutPrefix(name, "rendered-")
				if only && render == nil {
					continue
				}
				t.Run(strings.TrimSuffix(name, ".html"), func(t *testing.T) {
					var p *page.Page
					if render != nil {
						p = render(t, srv.URL+"/"+c.ID+"/"+name)
					} else {
						p = parse(t, file)
					}
					got := run(t, catalog, c, p)
					seen[got] = true
					if !strings.HasPrefix(want, got.String()) {
						t.Errorf("outcome of the page is %s", got)
					}
				})
			}
			// A check of good practice that proves absence has nothing to find fault with.
			presence := c.Absence && c.Practice && seen[checks.Inapplicable]
			if !seen[checks.Failed] && !seen[checks.CantTell] && !presence || !seen[checks.Passed] {
				t.Errorf("want in %s a page that fails and one that passes", filepath.Join("testdata", "checks", c.ID))
			}
		})
	}
}

func parse(t *testing.T, file string) *page.Page {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := page.Parse("http://test.example/"+filepath.Base(file), f)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

type want struct{ outcome, key string }

func run(t *testing.T, catalog *checks.Catalog, c *checks.Check, p *page.Page) checks.Outcome {
	t.Helper()
	if !p.Inputs.Has(c.Needs) {
		t.Fatalf("the page lacks %s", c.Needs&^p.Inputs)
	}
	passed, findings := checks.Verdicts(p, c)
	wants := expectations(t, p)
	outcome := checks.Inapplicable
	if len(passed) > 0 {
		outcome = checks.Passed
	}
	for _, n := range passed {
		take(wants, element(p, n), "passed", "")
	}
	for _, f := range findings {
		outcome = max(outcome, f.Outcome)
		if err := catalog.Complete(c.ID, f.Message); err != nil {
			t.Error(err)
		}
		if !take(wants, element(p, f.Node), f.Outcome.String(), f.Message.Key) {
			t.Errorf("%s: unexpected %s %s %v", p.Selector(f.Node), f.Outcome, f.Message.Key, f.Message.Args)
		}
	}
	for n, ws := range wants {
		for _, w := range ws {
			t.Errorf("%s: expected %s %s, not found", p.Selector(n), w.outcome, w.key)
		}
	}
	return outcome
}

// element returns the element that a finding stands on: the html element for
// one on the document.
func element(p *page.Page, n *html.Node) *html.Node {
	if n.Type == html.DocumentNode {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.ElementNode {
				return c
			}
		}
	}
	if n.Type == html.TextNode && n.Parent != nil {
		return n.Parent
	}
	return n
}

func expectations(t *testing.T, p *page.Page) map[*html.Node][]want {
	t.Helper()
	m := make(map[*html.Node][]want)
	for _, n := range p.Find("[data-want], [data-want-rendered]") {
		text, _ := page.Attr(n, "data-want")
		if rendered, ok := page.Attr(n, "data-want-rendered"); ok && p.Inputs != 0 {
			text = rendered
		}
		for item := range strings.SplitSeq(text, ";") {
			words := strings.Fields(item)
			if len(words) == 0 {
				continue
			}
			w := want{outcome: words[0]}
			switch {
			case words[0] != "failed" && words[0] != "cantTell" && words[0] != "passed", len(words) > 2:
				t.Fatalf("%s: malformed data-want %q", p.Selector(n), item)
			case len(words) == 2:
				w.key = words[1]
			}
			m[n] = append(m[n], w)
		}
	}
	return m
}

func take(wants map[*html.Node][]want, n *html.Node, outcome, key string) bool {
	for i, w := range wants[n] {
		if w.outcome == outcome && (w.key == "" || w.key == key) {
			wants[n] = append(wants[n][:i:i], wants[n][i+1:]...)
			return true
		}
	}
	return false
}
