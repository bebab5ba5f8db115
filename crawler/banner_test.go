package crawler

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/usager/usager/page"
)

// A consentSite shows a banner until a visitor has the cookie "choice", and
// keeps what was chosen.
type consentSite struct {
	*httptest.Server
	mu      sync.Mutex
	choices []string // that came with requests for pages
}

// newConsentSite serves pages with a banner, which JavaScript shows unless
// there is a choice, at the n-th local address: cookies do not tell ports apart.
// Its controls call choose(what).
func newConsentSite(t *testing.T, n int, banner string) *consentSite {
	t.Helper()
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.%d:0", n+2))
	if err != nil {
		t.Skip(err) // a system with one local address only
	}
	s := &consentSite{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := r.Cookie("choice")
		s.mu.Lock()
		if err == nil {
			s.choices = append(s.choices, c.Value)
		}
		s.mu.Unlock()
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
			return
		case "/consent":
			if r.Method != http.MethodGet {
				s.mu.Lock()
				s.choices = append(s.choices, "posted")
				s.mu.Unlock()
			}
			http.SetCookie(w, &http.Cookie{Name: "choice", Value: r.URL.Query().Get("choice"), Path: "/"})
			http.Redirect(w, r, "/", http.StatusFound)
			return
		case "/", "/a", "/b", "/c":
		default:
			http.NotFound(w, r)
			return
		}
		shown := banner
		if err == nil {
			shown = ""
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><html lang=en><title>Page %[1]s</title><body>%[2]s<script>
			function choose(what) { document.cookie = 'choice=' + what + ';path=/'; const b = document.querySelector('#banner, .banner, #didomi-notice'); if (b) b.remove() }
			</script><header><a href=/>Home</a> <a href=/a>A</a> <a href=/b>B</a> <a href=/c>C</a></header><main><h1>Page %[1]s</h1>%[3]s</main>`,
			r.URL.Path, shown, long)
	}))
	_ = s.Listener.Close()
	s.Listener = l
	s.Start()
	t.Cleanup(s.Close)
	return s
}

const overlay = ` style="position:fixed;bottom:0;left:0;right:0;background:#fff;padding:1em"`

// TestBanner meets banners of all kinds. A banner that can be refused is on the
// first page only, and no choice but "no" ever reaches the server.
func TestBanner(t *testing.T) {
	needChrome(t)
	tests := []struct {
		name, banner string
		refused      bool
	}{
		{"fr", `<div class=banner` + overlay + `><p>Ce site utilise des cookies.</p><button onclick="choose('yes')">Tout accepter</button><button onclick="choose('no')">Continuer sans accepter →</button></div>`, true},
		{"nl", `<div class=banner role=dialog aria-label=Cookies><p>Wij gebruiken cookies.</p><button onclick="choose('yes')">Alles accepteren</button><button onclick="choose('no')">Alleen noodzakelijke cookies</button></div>`, true},
		{"de", `<div class=banner id=banner` + overlay + `><p>Wir verwenden Cookies.</p><a href=# onclick="choose('yes')">Alle akzeptieren</a><a href=# onclick="choose('no');return false">Nur notwendige Cookies akzeptieren</a></div>`, true},
		{"en", `<section class="cookie-bar banner"><p>We use cookies.</p><input type=button value="Accept" onclick="choose('yes')"><input type=button value="Reject all" onclick="choose('no')"></section>`, true},
		{"manager", `<div id=didomi-notice` + overlay + `><p>Nos partenaires…</p><button onclick="choose('yes')">Oui</button><span class=didomi-continue-without-agreeing onclick="choose('no')">Passer</span></div>`, true},
		{"settings", `<div id=banner` + overlay + `><p>Cookies</p><button onclick="choose('yes')">Accepter</button><button onclick="this.parentNode.innerHTML='<p>Choisissez vos cookies</p><button onclick=choose(\'no\')>Tout refuser</button><button onclick=choose(\'yes\')>Tout accepter</button>'">Paramétrer les cookies</button></div>`, true},
		{"shadow", `<div id=banner></div><script>const r = document.querySelector('#banner').attachShadow({mode: 'open'}); r.innerHTML = '<div` + overlay + `><p>We use cookies</p><button id=y>Accept all</button><button id=n>Decline</button></div>'; r.querySelector('#n').onclick = () => choose('no'); r.querySelector('#y').onclick = () => choose('yes')</script>`, true},
		{"link", `<div id=banner` + overlay + `><p>Des cookies ?</p><a href="/consent?choice=yes">J’accepte</a> <a href="/consent?choice=no">Je refuse</a></div>`, true},
		{"own selector", `<div id=banner` + overlay + `><p>Cookies</p><button onclick="choose('yes')">Accept</button><button class=x onclick="choose('no')">Grumpf</button></div>`, true},
		{"own words", `<div id=banner` + overlay + `><p>Cookies</p><button onclick="choose('yes')">Accept</button><button onclick="choose('no')">Grumpf (!)</button></div>`, true},
		{"accept only", `<div id=banner` + overlay + `><p>We use cookies</p><button onclick="choose('yes')">OK, got it</button></div>`, false},
		{"own accepts", `<div id=banner` + overlay + `><p>We use cookies</p><button id=y onclick="choose('yes')">I agree</button></div>`, false},
		{"form", `<form id=banner method=post action="/consent?choice=no"` + overlay + `><p>We use cookies</p><button>Reject</button></form>`, false},
		{"stubborn", `<div id=banner` + overlay + `><p>We use cookies</p><button>Reject</button><button onclick="choose('yes')">Accept</button></div>`, false},
	}
	cfg := Config{Banners: true, Refuse: []string{"#banner .x", "text=Grumpf (!)", "#y"}, Quiet: 300 * time.Millisecond}
	var all []*consentSite
	for n, test := range tests {
		all = append(all, newConsentSite(t, n, test.banner))
		cfg.Seeds = append(cfg.Seeds, all[n].URL+"/")
	}
	c, err := New(cfg, quiet)
	if err != nil {
		t.Fatal(err)
	}
	pages, met := make([]int, len(all)), make([]int, len(all))
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		n := slices.IndexFunc(all, func(s *consentSite) bool { return strings.HasPrefix(v.URL, s.URL+"/") })
		test, first := tests[n], v.URL == all[n].URL+"/"
		if v.Outcome != Audited {
			t.Errorf("%s: %s %s %s", test.name, v.URL, v.Outcome, v.Reason)
			continue
		}
		const banner = "#banner, .banner, #didomi-notice"
		pages[n]++
		if has := len(v.Page.Find(banner)) > 0; has == test.refused {
			t.Errorf("%s: %s has a banner: %v", test.name, v.URL, has)
		}
		if v.Met != nil {
			met[n]++
			if len(v.Met.Find(banner)) == 0 || !first || v.Met.Inputs&page.Style == 0 {
				t.Errorf("%s: %s as it was met has %d banners, inputs %s", test.name, v.URL, len(v.Met.Find(banner)), v.Met.Inputs)
			}
		}
		if first && (v.Banner == nil || v.Banner.Refused != test.refused || !test.refused && v.Banner.Problem == "") {
			t.Errorf("%s: %+v", test.name, v.Banner)
		}
	}
	for n, s := range all {
		test := tests[n]
		if pages[n] != 4 || met[n] != 1 && test.refused || met[n] != 0 && !test.refused {
			t.Errorf("%s: %d pages, %d as they were met", test.name, pages[n], met[n])
		}
		s.mu.Lock()
		if slices.ContainsFunc(s.choices, func(c string) bool { return c != "no" }) || test.refused && len(s.choices) < 3 {
			t.Errorf("%s: the server heard %q", test.name, s.choices)
		}
		s.mu.Unlock()
	}
}

