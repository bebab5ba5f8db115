package crawler

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
)

// ErrNoBrowser is wrapped by the error of [FindChrome] and [StartBrowser] when
// there is no Chromium to start.
var ErrNoBrowser = errors.New("no Chromium or Chrome found")

// A ConfigError says which setting cannot be used and what to do.
type ConfigError struct {
	Setting string // as in Config, lower case
	Value   string // the unusable value, if it is one of several
	Problem string
	Advice  string
}

func (e *ConfigError) Error() string {
	s := e.Setting
	if e.Value != "" {
		s += fmt.Sprintf(" %q", e.Value)
	}
	return s + ": " + e.Problem + "; " + e.Advice
}

// An UnreachableError says why nothing of a site could be audited.
type UnreachableError struct {
	URL    string
	Rule   string // as in Visit: "network", "tls", "status", "robots", "robots-unavailable", "empty" …
	Reason string
	Advice string
	Err    error // may be nil
}

func (e *UnreachableError) Error() string { return e.URL + ": " + e.Reason + "; " + e.Advice }

func (e *UnreachableError) Unwrap() error { return e.Err }

// A fetchError is why one URL could not be fetched.
type fetchError struct {
	rule   string
	reason string
	err    error
}

func (e *fetchError) Error() string { return e.reason }
func (e *fetchError) Unwrap() error { return e.err }

// networkError puts an error of net/http into one rule and one sentence.
func networkError(err error) *fetchError {
	var (
		fe       *fetchError
		dns      *net.DNSError
		unknown  x509.UnknownAuthorityError
		hostname x509.HostnameError
		invalid  x509.CertificateInvalidError
		verify   *tls.CertificateVerificationError
		record   tls.RecordHeaderError
		netErr   net.Error
	)
	var inner = err
	var ue *url.Error
	if errors.As(err, &ue) {
		inner = ue.Err
	}
	switch {
	case errors.As(err, &fe):
		return fe
	case errors.Is(err, errPrivate):
		return &fetchError{RulePrivate, "its address is not public", err}
	case errors.As(err, &dns) && dns.IsNotFound:
		return &fetchError{"network", "the host name " + dns.Name + " does not exist", err}
	case errors.As(err, &dns):
		return &fetchError{"network", "the host name " + dns.Name + " could not be resolved", err}
	case errors.As(err, &hostname):
		return &fetchError{"tls", "the certificate is not for " + hostname.Host, err}
	case errors.As(err, &unknown):
		return &fetchError{"tls", "the certificate is signed by an unknown authority", err}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &fetchError{"tls", "the certificate has expired or is not yet valid", err}
	case errors.As(err, &verify), errors.As(err, &invalid):
		return &fetchError{"tls", "the certificate is invalid", err}
	case errors.As(err, &record):
		return &fetchError{"tls", "the server does not speak TLS here", err}
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &netErr) && netErr.Timeout():
		return &fetchError{"timeout", "the server did not answer in time", err}
	case strings.Contains(err.Error(), "connection refused"):
		return &fetchError{"network", "the connection was refused", err}
	case strings.Contains(inner.Error(), "tls:"):
		return &fetchError{"tls", "the secure connection failed (" + inner.Error() + ")", err}
	}
	return &fetchError{"network", inner.Error(), err}
}

// advice says what a person can do about a seed that failed under a rule.
func advice(rule string) string {
	switch rule {
	case "network", "timeout":
		return "check the spelling of the address and that the site answers from this machine"
	case "tls":
		return "have the certificate mended, or accept it with the setting insecure-tls"
	case "status":
		return "check the address in a browser"
	case "robots":
		return "ask the site's owner to allow usager there, or, on your own site, set ignore-robots"
	case "robots-unavailable":
		return "RFC 9309 asks to stay away while it is so; try again later, or, on your own site, set ignore-robots"
	case RulePrivate:
		return "audit it without the setting public-only, from a network that it belongs to"
	case RuleLogin:
		return "sign in with a recipe, or audit the page itself as one of a list"
	case RuleWAF:
		return "ask the site's owner to let usager pass"
	case RuleConsentWall:
		return "send the cookie of a visitor who refused"
	case RuleSoft404, RuleErrorPage:
		return "check the address in a browser"
	case "content-type", "empty":
		return "give the address of a web page"
	case "redirect-loop", "redirects":
		return "check the address in a browser; the site may ask for a sign-in or a cookie"
	case "scope", "redirect-scope":
		return "start at the address it leads to, or add its host to hosts"
	}
	return "see the coverage for details"
}
