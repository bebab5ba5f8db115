package crawler

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/usager/usager/page"
	"github.com/usager/usager/testdata/sites"
)

const (
	siteHead   = `<header><a href=/>Home</a><nav><a href=/a>A</a><a href=/b>B</a><a href=/c>C</a></nav></header>`
	loginForm  = `<form method=post><label>E-mail <input name=u></label><label>Password <input type=password name=p></label><button>OK</button></form>`
	challenge  = `<title>Just a moment...</title><h1>example.org</h1><p>Verifying you are human.<script>window._cf_chl_opt={}</script>`
	plainWords = ` Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna aliqua`
)

// long is more text than any page has that stands in the place of another.
var long = "<p>" + strings.Repeat(plainWords, 20)

// TestRecognise expects each page under its rule, and the others audited.
func TestRecognise(t *testing.T) {
	pages := map[string]string{
		"/robots.txt": "!404",
		// recognised
		"login fr login-page":     `<title>Connexion – Mon espace</title>` + siteHead + `<main><h1>Connexion</h1>` + loginForm,
		"login nl login-page":     `<title>Mijn dossier</title><h1>Meld u aan</h1>` + loginForm,
		"login de login-page":     `<title>Portal</title><h1>Bitte melden Sie sich an</h1>` + loginForm,
		"login en login-page":     `<title>Sign in</title>` + loginForm,
		"login bare login-page":   `<title>Extranet</title>` + loginForm,
		"login eid login-page":    `<title>Aanmelden bij de online overheid</title><h1>Aanmelden</h1><a href=/x>Aanmelden met itsme</a>`,
		"waf one waf":             challenge,
		"waf two waf":             `<title>Access Denied</title><h1>Access Denied</h1>You don't have permission to access this server. Reference #18.2`,
		"waf three waf":           `<html><head><script src="https://geo.captcha-delivery.com/captcha.js"></script></head><body><p>Please enable JS and disable any ad blocker</p>`,
		"consent fr consent-wall": `<title>Cookies</title><h1>Nous respectons votre vie privée</h1><p>Avec nos partenaires.</p><button>Tout accepter</button><button>Refuser</button>`,
		"consent nl consent-wall": `<title>Voordat u verdergaat</title><p>Wij gebruiken cookies</p><form action=/x><input type=submit value="Alles accepteren"></form>`,
		"consent de consent-wall": `<title>Datenschutz</title><h1>Wir verwenden Cookies</h1><button>Alle akzeptieren</button>`,
		"soft fr soft-404":        `<title>Page introuvable | Ville</title>` + siteHead + `<h1>Page introuvable</h1><p>Oups.`,
		"soft nl soft-404":        `<title>Stad</title>` + siteHead + `<h1>Pagina niet gevonden</h1>`,
		"soft de soft-404":        `<title>Fehler 404</title>` + siteHead + `<h1>Diese Seite existiert nicht</h1>`,
		"soft en soft-404":        `<title>Error 404 - Town</title>` + siteHead + `<p>Sorry.`,
		"soft status status":      `!404 <title>Page not found</title><h1>Page not found</h1>`,
		"error fr error-page":     `<title>Une erreur est survenue</title>` + siteHead + `<h1>Erreur 500</h1>`,
		"error en error-page":     `<title>503 Service Unavailable</title><h1>Service Unavailable</h1>`,
		"error de error-page":     `<title>Stadt</title>` + siteHead + `<h1>Es ist ein Fehler aufgetreten</h1><p>Bitte später.`,
		// content, though it looks alike
		"keep home with login":     `<title>Town</title>` + siteHead + loginForm + `<main><h1>Welcome</h1>` + long,
		"keep about login":         `<title>Connexion</title>` + siteHead + `<h1>Connexion</h1><p>Comment se connecter à votre espace ?` + long,
		"keep register":            `<title>Créer un compte</title>` + siteHead + `<h1>Créer un compte</h1><form><input name=a><input name=b><input name=c><input name=d><input type=password><input type=password><button>OK</button></form>`,
		"keep new password":        `<title>Log in</title>` + siteHead + `<h1>Choose a password</h1><form><input name=a><input type=password autocomplete=new-password><button>OK</button></form>`,
		"keep cookies policy":      `<title>Cookies</title>` + siteHead + `<main><h1>Cookies</h1><p>Ce site utilise des cookies.` + long + `<button>Tout accepter</button>`,
		"keep short cookies":       `<title>Cookies</title>` + siteHead + `<main><h1>Cookies</h1><p>Nous en avons deux.</p><button>Tout accepter</button>`,
		"keep banner":              `<title>Ville</title>` + siteHead + `<div role=dialog><h2>Cookies</h2><button>Tout accepter</button></div><h1>Ville</h1>` + long,
		"keep article on 404":      `<title>Page introuvable : que faire ?</title>` + siteHead + `<h1>Page introuvable</h1>` + long,
		"keep lost property":       `<title>Objets perdus</title>` + siteHead + `<h1>Not found your keys?</h1><p>Ask at the counter.`,
		"keep mistakes":            `<title>Erreurs</title>` + siteHead + `<h1>Erreurs fréquentes</h1><p>Voici.`,
		"keep security check":      `<title>Security check</title>` + siteHead + `<h1>Security check at the airport</h1><p>Bring your passport and your boarding pass.`,
		"keep maintenance":         `<title>Onderhoud</title>` + siteHead + `<h1>Onderhoud</h1><p>Onderhoud van wegen.`,
		"keep captcha in a form":   `<title>Contact</title>` + siteHead + `<h1>Contact</h1><form><input name=a><script src=https://challenges.cloudflare.com/turnstile.js></script></form>` + plainWords,
		"keep search":              `<title>Recherche</title>` + siteHead + `<h1>Recherche</h1><form><input type=search name=q></form>`,
		"keep password change":     `<title>Profil</title>` + siteHead + `<h1>Changer</h1><form><input type=password><input type=password><input type=password></form>`,
		"keep identification":      `<title>Identification</title>` + siteHead + `<h1>Identification</h1><p>L'identification des chiens est obligatoire.`,
		"keep five hundred":        `<title>500 ans d'histoire</title>` + siteHead + `<h1>500 ans</h1><p>La ville.`,
		"keep empty search result": `<title>Recherche</title>` + siteHead + `<h1>Recherche</h1><p>Page not found in the index.`,
	}
	s := newSite(t, map[string]string{"/robots.txt": "!404"})
	var home strings.Builder
	want := make(map[string]string)
	i := 0
	for name, source := range pages {
		if strings.HasPrefix(name, "/") {
			continue
		}
		path := fmt.Sprintf("/page-%d", i)
		i++
		fmt.Fprintf(&home, "<a href=%s>x</a>", path)
		s.pages[path] = source
		words := strings.Fields(name)
		want[s.URL+path] = "audited  " + name
		if words[0] != "keep" {
			outcome := "refused"
			if words[len(words)-1] == RuleStatus {
				outcome = "failed"
			}
			want[s.URL+path] = outcome + " " + words[len(words)-1] + " " + name
		}
	}
	s.pages["/"] = "<title>Home</title>" + home.String() + long
	for _, static := range []bool{true, false} {
		t.Run(fmt.Sprintf("static=%v", static), func(t *testing.T) {
			if !static {
				needChrome(t)
			}
			c, err := New(Config{Seeds: []string{s.URL}, Static: static}, quiet)
			if err != nil {
				t.Fatal(err)
			}
			for v, err := range c.Visits(t.Context()) {
				if err != nil {
					t.Fatal(err)
				}
				w, ok := want[v.URL]
				if !ok {
					continue
				}
				got := string(v.Outcome) + " " + v.Rule
				if !strings.HasPrefix(w, got+" ") {
					t.Errorf("got %q (%s), want %q", got, v.Reason, w)
				}
			}
		})
	}
}

