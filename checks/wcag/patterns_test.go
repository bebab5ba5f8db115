package wcag

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
)

// TestPatterns drives widgets that are written by the book: menus, tabs,
// dialogs, accordions, tooltips, lists and forms that work with every key they
// must. No check that looks at what came of it may report anything.
func TestPatterns(t *testing.T) {
	if testing.Short() {
		t.Skip("needs Chromium; -short")
	}
	if _, err := crawler.FindChrome(""); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	b, err := crawler.StartBrowser(t.Context(), crawler.Config{Narrow: true, Zoom: true, Probes: crawler.ProbesAll, Tabs: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Stop)
	files, err := filepath.Glob("../../testdata/patterns/*.html")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	works := map[string]bool{"dialog-modal": true, "dialog-native": true, "accordion": true, "menu-button": true, "navigation": true}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".html")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			h := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
			p, err := b.Render(t.Context(), &page.Page{URL: "http://patterns.test/" + name, Status: 200, Header: h}, src)
			if err != nil {
				t.Fatal(err)
			}
			operated := false
			for _, c := range Family.Checks {
				if c.Run == nil || c.Needs < page.Keyboard {
					continue
				}
				if !p.Inputs.Has(c.Needs) {
					t.Errorf("%s: the page lacks %s", c, c.Needs&^p.Inputs)
					continue
				}
				passed, findings := checks.Verdicts(p, c)
				for _, f := range findings {
					t.Errorf("%s: %s %s %s %v", p.Selector(f.Node), c, f.Outcome, f.Message.Key, f.Message.Args)
				}
				operated = operated || len(passed) > 0 && (c == expanderKeyboard || c == dialogFocus)
			}
			if works[name] && !operated {
				t.Error("no control of the page was operated")
			}
		})
	}
}
