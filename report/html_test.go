package report_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
	"github.com/usager/usager/report"
	"github.com/usager/usager/report/reporttest"
)

func picture(string, page.Box) ([]byte, error) {
	m := image.NewRGBA(image.Rect(0, 0, 240, 48))
	for i := range 240 * 48 {
		m.Set(i%240, i/240, color.RGBA{R: 200, G: 215, B: 240, A: 255})
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, nil)
	return b.Bytes(), err
}

func writeHTML(t testing.TB, pages int, lang string) string {
	t.Helper()
	a, opts := sample(t, pages)
	opts.Lang, opts.Crop, opts.About = lang, picture, reporttest.Persona
	opts.Picture = func(string) ([]byte, error) { return picture("", page.Box{}) }
	dir := t.TempDir()
	if err := report.WriteHTML(t.Context(), dir, a, opts); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestFilmStrip asserts that the page of a persona shows each step as it was
// seen, beside what it takes the adult, and what other checks found there.
func TestFilmStrip(t *testing.T) {
	for _, lang := range checks.Languages {
		dir := writeHTML(t, 7, lang)
		b, err := os.ReadFile(filepath.Join(dir, "journeys", "03.html"))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		frames := doc.Find("ol.strip > li svg.frame[role=img][aria-label]")
		if frames.Length() != 2 || doc.Find("svg.frame rect.spot").Length() != 1 {
			t.Errorf("%s: %d pictures, %d links marked in them", lang, frames.Length(), doc.Find("svg.frame rect.spot").Length())
		}
		frames.Find("image").Each(func(_ int, s *goquery.Selection) {
			if _, err := os.Stat(filepath.Join(dir, "journeys", s.AttrOr("href", "none"))); err != nil {
				t.Errorf("%s: %v", lang, err)
			}
		})
		text := strings.Join(strings.Fields(doc.Find("main").Text()), " ")
		// What the first step takes, what it takes the adult, and who gives up.
		wants := []string{"12 ", "20 %", "3,4", "80 %"}
		if lang == "en" {
			wants = []string{"12 ", "20%", "3.4", "80%"}
		}
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in %q", lang, want, text)
			}
		}
		if doc.Find(`main section a[href^="../issues/"]`).Length() == 0 {
			t.Errorf("%s: no issue is named", lang)
		}
		if strings.Contains(string(b), "<script>alert") {
			t.Errorf("%s: foreign text is not escaped", lang)
		}
	}
}

func TestHTML(t *testing.T) {
	for _, lang := range checks.Languages {
		t.Run(lang, func(t *testing.T) {
			dir := writeHTML(t, 7, lang)
			verify(t, dir, lang)
			for _, name := range []string{"index.html", "issues.html", "pages/00002.html"} {
				b, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if lang == "fr" && name != "issues.html" || lang == "en" && name == "issues.html" {
					golden(t, lang+"-"+strings.ReplaceAll(name, "/", "-"), b)
				}
			}
		})
	}
}

// TestHTMLPaged writes lists that need several files.
func TestHTMLPaged(t *testing.T) {
	dir := writeHTML(t, 450, "en")
	verify(t, dir, "en")
	for _, name := range []string{"pages-3.html", "coverage-3.html", "pages/00450.html"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	size := func(name string) int64 {
		fi, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return fi.Size()
	}
	if n := size("index.html"); n > 100_000 {
		t.Errorf("index.html has %d bytes", n)
	}

	// A smaller audit into the same folder leaves no page of the larger one.
	a, opts := sample(t, 3)
	if err := os.WriteFile(filepath.Join(dir, "pages", "notes.html"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteHTML(t.Context(), dir, a, opts); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"pages-3.html", "coverage-3.html", "pages/00004.html"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there", name)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "pages", "notes.html")); err != nil {
		t.Error("a file that is not the report's was removed")
	}
}

// verify parses every file of a report and checks what must hold of each.
func verify(t *testing.T, dir, lang string) {
	t.Helper()
	files := map[string]*html.Node{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".html" {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(rel)], err = html.Parse(f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]string{}
	for name, root := range files {
		ids := map[string]bool{}
		each(root, func(n *html.Node) {
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: id %s twice", name, id)
				}
				ids[id] = true
			}
		})
		h1, main, title, level := 0, 0, "", 0
		each(root, func(n *html.Node) {
			switch n.Data {
			case "html":
				if attr(n, "lang") != lang {
					t.Errorf("%s: lang %q", name, attr(n, "lang"))
				}
			case "title":
				if n.Parent.Data == "head" {
					title = text(n)
				}
			case "main":
				main++
			case "h1", "h2", "h3", "h4":
				l := int(n.Data[1] - '0')
				if l == 1 {
					h1++
				}
				if l > level+1 {
					t.Errorf("%s: %s %q after level %d", name, n.Data, text(n), level)
				}
				if strings.TrimSpace(text(n)) == "" {
					t.Errorf("%s: empty %s", name, n.Data)
				}
				level = l
			case "script":
				if attr(n, "src") == "" || text(n) != "" {
					t.Errorf("%s: script within the page", name)
				}
			case "style", "iframe", "object", "embed", "base", "form":
				t.Errorf("%s: element %s", name, n.Data)
			case "img":
				if attr(n, "alt") == "" {
					t.Errorf("%s: image without alternative", name)
				}
			case "table":
				if c := n.FirstChild.NextSibling; c == nil || c.Data != "caption" {
					t.Errorf("%s: table without caption", name)
				}
			case "th":
				if s := attr(n, "scope"); s != "col" && s != "row" {
					t.Errorf("%s: th without scope", name)
				}
			}
			for _, a := range n.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "style":
					t.Errorf("%s: attribute %s", name, a.Key)
				case a.Key == "src", a.Key == "href":
					link(t, files, dir, name, n, a.Val)
				case a.Key == "aria-labelledby", a.Key == "for":
					if !ids[a.Val] {
						t.Errorf("%s: %s points at no id %s", name, a.Key, a.Val)
					}
				case a.Key == "aria-label" && strings.TrimSpace(a.Val) == "":
					t.Errorf("%s: empty aria-label", name)
				}
			}
			if n.Data == "a" && strings.TrimSpace(text(n)+attr(n, "aria-label")) == "" {
				t.Errorf("%s: link without a name", name)
			}
		})
		if h1 != 1 || main != 1 {
			t.Errorf("%s: %d h1, %d main", name, h1, main)
		}
		if other, ok := titles[title]; ok && !strings.HasPrefix(name, "pages/") {
			t.Errorf("%s and %s have the title %q", name, other, title)
		}
		titles[title] = name
		if i := strings.Index(text(root), "[no value]"); i >= 0 || strings.Contains(text(root), "<nil>") {
			t.Errorf("%s: a value is missing", name)
		}
	}
}

