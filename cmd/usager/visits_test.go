package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/crawler"
)

// An auditor runs usager on one site, with a store and a report of its own.
type auditor struct {
	t          *testing.T
	store, out string
}

func newAuditor(t *testing.T) *auditor {
	dir := t.TempDir()
	return &auditor{t, filepath.Join(dir, "store"), filepath.Join(dir, "report")}
}

// run runs usager and returns what it said.
func (a *auditor) run(want int, args ...string) string {
	a.t.Helper()
	var stdout, stderr strings.Builder
	args = append(args, "--store", a.store, "--out", a.out, "--lang", "en")
	if code := run(a.t.Context(), args, nil, &stdout, &stderr); code != want {
		a.t.Fatalf("usager %s: exit code %d, want %d\n%s", strings.Join(args, " "), code, want, stderr.String())
	}
	return stdout.String() + stderr.String()
}

// told is what the tests read of audit.json.
type told struct {
	ID       string         `json:"id"`
	Manifest audit.Manifest `json:"manifest"`
	Coverage audit.Coverage `json:"coverage"`
	Pages    []struct {
		URL      string        `json:"url"`
		SignedIn bool          `json:"signed_in"`
		Banner   *audit.Banner `json:"banner"`
		Inputs   string        `json:"inputs"`
		Results  []struct {
			Check    string `json:"check"`
			Findings []struct {
				While    string `json:"while"`
				Unstable bool   `json:"unstable"`
				HTML     string `json:"html"`
			} `json:"findings"`
		} `json:"results"`
	} `json:"pages"`
}

// result reads audit.json.
func (a *auditor) result() (got told) {
	a.t.Helper()
	b, err := os.ReadFile(filepath.Join(a.out, "audit.json"))
	if err == nil {
		err = json.Unmarshal(b, &got)
	}
	if err != nil {
		a.t.Fatal(err)
	}
	return got
}

func (a *auditor) report(name string) string {
	a.t.Helper()
	b, err := os.ReadFile(filepath.Join(a.out, name))
	if err != nil {
		a.t.Fatal(err)
	}
	return string(b)
}

func needBrowser(t *testing.T) {
	t.Helper()
	if _, err := crawler.FindChrome(""); err != nil || testing.Short() {
		t.Skip("takes a browser")
	}
}

// TestSecrets signs in and resumes nothing secret: neither the password nor the
// session nor a cookie of the settings is in the store, the report or what is
// said.
func TestSecrets(t *testing.T) {
	needBrowser(t)
	const password, session, preview = "s3cretPassw0rd", "s3cretSess10n", "s3cretPreview"
	t.Setenv("PORTAL_PASSWORD", password)
	t.Setenv("PREVIEW", preview)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		head := `<!DOCTYPE html><html lang=en><title>` + r.URL.Path + `</title><main><h1>Town</h1>`
		if c, err := r.Cookie("preview"); err != nil || c.Value != preview || r.Header.Get("X-Preview") != preview {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		c, err := r.Cookie("sid")
		in := err == nil && c.Value == session
		switch {
		case r.URL.Path == "/login" && r.Method == http.MethodPost && r.FormValue("p") == password:
			http.SetCookie(w, &http.Cookie{Name: "sid", Value: session, Path: "/"})
			http.Redirect(w, r, "/me", http.StatusFound)
		case r.URL.Path == "/login":
			fmt.Fprint(w, head+`<form method=post><label>Password <input type=password name=p></label><button>Go</button></form>`)
		case r.URL.Path == "/me" && !in:
			http.Redirect(w, r, "/login", http.StatusFound)
		case r.URL.Path == "/" || r.URL.Path == "/me":
			if in {
				http.SetCookie(w, &http.Cookie{Name: "sid", Value: session, Path: "/"}) // anew with each page
				head += `<a id=out href=/logout>Sign out</a>`
			}
			fmt.Fprint(w, head+`<p>All that the town has to say to you.</p><a href=/me>Me</a>`)
		default:
			http.NotFound(w, r)
		}
	}))
	defer srv.Close()
	a := newAuditor(t)
	dir := filepath.Dir(a.store)
	recipe, config := filepath.Join(dir, "recipe.yaml"), filepath.Join(dir, "config.yaml")
	for name, text := range map[string]string{
		recipe: "steps:\n- open: " + srv.URL + "/login\n- fill: label=Password\n  env: PORTAL_PASSWORD\n- press: text=Go\n- wait_for: '#out'\n",
		config: "login:\n  recipe: " + recipe + "\n  cookies: ['preview=${PREVIEW}']\ncrawl:\n  headers: {x-preview: '${PREVIEW}'}\n",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	said := a.run(exitOK, "audit", srv.URL, "--config", config, "--fail-on", "none", "--probes", "none", "--live", "none", "--verbose")
	got := a.result()
	behind := make(map[string]bool)
	for _, p := range got.Pages {
		behind[strings.TrimPrefix(p.URL, srv.URL)] = p.SignedIn
	}
	if len(behind) != 2 || !behind["/me"] || got.Coverage.Rules[crawler.RuleSignOut] != 1 {
		t.Errorf("pages %v, rules %v", behind, got.Coverage.Rules)
	}
	if !strings.Contains(a.report("pages.html"), "behind sign-in") {
		t.Error("the report does not tell the page behind the sign-in")
	}
	for _, secret := range []string{password, session, preview} {
		if strings.Contains(said, secret) {
			t.Errorf("%s was said", secret)
		}
		for _, name := range holding(t, dir, secret) {
			t.Errorf("%s is in %s", secret, name)
		}
	}
	if slices.Contains(holding(t, dir, "All that the town has to say"), "") {
		t.Error("files are not read")
	}
	if len(holding(t, dir, "All that the town has to say")) < 2 {
		t.Error("the search finds nothing, not even the text of the pages")
	}

	t.Setenv("PORTAL_PASSWORD", "")
	if said := a.run(exitUsage, "audit", srv.URL, "--config", config); !strings.Contains(said, "PORTAL_PASSWORD") {
		t.Errorf("the variable is not named: %s", said)
	}
	t.Setenv("PORTAL_PASSWORD", "wrong-"+password)
	if said := a.run(exitError, "audit", srv.URL, "--config", config); !strings.Contains(said, "step 4") || strings.Contains(said, password) {
		t.Errorf("said %q", said)
	}
	if said := a.run(exitUsage, "audit", srv.URL, "--config", config, "--static"); !strings.Contains(said, "browser") {
		t.Errorf("said %q", said)
	}
}