// TestConsentWallBehind audits what is behind a wall that lets itself be refused.
func TestConsentWallBehind(t *testing.T) {
	needChrome(t)
	s := newSite(t, map[string]string{"/": `<!DOCTYPE html><title>Cookies</title><script>
		if (document.cookie) document.write('<title>Town</title><main><h1>Town</h1>` + long + `</main>');
		else document.write('<h1>Wij gebruiken cookies</h1><div id=cookie-wall><p>Cookies</p><button>Alles accepteren</button><button onclick="document.cookie=\'c=no\';document.body.innerHTML=\'<main><h1>Stad</h1>` + long + `</main>\'">Weigeren</button></div>')
		</script>`})
	for _, refuse := range []bool{true, false} {
		got, err := s.crawl(t, Config{Banners: refuse})
		if refuse {
			want(t, got, "audited /")
		} else if err == nil || !strings.Contains(err.Error(), "offers") {
			t.Errorf("without refusal: %v, %v", got, err)
		}
	}
}

// TestBannerPatterns compiles every pattern and tries the words of the list on
// controls.
func TestBannerPatterns(t *testing.T) {
	p := knownBanners()
	compile := func(lists ...[]string) (all []*regexp.Regexp) {
		for _, l := range lists {
			for _, s := range l {
				all = append(all, regexp.MustCompile(`^(?:`+s+`)$`))
			}
		}
		return all
	}
	if len(p.Refuse) != 4 || len(p.Settings) != 4 || len(p.Managers) < 20 {
		t.Fatalf("%d languages, %d managers", len(p.Refuse), len(p.Managers))
	}
	var all, accept []*regexp.Regexp
	for _, lang := range []string{"fr", "nl", "de", "en"} {
		all = append(all, compile(p.Refuse[lang])...)
		compile(p.Settings[lang])
	}
	accept = compile(p.Accept)
	any := func(list []*regexp.Regexp, s string) bool {
		return slices.ContainsFunc(list, func(re *regexp.Regexp) bool { return re.MatchString(phrase(s)) })
	}
	for _, s := range []string{
		"Tout refuser", "Refuser", "Je refuse", "Continuer sans accepter", "Refuser tous les cookies", "Non merci", "Refuser et fermer", "Uniquement les cookies nécessaires", "Accepter uniquement les cookies essentiels",
		"Alles weigeren", "Weigeren", "Weiger alle cookies", "Alleen noodzakelijke cookies", "Nee, bedankt", "Enkel essentiële cookies aanvaarden", "Doorgaan zonder te accepteren",
		"Alle ablehnen", "Ablehnen", "Nur notwendige Cookies", "Nein, danke", "Nur erforderliche Cookies zulassen", "Weiter ohne Einwilligung", "Ich lehne ab",
		"Reject all", "Decline", "Only necessary", "Use necessary cookies only", "No, thanks", "Accept only essential cookies", "Continue without accepting", "Reject additional cookies", "Do not accept",
	} {
		if !any(all, strings.ReplaceAll(s, ",", "")) {
			t.Errorf("%q does not refuse", s)
		}
	}
	for _, s := range []string{
		"Tout accepter", "J’accepte", "OK", "D'accord", "Accepter et continuer", "Alles accepteren", "Akkoord", "Alle akzeptieren", "Zustimmen", "Alle zulassen", "Accept all cookies", "Got it", "I agree", "Allow all",
	} {
		if any(all, s) || !any(accept, s) {
			t.Errorf("%q: refuses %v, accepts %v", s, any(all, s), any(accept, s))
		}
	}
}
