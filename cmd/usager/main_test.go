package main

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/crawler"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"usager": main})
}

// TestScript runs testdata/script. Each script has a web server of its own at
// $SITE, which serves the script's folder "site"; what lies under /slow/ takes
// a second.
func TestScript(t *testing.T) {
	_, noBrowser := crawler.FindChrome("")
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("..", "..", "testdata", "script"),
		Setup: func(env *testscript.Env) error {
			files := http.FileServer(http.Dir(filepath.Join(env.WorkDir, "site")))
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/slow/") {
					time.Sleep(time.Second)
				}
				files.ServeHTTP(w, r)
			}))
			env.Defer(srv.Close)
			for name, value := range map[string]string{
				"SITE": srv.URL, "XDG_DATA_HOME": filepath.Join(env.WorkDir, "data"), "LANG": "en_GB.UTF-8",
				"PATH": os.Getenv("PATH") + string(os.PathListSeparator) + env.Getenv("PATH"),
			} {
				env.Setenv(name, value)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"code": code},
		Condition: func(cond string) (bool, error) {
			switch cond {
			case "browser":
				if noBrowser != nil && os.Getenv("CI") != "" {
					return false, noBrowser
				}
				return noBrowser == nil && !testing.Short(), nil
			case "root":
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("no condition " + cond)
		},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// code runs a command and expects an exit code: code 2 usager audit.
func code(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: code N command [arguments]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// TestTexts finds sentences that lack a language or a placeholder, and those
// that nothing says.
func TestTexts(t *testing.T) {
	var texts map[string]checks.Localized
	if err := yaml.Unmarshal(textsYAML, &texts); err != nil {
		t.Fatal(err)
	}
	for key, l := range texts {
		want := placeholder.FindAllString(l.EN, -1)
		slices.Sort(want)
		for _, lang := range checks.Languages {
			got := placeholder.FindAllString(l.In(lang), -1)
			slices.Sort(got)
			if l.In(lang) == "" || !slices.Equal(got, want) {
				t.Errorf("%s: %s has placeholders %v, en %v", key, lang, got, want)
			}
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, f := range append(files, "text.html") {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(b)
	}
	for key := range texts {
		prefix, _, _ := strings.Cut(key, "-")
		if !strings.Contains(code.String(), `"`+key+`"`) && !strings.Contains(code.String(), `"`+prefix+`-"`) {
			t.Errorf("nothing says %q", key)
		}
	}
}

// TestDefaults reads config.yaml as shipped: the example is the defaults.
func TestDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	s, err := loadSettings("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Crawl.MaxPages != 200 || s.FailOn != "serious" || s.Browser.Width != 1280 || !s.Crawl.Sitemaps || s.delay() != -1 {
		t.Errorf("defaults %+v", s)
	}
	t.Setenv("USAGER_CRAWL_MAX_PAGES", "7")
	t.Setenv("USAGER_BROWSER_STATIC", "true")
	if s, err = loadSettings("", nil); err != nil || s.Crawl.MaxPages != 7 || !s.Browser.Static {
		t.Errorf("the environment is not heard: %+v, %v", s, err)
	}
}

func TestNearest(t *testing.T) {
	for word, want := range map[string]string{"max_page": "crawl.max_pages", "crawl.maxpages": "crawl.max_pages", "lnag": "lang"} {
		if got := nearest(word, []string{"crawl.max_pages", "crawl.max_depth", "lang", "out"}); got != want {
			t.Errorf("nearest to %q is %q, want %q", word, got, want)
		}
	}
}
