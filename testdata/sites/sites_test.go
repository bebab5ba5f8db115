package sites

import (
	"encoding/json"
	"encoding/xml"
	"io/fs"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// documents parses every page of a version, by path.
func documents(t *testing.T, version string) (fs.FS, map[string]*goquery.Document) {
	t.Helper()
	site, err := Commune(version)
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]*goquery.Document{}
	err = fs.WalkDir(site, ".", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".html" {
			return err
		}
		f, err := site.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		docs[name], err = goquery.NewDocumentFromReader(f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) < 14 {
		t.Fatalf("version %s has %d pages, want at least 14", version, len(docs))
	}
	return site, docs
}

func barriers(t *testing.T) []Barrier {
	t.Helper()
	all, err := CommuneBarriers()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// target resolves a relative link of a page to a path of the site and a
// fragment; ok is false for a link that leaves the site.
func target(page, link string) (name, fragment string, ok bool) {
	u, err := url.Parse(link)
	if err != nil || u.IsAbs() || u.Host != "" {
		return "", "", false
	}
	if u.Path == "" {
		return page, u.Fragment, true
	}
	return path.Join(path.Dir(page), u.Path), u.Fragment, true
}

func TestCommuneUnknownVersion(t *testing.T) {
	if _, err := Commune("../broken"); err == nil || !strings.Contains(err.Error(), `"repaired"`) {
		t.Errorf("got error %v, want one that names the versions", err)
	}
}

func TestLinksResolve(t *testing.T) {
	dead := map[string]string{} // page: selector of a link that is dead on purpose
	for _, b := range barriers(t) {
		if b.ID == "dead-link" {
			dead[b.Page] = b.Selector
		}
	}
	for _, version := range []string{Broken, Repaired} {
		site, docs := documents(t, version)
		for page, doc := range docs {
			doc.Find("[href], [src], form[action]").Each(func(_ int, s *goquery.Selection) {
				link := s.AttrOr("href", s.AttrOr("src", s.AttrOr("action", "")))
				name, fragment, ok := target(page, link)
				if !ok {
					if goquery.NodeName(s) != "a" {
						t.Errorf("%s/%s: %q is fetched from elsewhere", version, page, link)
					}
					return
				}
				if version == Broken && dead[page] != "" && s.Is(dead[page]) {
					if _, err := fs.Stat(site, name); err == nil {
						t.Errorf("%s/%s: %q should be dead", version, page, link)
					}
					return
				}
				if _, err := fs.Stat(site, name); err != nil {
					t.Errorf("%s/%s: %q: %v", version, page, link, err)
					return
				}
				if fragment == "" || docs[name] == nil {
					return
				}
				if docs[name].Find("#"+fragment).Length() == 0 {
					t.Errorf("%s/%s: %q: no element has this id", version, page, link)
				}
			})
		}
	}
}

func TestSitemap(t *testing.T) {
	for _, version := range []string{Broken, Repaired} {
		site, docs := documents(t, version)
		data, err := fs.ReadFile(site, "sitemap.xml")
		if err != nil {
			t.Fatal(err)
		}
		var sitemap struct {
			Loc []string `xml:"url>loc"`
		}
		if err := xml.Unmarshal(data, &sitemap); err != nil {
			t.Fatal(err)
		}
		var want []string
		for page, doc := range docs {
			if doc.Find(`meta[name="robots"][content="noindex"]`).Length() == 0 {
				want = append(want, "/"+page)
			}
		}
		slices.Sort(want)
		slices.Sort(sitemap.Loc)
		if diff := cmp.Diff(want, sitemap.Loc); diff != "" {
			t.Errorf("%s: pages against sitemap (-pages +sitemap):\n%s", version, diff)
		}
	}
}

// absences tells, for each barrier that is an absence, what the repaired page
// has and the broken one has not. The two that no selector can tell have a
// test of their own.
var absences = map[string]string{
	"complaint-path-missing":        "#reclamation",
	"email-obfuscated":              `a[href^="mailto:mairie@"]`,
	"accessibility-mention-missing": `footer a[href="accessibilite.html"]`,
	"h1-missing":                    "h1",
	"procedure-documents-missing":   "#documents",
	"skip-link-missing":             "a.evitement",
	"main-landmark-missing":         "main",
	"navigation-inconsistent":       `#menu li:first-child a[href="index.html"]`,
	"appointment-online-only":       `main a[href^="tel:"]`,
	"hours-missing-nl":              "table.horaires",
	"statement-recourse-missing":    "#recours",
	"hours-four-clicks-deep":        "",
	"title-duplicate":               "",
}

func TestBarriers(t *testing.T) {
	_, broken := documents(t, Broken)
	_, repaired := documents(t, Repaired)
	count := func(docs map[string]*goquery.Document, page, selector string) int {
		n := 0
		for name, doc := range docs {
			if page == "" || page == name {
				n += doc.Find(selector).Length()
			}
		}
		return n
	}
	seen := map[string]bool{}
	dimensions := map[string]int{}
	for _, b := range barriers(t) {
		if b.ID == "" || seen[b.ID] {
			t.Errorf("barrier %q is not unique", b.ID)
		}
		seen[b.ID] = true
		dimensions[b.Dimension]++
		if !strings.HasSuffix(b.What, ".") {
			t.Errorf("%s: %q is no sentence", b.ID, b.What)
		}
		if b.Page != "" && broken[b.Page] == nil {
			t.Errorf("%s: no page %q", b.ID, b.Page)
			continue
		}
		selector, present, absent := b.Selector, broken, repaired
		if selector == "" {
			var known bool
			if selector, known = absences[b.ID]; !known {
				t.Errorf("%s: has no selector, and absences does not say what is missing", b.ID)
			}
			if selector == "" {
				continue
			}
			present, absent = repaired, broken
		}
		if count(present, b.Page, selector) == 0 {
			t.Errorf("%s: %q is not found on %q", b.ID, selector, b.Page)
		}
		if n := count(absent, b.Page, selector); n != 0 {
			t.Errorf("%s: %q is found %d times in the other version of %q", b.ID, selector, n, b.Page)
		}
	}
	for _, d := range []string{"accessibility", "clarity", "channels", "journeys"} {
		if dimensions[d] == 0 {
			t.Errorf("no barrier of dimension %s", d)
		}
		delete(dimensions, d)
	}
	if len(dimensions) != 0 {
		t.Errorf("unknown dimensions: %v", dimensions)
	}
}

// depths counts the clicks from index.html to each page over links that are not skipped.
func depths(docs map[string]*goquery.Document, skip string) map[string]int {
	depth := map[string]int{"index.html": 0}
	for queue := []string{"index.html"}; len(queue) > 0; queue = queue[1:] {
		page := queue[0]
		docs[page].Find("a[href]").Not(skip).Each(func(_ int, s *goquery.Selection) {
			name, _, ok := target(page, s.AttrOr("href", ""))
			if _, met := depth[name]; ok && !met && docs[name] != nil {
				depth[name] = depth[page] + 1
				queue = append(queue, name)
			}
		})
	}
	return depth
}

func TestJourneyBarriers(t *testing.T) {
	_, broken := documents(t, Broken)
	_, repaired := documents(t, Repaired)
	if got := depths(broken, "")["horaires-ccas.html"]; got != 4 {
		t.Errorf("hours of the social service are %d clicks deep, want 4", got)
	}
	if got := depths(repaired, "")["ccas.html"]; got != 2 {
		t.Errorf("repaired: hours of the social service are %d clicks deep, want 2", got)
	}
	if _, ok := depths(broken, "li.gru a, .langues a")["contact.html"]; ok {
		t.Error("the contact page is reached without the menu entry GRU")
	}
	if a, b := broken["rendez-vous.html"].Find("title").Text(), broken["contact.html"].Find("title").Text(); a != b {
		t.Errorf("titles %q and %q should be the same", a, b)
	}
}

func TestRepairedPages(t *testing.T) {
	_, docs := documents(t, Repaired)
	const suffix = " – Saint-Aubin-sur-Lisse"
	titles := map[string]string{}
	for page, doc := range docs {
		title := doc.Find("head > title").Text()
		lang := doc.Find("html").AttrOr("lang", "")
		if !strings.HasSuffix(title, suffix) {
			t.Errorf("%s: title %q does not end in %q", page, title, suffix)
		}
		if other, ok := titles[lang+title]; ok {
			t.Errorf("%s and %s share the title %q", page, other, title)
		}
		titles[lang+title] = page
		want := "fr"
		if dir := path.Dir(page); dir != "." {
			want = dir
		}
		if lang != want {
			t.Errorf("%s: lang is %q, want %q", page, lang, want)
		}
		for _, one := range []string{"h1", "main#contenu", "a.evitement", "header nav#menu", `footer a[href="tel:+33353014210"]`, `footer a[href^="mailto:mairie@"]`, `footer a[href$="accessibilite.html"]`, `footer a[href="contact.html"]`} {
			if n := doc.Find(one).Length(); n != 1 {
				t.Errorf("%s: %d × %s, want 1", page, n, one)
			}
		}
		doc.Find(`a[href^="tel:"]`).Each(func(_ int, s *goquery.Selection) {
			if href := s.AttrOr("href", ""); href != "tel:+33353014210" {
				t.Errorf("%s: another phone number: %s", page, href)
			}
		})
		ids := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			id := s.AttrOr("id", "")
			if ids[id] {
				t.Errorf("%s: id %q twice", page, id)
			}
			ids[id] = true
		})
		doc.Find("input, select, textarea").Each(func(_ int, s *goquery.Selection) {
			if doc.Find(`label[for="`+s.AttrOr("id", "")+`"]`).Length() != 1 {
				t.Errorf("%s: field %q has no label", page, s.AttrOr("name", ""))
			}
		})
		doc.Find(`script[type="application/ld+json"]`).Each(func(_ int, s *goquery.Selection) {
			if !json.Valid([]byte(s.Text())) {
				t.Errorf("%s: JSON-LD is not valid JSON", page)
			}
		})
		doc.Find("table.horaires").Each(func(_ int, s *goquery.Selection) {
			if got, want := hours(s), hours(docs[path.Join(path.Dir(page), "contact.html")].Find("table.horaires")); got != want {
				t.Errorf("%s: hours %q differ from those of the contact page %q", page, got, want)
			}
		})
	}
}

// hours is the text of a table of opening hours with single spaces.
func hours(table *goquery.Selection) string {
	return strings.Join(strings.Fields(table.Find("tbody").Text()), " ")
}

// TestEarlier wants the earlier site to be whole: its own pages, and all others.
func TestEarlier(t *testing.T) {
	now, err := Commune(Broken)
	if err != nil {
		t.Fatal(err)
	}
	then, err := Commune(Earlier)
	if err != nil {
		t.Fatal(err)
	}
	other := 0
	err = fs.WalkDir(now, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, err = then.Open(name)
			return err
		}
		a, err := fs.ReadFile(now, name)
		if err != nil {
			return err
		}
		b, err := fs.ReadFile(then, name)
		if string(a) != string(b) {
			other++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if other != len(whole)+1 {
		t.Errorf("%d files are other", other)
	}
}