// link checks that a relative link leads to a file and an id that exist, and
// that nothing is loaded from elsewhere.
func link(t *testing.T, files map[string]*html.Node, dir, name string, n *html.Node, ref string) {
	t.Helper()
	u, err := url.Parse(ref)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if u.IsAbs() || u.Host != "" {
		if n.Data != "a" || u.Scheme != "http" && u.Scheme != "https" {
			t.Errorf("%s: %s loads or leads to %s", name, n.Data, ref)
		}
		return
	}
	target := name
	if u.Path != "" {
		target = path.Join(path.Dir(name), u.Path)
		if _, err := os.Stat(filepath.Join(dir, target)); err != nil || strings.HasPrefix(target, "..") {
			t.Errorf("%s: link to %s: %v", name, ref, err)
			return
		}
	}
	if u.Fragment != "" {
		found := false
		each(files[target], func(n *html.Node) { found = found || attr(n, "id") == u.Fragment })
		if !found {
			t.Errorf("%s: no id for %s", name, ref)
		}
	}
}

func each(n *html.Node, f func(*html.Node)) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode {
			f(d)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func TestHTMLCancelled(t *testing.T) {
	a, opts := sample(t, 50)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := report.WriteHTML(ctx, t.TempDir(), a, opts); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// TestEmpty writes an audit that saw nothing, and one whose catalog is unknown.
func TestEmpty(t *testing.T) {
	a, _ := sample(t, 0)
	a.Issues, a.Site, a.Journeys, a.Status = nil, nil, nil, "interrupted"
	a.Coverage.URLs = nil
	dir := t.TempDir()
	if err := report.WriteHTML(t.Context(), dir, a, report.Options{Lang: "nl"}); err != nil {
		t.Fatal(err)
	}
	verify(t, dir, "nl")
	full, _ := sample(t, 3)
	dir = t.TempDir()
	if err := report.WriteHTML(t.Context(), dir, full, report.Options{}); err != nil {
		t.Fatal(err)
	}
	verify(t, dir, "en")
	for _, format := range report.Formats() {
		for _, a := range []int{0, 3} {
			sampled, _ := sample(t, a)
			var b bytes.Buffer
			if err := report.Write(t.Context(), &b, format, sampled, report.Options{}); err != nil || b.Len() == 0 {
				t.Errorf("%s of %d pages: %v, %d bytes", format, a, err, b.Len())
			}
		}
	}
	if err := report.Write(t.Context(), &bytes.Buffer{}, "xml", full, report.Options{}); err == nil || !slices.Contains(strings.Fields(fmt.Sprint(err)), "json,") {
		t.Errorf("unknown format: %v", err)
	}
}

// TestHTMLChannels reads what the pages about channels and people say.
func TestHTMLChannels(t *testing.T) {
	catalog, err := reporttest.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	a, err := reporttest.Audit(t.Context(), catalog, 8)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	opts := report.Options{Lang: "en", Catalog: catalog, Answers: map[string]report.Answer{"training": {Answer: "partly", Note: "two of five", Who: "M. Diaz", Date: "2026-11-02"}}}
	if err := report.WriteHTML(t.Context(), dir, a, opts); err != nil {
		t.Fatal(err)
	}
	for name, wants := range map[string][]string{
		"channels.html": {"Demander une carte", "document to download", "04 76 00 00 00", "CPSV-AP 3.2", "fully compliant", "Contradicted by what was measured", "1.1.1", "Each page’s own channels", "chosen in the configuration"},
		"people.html":   {"partly", "two of five", "M. Diaz", "10 questions await their answers.", "Services Publics", "easy contact"},
	} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(b), want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
}
