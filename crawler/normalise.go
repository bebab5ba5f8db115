package crawler

import (
	"fmt"
	"net"
	"net/url"
	"path"
	"strings"

	_ "embed"

	"golang.org/x/net/idna"
)

//go:embed data/tracking.txt
var trackingText string

// tracking holds the names of parameters that say where a visitor comes from;
// a name that ends in "*" is a prefix.
var trackingNames, trackingPrefixes = func() (names map[string]bool, prefixes []string) {
	names = make(map[string]bool)
	for line := range strings.Lines(trackingText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if p, ok := strings.CutSuffix(line, "*"); ok {
			prefixes = append(prefixes, p)
		} else {
			names[line] = true
		}
	}
	return names, prefixes
}()

// MaxURL is the longest URL that is visited, in bytes.
const MaxURL = 4096

// Normalise returns the one form of an http or https URL under which a page is
// known: without fragment, default port, dot segments and tracking parameters,
// host in lower case, escapes in upper case where they are needed and only
// there (RFC 3986 6.2). The order of parameters is kept. It is idempotent.
func Normalise(raw string) (string, error) {
	raw = strings.TrimSpace(raw)
	if len(raw) > MaxURL {
		return "", fmt.Errorf("the URL is longer than %d bytes", MaxURL)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return "", fmt.Errorf("the URL is malformed")
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return "", fmt.Errorf("the scheme is not http or https")
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "" {
		return "", fmt.Errorf("the URL has no host")
	}
	if !strings.Contains(host, ":") { // not an IPv6 address
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			// Names with an underscore are not allowed, and exist.
			for _, r := range host {
				if r > 0x7e || r <= ' ' || strings.ContainsRune(`"#%/<>?@[\]^|`, r) {
					return "", fmt.Errorf("the host name is malformed")
				}
			}
			ascii = host
		}
		if host = strings.Trim(ascii, "."); host == "" {
			return "", fmt.Errorf("the URL has no host")
		}
	}
	port := u.Port()
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = ""
	}
	switch {
	case port != "":
		u.Host = net.JoinHostPort(host, port)
	case strings.Contains(host, ":"):
		u.Host = "[" + host + "]"
	default:
		u.Host = host
	}
	u.User = nil
	u.Fragment, u.RawFragment = "", ""
	escaped := normaliseEscapes(u.EscapedPath())
	p := path.Clean("/" + escaped)
	if p != "/" && (strings.HasSuffix(escaped, "/") || strings.HasSuffix(escaped, "/.") || strings.HasSuffix(escaped, "/..")) {
		p += "/"
	}
	if strings.Contains(escaped, "//") {
		p = removeDots(escaped) // empty segments mean something to some servers
	}
	query := ""
	if q := withoutTracking(u.RawQuery); q != "" {
		query = "?" + normaliseEscapes(q)
	}
	return u.Scheme + "://" + u.Host + p + query, nil
}

// removeDots removes dot segments and keeps empty ones (RFC 3986 5.2.4).
func removeDots(p string) string {
	var out []string
	segments := strings.Split(strings.TrimPrefix(p, "/"), "/")
	for i, s := range segments {
		last := i == len(segments)-1
		switch s {
		case ".":
			if last {
				out = append(out, "")
			}
		case "..":
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
			if last {
				out = append(out, "")
			}
		default:
			out = append(out, s)
		}
	}
	return "/" + strings.Join(out, "/")
}

// normaliseEscapes decodes escapes of unreserved characters, writes the others
// in upper case, and escapes what may not stand in a URL.
func normaliseEscapes(s string) string {
	const upper = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0:
			v := byte(unhex(s[i+1])<<4 | unhex(s[i+2]))
			if unreserved(v) {
				b.WriteByte(v)
			} else {
				b.WriteByte('%')
				b.WriteByte(upper[v>>4])
				b.WriteByte(upper[v&15])
			}
			i += 2
		case c == '%', c <= ' ', c >= 0x7f, strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			b.WriteByte('%')
			b.WriteByte(upper[c>>4])
			b.WriteByte(upper[c&15])
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c - 'a' + 10)
	case c >= 'A' && c <= 'F':
		return int(c - 'A' + 10)
	}
	return -1
}

// withoutTracking removes parameters that say where a visitor comes from.
func withoutTracking(query string) string {
	var keep []string
	for part := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(part, "=")
		if name, err := url.QueryUnescape(name); err == nil && isTracking(strings.ToLower(name)) {
			continue
		}
		if part != "" {
			keep = append(keep, part)
		}
	}
	return strings.Join(keep, "&")
}

func isTracking(name string) bool {
	if trackingNames[name] {
		return true
	}
	for _, p := range trackingPrefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}