// holding lists the files and rows below a folder that hold a text, compressed
// or not.
func holding(t *testing.T, dir, text string) (names []string) {
	t.Helper()
	dec, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer dec.Close()
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".zst") {
			if b, err = dec.DecodeAll(b, nil); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
		if bytes.Contains(b, []byte(text)) {
			names = append(names, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := suite.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	s, err := audit.Open(t.Context(), filepath.Join(dir, "store"), catalog)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		a, err := s.Load(t.Context(), x.ID)
		if err != nil {
			t.Fatal(err)
		}
		for p, err := range a.Pages(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			v, err := s.Visit(t.Context(), x.ID, p.URL)
			if err != nil {
				t.Fatal(err)
			}
			b, err := json.Marshal([]any{p, p.Facts})
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(append(b, v...), []byte(text)) {
				names = append(names, x.ID+" "+p.URL)
			}
		}
	}
	return names
}

// TestUnstable visits each page twice: what is there on one visit only is marked
// and fails no build, what is there on both does.
func TestUnstable(t *testing.T) {
	n := 0
	always := ""
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		n++
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		body := always
		if n%2 == 0 {
			body += `<img src="a.png">`
		}
		fmt.Fprintf(w, `<!DOCTYPE html><html lang="en"><title>Town hall of Smallville</title><main><h1>Town hall</h1>%s</main></html>`, body)
	}))
	defer srv.Close()
	a := newAuditor(t)
	a.run(exitFindings, "audit", srv.URL, "--static", "--visits", "1", "--fail-on", "moderate") // what the site as a whole lacks
	time.Sleep(time.Second)                                                                     // audits are told apart by the second they began in
	n = 0
	a.run(exitOK, "audit", srv.URL, "--static", "--visits", "2", "--fail-on", "moderate", "--baseline", "last")
	marked := 0
	for _, r := range a.result().Pages[0].Results {
		for _, f := range r.Findings {
			if f.Unstable {
				marked++
			}
			if (r.Check == "image-name") != f.Unstable {
				t.Errorf("%s: unstable %v", r.Check, f.Unstable)
			}
		}
	}
	if marked != 1 || !strings.Contains(a.report("issues.html"), "unstable") {
		t.Errorf("%d findings are marked, in the report: %v", marked, strings.Contains(a.report("issues.html"), "unstable"))
	}
	always = `<a href="/#x"></a>`
	a.run(exitFindings, "audit", srv.URL, "--static", "--visits", "2", "--fail-on", "moderate", "--baseline", a.result().ID)
	a.run(exitUsage, "audit", srv.URL, "--static", "--visits", "3")
}
