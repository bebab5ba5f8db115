package crawler

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.yaml.in/yaml/v3"
)

const thePassword = "pa55 wörd/&"

// A portal lets in who knows the password, with a form that a script enables,
// and forgets sessions after some requests.
type portal struct {
	*httptest.Server
	lasts int // requests that a session lasts; 0: for ever

	mu       sync.Mutex
	sessions map[string]int
	logins   int
	asked    map[string]int
}

func newPortal(t *testing.T, lasts int) *portal {
	t.Helper()
	p := &portal{lasts: lasts, sessions: make(map[string]int), asked: make(map[string]int)}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[r.URL.Path]++
	in := false
	if c, err := r.Cookie("sid"); err == nil {
		if n, ok := p.sessions[c.Value]; ok {
			in = true
			p.sessions[c.Value] = n + 1
			if p.lasts > 0 && n+1 > p.lasts {
				delete(p.sessions, c.Value)
				in = false
			}
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	head := `<!DOCTYPE html><html lang=en><title>` + r.URL.Path + `</title><header><a href=/>Home</a> <a href=/help>Help</a> <a href=/account>Account</a></header>`
	switch {
	case r.URL.Path == "/robots.txt":
		http.NotFound(w, r)
	case r.URL.Path == "/login":
		fmt.Fprint(w, head+`<h1>Sign in</h1><form method=post action=/session><label for=u>Name</label><input id=u name=u><label>Password <input type=password name=p></label>
			<label>Role <select name=role aria-label=Role><option value=a>Guest</option><option value=b>Citizen</option></select></label><button disabled>Sign in</button></form>
			<script>document.querySelector('[name=p]').addEventListener('input', () => document.querySelector('button').disabled = false)</script>`)
	case r.URL.Path == "/session" && r.Method == http.MethodPost:
		if r.FormValue("u") != "ann" || r.FormValue("p") != thePassword || r.FormValue("role") != "b" {
			http.Redirect(w, r, "/login", http.StatusFound)
			return
		}
		p.logins++
		id := fmt.Sprintf("session-%d", p.logins)
		p.sessions[id] = 0
		http.SetCookie(w, &http.Cookie{Name: "sid", Value: id, Path: "/", HttpOnly: true})
		http.Redirect(w, r, "/account", http.StatusFound)
	case r.URL.Path == "/logout", r.URL.Path == "/bye":
		clear(p.sessions)
	case r.URL.Path == "/" || r.URL.Path == "/help":
		if in {
			head += `<a class=me href=/logout>Sign out</a>`
		}
		fmt.Fprint(w, head+`<h1>`+r.URL.Path+`</h1>`+long)
	case strings.HasPrefix(r.URL.Path, "/account"):
		if !in {
			http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.Path), http.StatusFound)
			return
		}
		fmt.Fprintf(w, head+`<a class=me href=/logout>Sign out</a> <a href=/bye>Log off</a><h1>%s</h1>`+long, r.URL.Path)
		for i := range 6 {
			fmt.Fprintf(w, `<a href=/account/%d>%d</a>`, i, i)
		}
	default:
		http.NotFound(w, r)
	}
}