// TestSoft404 has a site answer every address with 200.
func TestSoft404(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		body := "Nous ne trouvons rien à l'adresse " + r.URL.Path + ". Utilisez le menu ou la recherche, ou appelez-nous."
		switch r.URL.Path {
		case "/":
			body = "<a href=/gone>g</a><a href=/real>r</a><a href=/alike>a</a>" + long
		case "/real":
			body = "<h1>Carte d'identité</h1><p>Prenez rendez-vous."
		case "/alike":
			body = "Nous trouvons tout à cette adresse. La mairie est ouverte le lundi et le mardi, et vous répond."
		case "/robots.txt":
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, "<title>Ville</title>"+siteHead+"<main>"+body)
	}))
	defer srv.Close()
	s := &site{Server: srv}
	got, err := s.crawl(t, Config{Static: true, Exclude: []string{"/[abc]$"}})
	if err != nil {
		t.Fatal(err)
	}
	got = slices.DeleteFunc(got, func(l string) bool { return strings.HasSuffix(l, RuleExclude) })
	want(t, got, "audited /", "refused /gone soft-404", "audited /real", "audited /alike")
}

// TestRecogniseStatus looks at answers that have an error status anyway.
func TestRecogniseStatus(t *testing.T) {
	s := newSite(t, map[string]string{
		"/":          "<a href=/waf>w</a><a href=/login>l</a><a href=/forbidden>f</a>" + long,
		"/waf":       "!403 " + challenge,
		"/login":     "!401 <title>Login</title>" + loginForm,
		"/forbidden": "!403 <title>Forbidden</title><p>no",
	})
	got, err := s.crawl(t, Config{Static: true})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "refused /waf waf", "refused /login login-page", "failed /forbidden status")
}

