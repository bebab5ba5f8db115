package crawler

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestPublic(t *testing.T) {
	for a, want := range map[string]bool{
		"8.8.8.8": true, "193.191.210.1": true, "2001:4860:4860::8888": true, "::ffff:8.8.8.8": true, "172.32.0.1": true, "100.128.0.1": true,
		"127.0.0.1": false, "127.9.9.9": false, "0.0.0.0": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.100.100.200": false, "168.63.129.16": false, "192.0.0.192": false, "224.0.0.1": false, "255.255.255.255": false,
		"240.0.0.1": false, "198.18.0.1": false, "203.0.113.9": false,
		"::1": false, "::": false, "fe80::1": false, "fe80::1%eth0": false, "fd00:ec2::254": false, "fc00::1": false, "ff02::1": false,
		"::ffff:127.0.0.1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "2002:7f00:1::": false, "2001:db8::1": false, "fec0::1": false,
	} {
		if got := public(netip.MustParseAddr(a)); got != want {
			t.Errorf("%s: %v", a, got)
		}
	}
}

// TestPublicOnlySeed asks for addresses that are not public, by every name they
// may have.
func TestPublicOnlySeed(t *testing.T) {
	var asked sync.Map
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked.Store(r.URL.Path, true) }))
	defer srv.Close()
	port := srv.URL[strings.LastIndexByte(srv.URL, ':'):]
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "169.254.169.254", "0.0.0.0"} {
		c, err := New(Config{Seeds: []string{"http://" + host + port + "/"}, Static: true, PublicOnly: true, PageTimeout: time.Second}, quiet)
		if err != nil {
			continue
		}
		var last error
		for v, err := range c.Visits(t.Context()) {
			if last = err; v != nil && v.Outcome == Audited {
				t.Errorf("%s was audited", host)
			}
		}
		var ue *UnreachableError
		if !errors.As(last, &ue) || ue.Rule != RulePrivate && ue.Rule != RuleNetwork {
			t.Errorf("%s: %v", host, last)
		}
		if ip, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil && ip.IsLoopback() && ue.Rule != RulePrivate {
			t.Errorf("%s: rule %s", host, ue.Rule)
		}
	}
	asked.Range(func(path, _ any) bool { t.Errorf("%v was asked for", path); return true })
}

// TestPublicOnlyBrowser has a page of an allowed address load all kinds of
// things from one that is not, in the browser.
func TestPublicOnlyBrowser(t *testing.T) {
	needChrome(t)
	var mu sync.Mutex
	var secret, own []string
	private := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		secret = append(secret, r.Method+" "+r.URL.Path)
		w.Header().Set("Access-Control-Allow-Origin", "*")
	}))
	defer private.Close()
	tls := httptest.NewTLSServer(private.Config.Handler)
	defer tls.Close()
	tls.Config.ErrorLog = nil
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		own = append(own, r.URL.Path)
		mu.Unlock()
		switch r.URL.Path {
		case "/robots.txt":
			http.NotFound(w, r)
		case "/hop":
			http.Redirect(w, r, private.URL+"/redirected.png", http.StatusFound)
		case "/":
			w.Header().Set("Content-Type", "text/html")
			local := strings.Replace(private.URL, "127.0.0.1", "localhost", 1)
			fmt.Fprint(w, strings.NewReplacer("P!", private.URL, "L!", local, "T!", tls.URL, "W!", strings.Replace(private.URL, "http", "ws", 1)).Replace(
				`<title>t</title><p>here<img src=/own.png><img src=P!/img><img src=L!/local><img src=T!/tls><img src=/hop><link rel=stylesheet href=P!/css>
				<script src=P!/script></script><iframe src=P!/frame></iframe><object data=P!/object></object><link rel=preconnect href=P!><link rel=prefetch href=P!/prefetch>
				<video src=P!/video autoplay></video><style>@font-face{font-family:x;src:url(P!/font)}p{font-family:x;background:url(P!/background)}</style>
				<script>fetch('P!/fetch').catch(()=>0);navigator.sendBeacon('P!/beacon','x');try{new WebSocket('W!/ws')}catch(e){};new EventSource('P!/events');
				fetch('/own.json').catch(()=>0);new Image().src='P!/late'</script>`))
		default:
			w.WriteHeader(http.StatusOK)
		}
	}))
	defer srv.Close()
	u, err := url.Parse(srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	before := runtime.NumGoroutine()
	allow := netip.MustParseAddrPort(u.Host)
	c, err := New(Config{Seeds: []string{srv.URL}, PublicOnly: true, InsecureTLS: true, allow: func(a netip.AddrPort) bool { return a == allow }}, quiet)
	if err != nil {
		t.Fatal(err)
	}
	audited := 0
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if v.Outcome == Audited {
			audited++
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if audited != 1 || !slices.Contains(own, "/own.png") || !slices.Contains(own, "/own.json") || !slices.Contains(own, "/hop") {
		t.Errorf("%d audited; what is allowed was not loaded: %q", audited, own)
	}
	if len(secret) > 0 {
		t.Errorf("reached what is not public: %q", secret)
	}
	for range 200 {
		if runtime.NumGoroutine() <= before+4 { // of the test's servers
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines before, %d after", before, runtime.NumGoroutine())
}
