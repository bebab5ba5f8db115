package crawler

import (
	"time"

	"github.com/usager/usager/page"
)

// Outcome is what became of a URL.
type Outcome string

// The outcomes of a URL.
const (
	Audited    Outcome = "audited"    // there is a snapshot
	Refused    Outcome = "refused"    // not visited, under Visit.Rule
	Failed     Outcome = "failed"     // tried in vain, under Visit.Rule
	Document   Outcome = "document"   // a PDF, an office file, a download …, not a page
	Duplicate  Outcome = "duplicate"  // the same content as Visit.DuplicateOf
	Redirected Outcome = "redirected" // leads to another URL, which has its own visit
	Sitemap    Outcome = "sitemap"    // no URL of the site: Visit.Links are what its sitemaps list
)

// The rules under which a URL is refused, fails, or is set apart. They are
// stable: reports and scripts depend on them.
const (
	RuleScope             = "scope"              // of a host that is not audited
	RuleRobots            = "robots"             // forbidden by robots.txt
	RuleRobotsUnavailable = "robots-unavailable" // robots.txt cannot be read, so nothing may be visited
	RuleInclude           = "include"            // matches no include pattern
	RuleExclude           = "exclude"            // matches an exclude pattern
	RuleMaxPages          = "max-pages"          // met after the limit was reached
	RuleMaxDepth          = "max-depth"          // too many links away
	RuleMaxTime           = "max-time"           // met after the limit was reached
	RuleInterrupted       = "interrupted"        // the audit was stopped before
	RuleContentType       = "content-type"       // neither a page nor a document
	RuleSize              = "size"               // the response is too large
	RuleTooLarge          = "too-large"          // the page has too many nodes
	RuleDuplicate         = "duplicate"          // same content as a page before
	RuleRedirect          = "redirect"           // the server redirects
	RuleScriptRedirect    = "script-redirect"    // the page itself leads on, by script or refresh
	RuleRedirectScope     = "redirect-scope"     // redirects to a host that is not audited
	RuleRedirects         = "redirects"          // more than 10 redirects
	RuleRedirectLoop      = "redirect-loop"      // redirects in a circle
	RuleStatus            = "status"             // HTTP status 400 or above
	RuleIncomplete        = "incomplete"         // audited as it was before it came to rest
	RuleEmpty             = "empty"              // the response has no content
	RuleLogin             = "login-page"         // shows a form to sign in instead
	RuleWAF               = "waf"                // a firewall answered, or wants a proof that a person asks
	RuleConsentWall       = "consent-wall"       // shows nothing before consent is given
	RuleSoft404           = "soft-404"           // says that there is no such page, with a status that says there is
	RuleErrorPage         = "error-page"         // tells of an error, with a status that says there is none
	RuleTrap              = "trap"               // one of pages without end, such as those of a calendar
	RulePrivate           = "private-address"    // at an address that is not public, see Config.PublicOnly
	RuleHostDown          = "host-down"          // met after its host had failed too often in a row
	RuleSignOut           = "sign-out"           // would end the session
	RuleSignedOut         = "signed-out"         // the session was lost and could not be begun again
	RuleNetwork           = "network"            // no connection
	RuleTLS               = "tls"                // no secure connection
	RuleTimeout           = "timeout"            // no answer in time
	RuleRender            = "render"             // the browser could not show the page
	RuleBrowser           = "browser"            // the browser itself could not go on
)

// A Visit is what became of one URL that was met. Every URL has exactly one.
// Its JSON is all that [Config.Known] must give back.
type Visit struct {
	URL     string // normalised; for a Sitemap, SitemapsURL
	Outcome Outcome
	Rule    string     // one of the rules; empty if audited without a remark
	Reason  string     // what the rule found, in English
	Page    *page.Page `json:"-"`          // if audited, and not known from an earlier crawl
	Met     *page.Page `json:"-"`          // the page as it was first met, if Page is what it shows once its banner is refused
	Again   *page.Page `json:"-"`          // Page once more, if Config.Twice
	Banner  *Banner    `json:",omitempty"` // that asked for consent, if one did
	Depth   int        // links from a seed
	From    string     // the first page that links here; empty for a seed

	Redirects   []string // the URLs that led here, in order
	Target      string   // if redirected: where to
	Canonical   string   // what the page names as its canonical URL, normalised
	Source      string   // hash of the body as it was served, if audited or duplicate
	Hash        string   // of the content as it is seen, if audited or duplicate
	Gist        string   // of what the page says, menus and numbers left out, if audited
	DuplicateOf string
	Document    *DocumentInfo
	Links       []string // where the page leads, normalised, each once, in order
	SignedIn    bool     // shown only to those who have signed in, if audited
	Exits       []string // links that end the session, which are not followed
	HostFailed  bool     // it failed because of its host, not of the page
	Tried       bool     // it was asked for, or robots.txt about it; otherwise its URL alone decided

	FetchTime, RenderTime time.Duration // without the wait for a turn
	Requests              int           // made for this URL, those of the page in the browser included
}

// DocumentInfo describes a file that pages link to.
type DocumentInfo struct {
	MIME string
	Size int64  // bytes; -1 if the server does not tell
	Body []byte `json:"-"` // if it was fetched whole, see Config.Documents
}

// SitemapsURL stands for the sitemaps of all hosts as the URL of a visit.
const SitemapsURL = "sitemaps:"