// TestLoginSeed gives a page to sign in as the start, and in a list.
func TestLoginSeed(t *testing.T) {
	s := newSite(t, map[string]string{"/": "<title>Login</title>" + loginForm, "/gone": "<title>Page not found</title><h1>Page not found</h1>"})
	_, err := s.crawl(t, Config{Static: true})
	var ue *UnreachableError
	if !errors.As(err, &ue) || ue.Rule != RuleLogin {
		t.Errorf("got %v", err)
	}
	got, err := s.crawl(t, Config{Static: true, URLList: []string{s.URL + "/", s.URL + "/gone"}})
	if err != nil {
		t.Fatal(err)
	}
	want(t, got, "audited /", "refused /gone soft-404")
}

// TestRecogniseNothing looks at every page of the demonstration site, and at
// other sites if they are there: what is content must not be lost.
func TestRecogniseNothing(t *testing.T) {
	w := &walk{Crawler: &Crawler{}}
	check := func(name string, source []byte) {
		p, err := page.Parse("http://example.org/"+name, strings.NewReader(string(source)))
		if err != nil {
			return
		}
		resp := &response{status: 200, header: http.Header{}, body: source, whole: true}
		if rule, reason := w.recognise(context.Background(), &entry{url: p.URL, seed: true}, resp, look(p)); rule != "" {
			t.Errorf("%s: %s, %s", name, rule, reason)
		}
	}
	n := 0
	for _, version := range []string{sites.Broken, sites.Repaired} {
		site, err := sites.Commune(version)
		if err != nil {
			t.Fatal(err)
		}
		err = fs.WalkDir(site, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".html") {
				return err
			}
			b, err := fs.ReadFile(site, path)
			n++
			check(version+"/"+path, b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if more := os.Getenv("USAGER_PAGES"); more != "" {
		err := filepath.WalkDir(more, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".html") {
				return err
			}
			b, err := os.ReadFile(path)
			n++
			check(path, b)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d pages", n)
}

// TestNoTrap walks many pages that are none.
func TestNoTrap(t *testing.T) {
	s := newSite(t, nil)
	s.pages = map[string]string{}
	var home strings.Builder
	for i := range 60 {
		for _, path := range []string{fmt.Sprintf("/page/%d", i), fmt.Sprintf("/news/2024-01-%02d", i%28+1), fmt.Sprintf("/index.php?id=%d", i)} {
			fmt.Fprintf(&home, "<a href='%s'>x</a>", path)
			s.pages[path] = fmt.Sprintf("<title>%s</title><p>%s", path, strings.Repeat("x", i+1))
		}
	}
	s.pages["/"] = home.String()
	got, err := s.crawl(t, Config{Static: true, MaxPages: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range got {
		if !strings.HasPrefix(l, "audited") {
			t.Error(l)
		}
	}
	if len(got) != 149 {
		t.Errorf("%d visits", len(got))
	}
}
