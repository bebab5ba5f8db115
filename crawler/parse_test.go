package crawler

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/page"
)

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://Example.ORG":                                "http://example.org/",
		"https://example.org:443/a#top":                     "https://example.org/a",
		"http://example.org:8080/":                          "http://example.org:8080/",
		"http://example.org./a/./b/../c/":                   "http://example.org/a/c/",
		"http://example.org/a/..":                           "http://example.org/",
		"http://example.org/../..//a//b":                    "http://example.org//a//b",
		"http://example.org/?utm_source=x&b=2&a=1&fbclid=y": "http://example.org/?b=2&a=1",
		"http://example.org/?gclid=1":                       "http://example.org/",
		"http://example.org/%7euser/%c3%a9/é":               "http://example.org/~user/%C3%A9/%C3%A9",
		"http://example.org/a%2fb":                          "http://example.org/a%2Fb",
		"http://example.org/a b?c d":                        "http://example.org/a%20b?c%20d",
		"http://user:secret@example.org/":                   "http://example.org/",
		"http://Müller.example/":                            "http://xn--mller-kva.example/",
		"http://[::1]:80/":                                  "http://[::1]/",
		"http://a_b.example/":                               "http://a_b.example/",
		"http://example.org/100%":                           "",
		"ftp://example.org/":                                "",
		"//example.org/":                                    "",
		"http:///a":                                         "",
		"http://exa mple.org/":                              "",
		"":                                                  "",
		"http://example.org/" + strings.Repeat("a", MaxURL): "",
	} {
		got, err := Normalise(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", in, got, err, want)
		}
	}
}

func FuzzNormalise(f *testing.F) {
	for _, s := range []string{"HTTP://Example.ORG:80/a/../b?utm_a=1&x=%zz#f", "https://[::1]:443//x/./", "http://a_b/%C3%28é", "http://xn--a/?&&=&a", "http://1/..;/%2e%2e/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		n, err := Normalise(raw)
		if err != nil {
			return
		}
		again, err := Normalise(n)
		if len(n) > MaxURL { // escapes are longer
			return
		}
		if err != nil || again != n {
			t.Errorf("%q gives %q, which gives %q, %v", raw, n, again, err)
		}
		if u, err := url.Parse(n); err != nil || u.Host == "" || u.Fragment != "" {
			t.Errorf("%q gives %q: %v", raw, n, err)
		}
	})
}

func TestRobots(t *testing.T) {
	const text = "\ufeff# comment\r\nUser-agent: *\nDisallow: /\n\nUser-agent: other\nuser-agent: USAGER/1.0\nDisallow: /private/ # comment\nAllow: /private/open\nDisallow: /*.php$\nDisallow: /caf%C3%A9\nDisallow:\nCrawl-delay: 2\n\nUser-agent: usager\nDisallow: /more\nSitemap: /s.xml\nUser-agent: usagerbot\nDisallow: /\n"
	r := parseRobots([]byte(text), "usager")
	for path, want := range map[string]bool{
		"/": true, "/private/": false, "/private/open": true, "/private/openly": true, "/x.php": false, "/x.php?a": true, "/x.phps": true,
		"/café": false, "/more/x": false, "/robots.txt": true, "/other": true,
	} {
		u, err := url.Parse("http://example.org" + path)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.allows(u); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
	if r.delay != 2*time.Second {
		t.Errorf("delay %v", r.delay)
	}
	if d := cmp.Diff([]string{"/s.xml"}, r.sitemaps); d != "" {
		t.Error(d)
	}
	if u, _ := url.Parse("http://example.org/x"); parseRobots([]byte(text), "stranger").allows(u) {
		t.Error("a stranger is allowed")
	}
	for pattern, paths := range map[string][2]string{
		"/a*b$": {"/axxb", "/axxbc"}, "*": {"/x", ""}, "/$": {"/", "/a"}, "/a*": {"/ab", "/b"}, "/*/x": {"/a/x/y", "/x"}, "/a*a$": {"/aa", "/a"},
	} {
		if !robotsMatch(pattern, paths[0]) || paths[1] != "" && robotsMatch(pattern, paths[1]) {
			t.Errorf("%s does not tell %q from %q", pattern, paths[0], paths[1])
		}
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1e9\nSitemap: x"), "/axb?c")
	f.Add([]byte("user-agent:usager\rallow:*$\rdisallow:$"), "")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		r := parseRobots(body, "usager")
		r.allows(&url.URL{Scheme: "http", Host: "example.org", Path: path})
		if r.delay < 0 || len(r.sitemaps) > maxSitemaps {
			t.Errorf("delay %v, %d sitemaps", r.delay, len(r.sitemaps))
		}
	})
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte("<urlset><url><loc>http://example.org/</loc></url></urlset>"))
	f.Add([]byte("<sitemapindex><sitemap><loc>x</loc></sitemap>"))
	f.Add([]byte("http://example.org/\nhttp://example.org/b"))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Add([]byte("<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><item><link>http://é</link></item></channel></rss>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		pages, sitemaps, _ := parseSitemap(body)
		if len(pages)+len(sitemaps) > maxSitemapURLs {
			t.Errorf("%d pages, %d sitemaps", len(pages), len(sitemaps))
		}
	})
}

func TestRefreshTarget(t *testing.T) {
	for in, want := range map[string]string{
		"5; url=/x": "/x", "0;URL='/y'z": "/y", "0,url = \"/q\"": "/q", "3": "", "3;": "", "0; /plain": "/plain", "0;url=": "",
	} {
		if got, ok := refreshTarget(in); got != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v", in, got, ok)
		}
	}
}

func TestContentHash(t *testing.T) {
	hash := func(u, src string) string {
		p, err := page.Parse(u, strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		return contentHash(p)
	}
	base := hash("http://example.org/", `<title>T</title><p class=a>Text<a href="/">home</a><a href="b">b</a><script nonce=1>x</script>`)
	for name, same := range map[string]string{
		"another address": hash("http://example.org/index.html", `<title>T</title><p>Text<a href="/index.html">home</a><a href="b">b</a>`),
		"class and nonce": hash("http://example.org/", `<title>T</title><p class=b>  Text <a href="/">home</a><a href="/b">b</a><script nonce=2>y</script>`),
	} {
		if same != base {
			t.Errorf("%s: differs", name)
		}
	}
	for name, other := range map[string]string{
		"text":  hash("http://example.org/", `<title>T</title><p>Text!<a href="/">home</a><a href="b">b</a>`),
		"title": hash("http://example.org/", `<title>U</title><p>Text<a href="/">home</a><a href="b">b</a>`),
		"link":  hash("http://example.org/", `<title>T</title><p>Text<a href="/">home</a><a href="c">b</a>`),
		"place": hash("http://example.org/x/", `<title>T</title><p>Text<a href="/">home</a><a href="b">b</a>`),
	} {
		if other == base {
			t.Errorf("%s: the same", name)
		}
	}
}
