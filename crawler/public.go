package crawler

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"
)

// errPrivate is wrapped by the error of a connection to an address that is not
// public.
var errPrivate = errors.New("the address is not public")

// notPublic are the blocks of addresses that are not reachable for everybody, or
// that stand for such, besides those that netip knows: IANA's registries of
// special-purpose addresses, and where clouds tell their machines secrets.
var notPublic = func() (blocks []netip.Prefix) {
	for _, s := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
		"168.63.129.16/32",
		"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
	} {
		blocks = append(blocks, netip.MustParsePrefix(s))
	}
	return blocks
}()

// public reports whether an address is one that everybody can reach.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	if !a.IsValid() || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, b := range notPublic {
		if b.Contains(a) {
			return false
		}
	}
	return true
}

// guardedDialer returns a dialer that refuses connections to addresses for
// which allowed does not hold. It looks at the address that is connected to,
// whatever name it had, so that no answer of a name server gets around it.
func guardedDialer(allowed func(netip.AddrPort) bool) *net.Dialer {
	return &net.Dialer{
		Timeout:   30 * time.Second,
		KeepAlive: 30 * time.Second,
		Control: func(_, address string, _ syscall.RawConn) error {
			a, err := netip.ParseAddrPort(address)
			if err != nil || !allowed(a) {
				return fmt.Errorf("%w: %s", errPrivate, address)
			}
			return nil
		},
	}
}

// allowed returns which addresses may be connected to.
func (c *Config) allowed() func(netip.AddrPort) bool {
	if c.allow != nil {
		return c.allow
	}
	return func(a netip.AddrPort) bool { return public(a.Addr()) }
}

// A gatekeeper is an HTTP proxy on loopback through which a browser makes all its
// connections: it resolves no name and connects to nothing itself.
type gatekeeper struct {
	addr   string
	server *http.Server
	cancel context.CancelFunc
	wait   sync.WaitGroup
}

// startGatekeeper starts a proxy that lasts until stop.
func startGatekeeper(allowed func(netip.AddrPort) bool, own func(host string) bool) (*gatekeeper, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("guard the browser: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	g := &gatekeeper{addr: l.Addr().String(), cancel: cancel}
	d := guardedDialer(allowed)
	tr := &http.Transport{DialContext: d.DialContext, DisableCompression: true, MaxResponseHeaderBytes: maxHeader, IdleConnTimeout: 10 * time.Second}
	g.server = &http.Server{
		ReadHeaderTimeout: 30 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if own != nil && !own(r.Host) {
				http.Error(w, "a third party", http.StatusForbidden)
				return
			}
			if r.Method == http.MethodConnect {
				g.tunnel(w, r, d)
			} else {
				g.forward(w, r, tr)
			}
		}),
	}
	g.wait.Go(func() {
		_ = g.server.Serve(l) // until stop
		tr.CloseIdleConnections()
	})
	return g, nil
}

func (g *gatekeeper) stop() {
	g.cancel()
	_ = g.server.Close()
	g.wait.Wait()
}

// forward makes a request that is not encrypted.
func (g *gatekeeper) forward(w http.ResponseWriter, r *http.Request, tr *http.Transport) {
	out := r.Clone(r.Context())
	out.RequestURI = ""
	for _, name := range []string{"Proxy-Connection", "Proxy-Authorization", "Connection", "Keep-Alive", "Te", "Trailer", "Upgrade"} {
		out.Header.Del(name)
	}
	if out.URL.Scheme != "http" || out.URL.Host == "" {
		http.Error(w, "", http.StatusBadRequest)
		return
	}
	resp, err := tr.RoundTrip(out)
	if err != nil {
		http.Error(w, "", refusalStatus(err))
		return
	}
	defer resp.Body.Close()
	for name, v := range resp.Header {
		w.Header()[name] = v
	}
	w.WriteHeader(resp.StatusCode)
	buf := make([]byte, 32<<10)
	for {
		n, err := resp.Body.Read(buf)
		if _, werr := w.Write(buf[:n]); werr != nil {
			return
		}
		if f, ok := w.(http.Flusher); ok && n > 0 {
			f.Flush()
		}
		if err != nil {
			return
		}
	}
}

func refusalStatus(err error) int {
	if errors.Is(err, errPrivate) {
		return http.StatusForbidden
	}
	return http.StatusBadGateway
}

// tunnel joins the browser to a host, as it asks for with CONNECT.
func (g *gatekeeper) tunnel(w http.ResponseWriter, r *http.Request, d *net.Dialer) {
	far, err := d.DialContext(r.Context(), "tcp", r.Host)
	if err != nil {
		http.Error(w, "", refusalStatus(err))
		return
	}
	defer far.Close()
	near, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer near.Close()
	if _, err := io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n"); err != nil {
		return
	}
	g.wait.Add(1) // the server knows no more of it
	defer g.wait.Done()
	defer context.AfterFunc(r.Context(), func() { _ = near.Close(); _ = far.Close() })()
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(far, buffered)
		if c, ok := far.(*net.TCPConn); ok {
			_ = c.CloseWrite()
		}
	}()
	_, _ = io.Copy(near, far)
	_ = near.Close()
	<-done
}