func (p *portal) recipe(t *testing.T) *Recipe {
	t.Helper()
	r, err := ParseRecipe([]byte(`
steps:
  - open: ` + p.URL + `/login
  - fill: "#u"
    text: ann
  - fill: label=Password
    env: PORTAL_PASSWORD
  - fill: label=role
    text: Citizen
  - press: text=Sign in
  - wait_for: a.me
`))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func env(password string) func(string) (string, bool) {
	return func(name string) (string, bool) { return password, name == "PORTAL_PASSWORD" && password != "" }
}

// TestSignIn signs in once, marks the pages that only who is signed in sees,
// follows no link that ends the session, and begins a lost session again.
func TestSignIn(t *testing.T) {
	needChrome(t)
	for _, test := range []struct{ lasts, logins int }{{0, 1}, {8, 2}} {
		t.Run(fmt.Sprintf("lasts=%d", test.lasts), func(t *testing.T) {
			p := newPortal(t, test.lasts)
			c, err := New(Config{Seeds: []string{p.URL + "/"}, Recipe: p.recipe(t), Env: env(thePassword), Tabs: 2}, quiet)
			if err != nil {
				t.Fatal(err)
			}
			got := make(map[string]string)
			for v, err := range c.Visits(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				got[strings.TrimPrefix(v.URL, p.URL)] = fmt.Sprintf("%s %s %v", v.Outcome, v.Rule, v.SignedIn)
				if v.Page != nil && len(v.Page.Find("a.me")) == 0 {
					t.Errorf("%s was seen by a stranger", v.URL)
				}
			}
			want := map[string]string{"/": "audited  false", "/help": "audited  false", "/account": "audited  true", "/logout": "refused sign-out false", "/bye": "refused sign-out false"}
			for i := range 6 {
				want[fmt.Sprintf("/account/%d", i)] = "audited  true"
			}
			for path, w := range want {
				if got[path] != w {
					t.Errorf("%s: %s, want %s", path, got[path], w)
				}
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.logins != test.logins {
				t.Errorf("signed in %d times, want %d", p.logins, test.logins)
			}
			if p.asked["/logout"]+p.asked["/bye"] > 0 {
				t.Error("a link that ends the session was followed")
			}
		})
	}
}

// TestSignedOut loses the session for good: what comes then is not audited as
// if it had been seen by somebody who is signed in.
func TestSignedOut(t *testing.T) {
	needChrome(t)
	p := newPortal(t, 3)
	c, err := New(Config{Seeds: []string{p.URL + "/account"}, Recipe: p.recipe(t), Env: env(thePassword), Tabs: 2}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	out := 0
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if v.Rule == RuleSignedOut {
			out++
		}
		if v.Page != nil && len(v.Page.Find("a.me")) == 0 {
			t.Errorf("%s was seen by a stranger", v.URL)
		}
	}
	if out == 0 || !Stopped(RuleSignedOut) {
		t.Errorf("%d pages after the session was lost", out)
	}
}

// TestSignInFails has the error name the step, and nothing secret.
func TestSignInFails(t *testing.T) {
	needChrome(t)
	p := newPortal(t, 0)
	literal := *p.recipe(t)
	literal.Steps = slices.Clone(literal.Steps)
	literal.Steps[2] = RecipeStep{Fill: "label=Password", Text: "hunter2"}
	for _, test := range []struct {
		name     string
		recipe   *Recipe
		password string
		step     int
		reason   string
	}{
		{"wrong password", p.recipe(t), "wr0ng secret", 6, "does not show"},
		{"no password", p.recipe(t), "", 3, "PORTAL_PASSWORD is not set"},
		{"literal password", &literal, "x", 3, "from the environment only"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := New(Config{Seeds: []string{p.URL + "/"}, Recipe: test.recipe, Env: env(test.password)}, quiet)
			if err != nil {
				t.Fatal(err)
			}
			var last error
			for v, err := range c.Visits(t.Context()) {
				if last = err; v != nil {
					t.Errorf("%s was visited", v.URL)
				}
			}
			var se *SignInError
			if !errors.As(last, &se) || se.Step != test.step || !strings.Contains(se.Reason, test.reason) {
				t.Fatalf("%v", last)
			}
			if strings.Contains(last.Error(), "wr0ng") || strings.Contains(last.Error(), "hunter2") {
				t.Errorf("the error tells a secret: %v", last)
			}
		})
	}
}

// TestBasicBehind marks pages behind basic authentication, and those behind a
// cookie that the configuration has.
func TestBasicBehind(t *testing.T) {
	s := newSite(t, nil)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u, pw, _ := r.BasicAuth()
		c, err := r.Cookie("Preview")
		w.Header().Set("Content-Type", "text/html")
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case r.URL.Path == "/basic" && (u != "ann" || pw != "secret"):
			w.Header().Set("WWW-Authenticate", "Basic")
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/cookie" && (err != nil || c.Value != "yes"):
			w.WriteHeader(http.StatusForbidden)
		default:
			fmt.Fprintf(w, "<title>%[1]s</title><h1>%[1]s</h1><a href=/basic>b</a><a href=/cookie>c</a><a href=/abmelden>x</a>", r.URL.Path)
		}
	})
	c, err := New(Config{Seeds: []string{s.URL + "/"}, Static: true, BasicUser: "ann", BasicPassword: "secret", Cookies: map[string]string{"Preview": "yes"}}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(v.Outcome, v.Rule, " ", strings.TrimPrefix(v.URL, s.URL), " ", v.SignedIn))
	}
	want := []string{"audited / false", "audited /basic true", "audited /cookie true", "refusedsign-out /abmelden false"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestParseRecipe(t *testing.T) {
	for yaml, want := range map[string]string{
		"": "it is empty", "steps: []": "no steps", "a: 1": "field a not found", "steps: [{press: x}]": "step 1 must open",
		"steps: [{open: 'https://a/'}]":                                                    "the last, must wait_for",
		"steps: [{open: 'ftp://a/'}, {wait_for: a}]":                                       "step 1: open",
		"steps: [{open: 'https://a/', press: b}, {wait_for: a}]":                           "write one of",
		"steps: [{open: 'https://a/'}, {fill: a}, {wait_for: a}]":                          "say what to fill in",
		"steps: [{open: 'https://a/'}, {fill: a, env: A, text: b}, {wait_for: a}]":         "say what to fill in",
		"steps: [{open: 'https://a/'}, {fill: a, env: $A}, {wait_for: a}]":                 "name of an environment variable",
		"steps: [{open: 'https://a/'}, {press: 'a[['}, {wait_for: a}]":                     "step 2: this is not a CSS selector",
		"steps: [{open: 'https://a/'}, {press: 'text= '}, {wait_for: a}]":                  "no words",
		"steps: [{open: 'https://a/'}, {wait_for: label=x}]":                               "signed_in",
		"steps: [{open: 'https://a/'}, {wait_for: a}]\nsigned_in: '>>'":                    "signed_in",
		"steps: [{open: 'https://a/'}, {wait_for: a}]\ncheck: nowhere":                     "check",
		"steps: [{open: 'https://a/'}, {wait_for: a}]\n---\nsteps: [{open: 'https://a/'}]": "more than one document",
	} {
		if _, err := ParseRecipe([]byte(yaml)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", yaml, err, want)
		}
	}
}

func FuzzRecipe(f *testing.F) {
	f.Add([]byte("steps:\n- open: https://example.org/login\n- fill: '#u'\n  env: USER_NAME\n- fill: label=Code\n  text: x\n- press: text=Go\n- wait_for: a.out\nsigned_in: text=Bye\ncheck: https://example.org/me"))
	f.Add([]byte("steps: &a [{open: 'http://a'}, {wait_for: ':is(a, b) > [c]'}]\n"))
	f.Add([]byte("- {}"))
	f.Add([]byte("steps: [{open: http://a}, {wait_for: !!binary aGk=}]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := ParseRecipe(b)
		if err != nil {
			return
		}
		if len(r.Steps) < 1 || len(r.Steps) > maxRecipeSteps || r.SignedIn == "" {
			t.Errorf("%+v", r)
		}
		for _, s := range r.Steps {
			if s.Env != "" && (!envName.MatchString(s.Env) || s.Fill == "") {
				t.Errorf("%+v", s)
			}
		}
		out, err := yaml.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParseRecipe(out)
		if err != nil || len(again.Steps) != len(r.Steps) || again.SignedIn != r.SignedIn || again.Check != r.Check {
			t.Errorf("%s\nread back: %+v, %v", out, again, err)
		}
	})
}
