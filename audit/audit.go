// Package audit holds an audit as data: what was met, what was found, what it
// amounts to; and keeps audits in a store.
package audit

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// Schema names the format of audit.json.
const Schema = "usager/audit/1"

// An Audit is one visit to a site and what was found. Pages are not in it:
// there may be many, and they are read one by one with [Audit.Pages].
type Audit struct {
	Schema   string   `json:"schema"`
	ID       string   `json:"id"` // sortable by time
	Manifest Manifest `json:"manifest"`
	// Status is "complete", "running", or why the audit ended early:
	// "interrupted", "max-time" … A limit on pages or depth leaves it complete: see Coverage.
	Status   string          `json:"status"`
	Coverage Coverage        `json:"coverage"`
	Site     []checks.Result `json:"site"`
	Channels []SiteChannel   `json:"channels"`
	Journeys []Journey       `json:"journeys"`
	Issues   []Issue         `json:"issues"` // the heaviest first
	Criteria []Criterion     `json:"criteria"`
	RGAA     []RGAACriterion `json:"rgaa,omitempty"`
	Scores   []Score         `json:"scores"`
	Sample   []Sampled       `json:"sample,omitempty"` // what a person should audit, if it was asked for
	// Decisions are those that were read with the audit, see Store.Decide.
	Decisions []Decision `json:"decisions,omitempty"`

	pages func(context.Context) iter.Seq2[*Page, error]
}

// Pages yields the audited pages in the order of the crawl.
func (a *Audit) Pages(ctx context.Context) iter.Seq2[*Page, error] {
	if a.pages == nil {
		return func(func(*Page, error) bool) {}
	}
	return a.pages(ctx)
}

// SetPages says where the pages of the audit are read from.
func (a *Audit) SetPages(pages func(context.Context) iter.Seq2[*Page, error]) { a.pages = pages }

// Manifest says how an audit was made, so that it can be judged and repeated.
type Manifest struct {
	Tool      string         `json:"tool"` // "usager 0.1.0"
	RuleSet   string         `json:"rule_set"`
	Browser   string         `json:"browser,omitempty"` // "Chromium 156.0.…"; empty for a static audit
	Seeds     []string       `json:"seeds"`
	Country   string         `json:"country,omitempty"`
	Config    map[string]any `json:"config"` // without secrets
	Started   time.Time      `json:"started"`
	Ended     time.Time      `json:"ended"`
	Rejudged  time.Time      `json:"rejudged,omitzero"`    // judged anew from its snapshots, without a visit
	RecheckOf string         `json:"recheck_of,omitempty"` // the audit whose snapshots these are
	Resume    []byte         `json:"-"`                    // what the program wants to know to go on with the audit; nil if it cannot
}

// Coverage tells what was met and what became of it.
type Coverage struct {
	Audited   int            `json:"audited"`
	Documents int            `json:"documents"`
	Refused   int            `json:"refused"`
	Failed    int            `json:"failed"`
	Duplicate int            `json:"duplicate"` // and redirected
	Rules     map[string]int `json:"rules,omitempty"`
	URLs      []URL          `json:"urls"` // every one met, in the order of the crawl
}

// URL is one address that was met.
type URL struct {
	URL       string    `json:"url"`
	Outcome   string    `json:"outcome"` // audited, document, duplicate, redirected, refused, failed
	Rule      string    `json:"rule,omitempty"`
	Reason    string    `json:"reason,omitempty"`
	Depth     int       `json:"depth"`
	From      string    `json:"from,omitempty"` // first page that links to it
	Final     string    `json:"final_url,omitempty"`
	Redirects []string  `json:"redirects,omitempty"`
	Canonical string    `json:"canonical,omitempty"`
	Document  *Document `json:"document,omitempty"`
	Visit     []byte    `json:"-"` // what a crawl must know of it to go on, see Store.Visit; nil if nothing
}

// Document is a file such as PDF that pages link to.
type Document struct {
	MIME string `json:"mime"`
	Size int64  `json:"size"` // bytes; -1 unknown
	// Text is what its text amounts to; nil if the document was not fetched whole.
	Text *DocumentText `json:"text,omitempty"`
}

// DocumentText tells the clarity of a document.
type DocumentText struct {
	Lang  string `json:"lang,omitempty"` // "fr", "nl", "de", "en", or "" if it is none of them
	Words int    `json:"words"`
	// Clarity goes from 0, very hard, to 100, very clear; nil for the reason that
	// Unread gives.
	Clarity *float64 `json:"clarity"`
	// Unread is why there is no score: "scan" (no text in it), "locked",
	// "damaged", "language", "short", or "time" (the time for documents was up).
	Unread   string            `json:"unread,omitempty"`
	Hardest  []checks.Sentence `json:"hardest,omitempty"` // the hardest first
	Findings []DocumentFinding `json:"findings,omitempty"`
}

// DocumentFinding is a word or a turn of a document that stands in the reader's
// way.
type DocumentFinding struct {
	Kind  string `json:"kind"` // such as "jargon"
	Text  string `json:"text"` // bounded
	Plain string `json:"plain,omitempty"`
	Times int    `json:"times"` // that it stands in the document
}

// A Page is one audited page.
type Page struct {
	URL      string `json:"url"`
	Final    string `json:"final_url"`
	Status   int    `json:"status"`
	Title    string `json:"title"`
	Lang     string `json:"lang"`
	Template string `json:"template"`
	Depth    int    `json:"depth"`
	Inputs   string `json:"inputs"` // what the snapshot holds
	Snapshot string `json:"snapshot,omitempty"`
	// Met is the snapshot of the page as it was first met, if Snapshot shows it
	// once its banner was refused.
	Met      string           `json:"met,omitempty"`
	SignedIn bool             `json:"signed_in,omitempty"` // shown only to those who have signed in
	Banner   *Banner          `json:"banner,omitempty"`    // that asked for consent; nil if none did
	Timings  Timings          `json:"timings"`
	Results  []checks.Result  `json:"results"`
	Channels []checks.Channel `json:"channels"`
	Clarity  *float64         `json:"clarity,omitempty"` // 0 very hard to 100 very clear
	Facts    *checks.Facts    `json:"-"`
}

// Banner tells of a banner that asked for consent to cookies. None is accepted.
type Banner struct {
	Manager string `json:"manager,omitempty"` // product that shows it, if it is known
	Refused bool   `json:"refused"`           // then the page was judged as it was met, and behind the banner
	Control string `json:"control,omitempty"` // words on what was pressed last
	Problem string `json:"problem,omitempty"` // why it was not refused, in English
}

// Timings of one page, in milliseconds.
type Timings struct {
	Fetch  int64 `json:"fetch_ms"`
	Render int64 `json:"render_ms"`
	Judge  int64 `json:"judge_ms"`
}

// SiteChannel is a way to reach the service, and the pages that state it.
type SiteChannel struct {
	checks.Channel
	Pages  []string `json:"pages"`
	Clicks int      `json:"clicks"` // from the first seed
}

// An Issue is one fault, on however many pages: the findings that share a
// fingerprint.
type Issue struct {
	Fingerprint string           `json:"fingerprint"`
	Check       string           `json:"check"`
	Outcome     checks.Outcome   `json:"outcome"`
	Impact      checks.Impact    `json:"impact"`
	Dimension   checks.Dimension `json:"dimension"`
	Practice    bool             `json:"practice,omitempty"`
	Criteria    []string         `json:"criteria,omitempty"`
	Level       string           `json:"level,omitempty"` // the lowest of its criteria: "A", "AA" or "AAA", which is shown apart
	Affects     []checks.Group   `json:"affects"`
	Pages       int              `json:"pages"`
	Count       int              `json:"count"`   // findings
	Example     checks.Finding   `json:"example"` // on the first page; URL is set
	URLs        []string         `json:"urls"`    // the first MaxIssueURLs pages
	Weight      float64          `json:"weight"`  // people affected × pages × impact, see docs/scores.md
	Decision    *Decision        `json:"decision,omitempty"`
	Unstable    bool             `json:"unstable,omitempty"` // wherever it is, on one of two visits only
	Banner      bool             `json:"banner,omitempty"`   // wherever it is, only until the banner was refused
}

// MaxIssueURLs bounds the pages listed with an issue.
const MaxIssueURLs = 50

// MaxIssueExcerpts bounds how many issues of an audit, the heaviest, have the
// HTML of their example with them. That of the others stands with the pages.
const MaxIssueExcerpts = 2000

// Journey is one persona's walk toward one goal.
type Journey struct {
	Persona string  `json:"persona"`
	Goal    string  `json:"goal"`
	Outcome string  `json:"outcome"` // reached, difficult, blocked
	Seconds float64 `json:"seconds"`
	Ratio   float64 `json:"ratio"`   // to the reference adult; 0 if one of them is blocked
	Success float64 `json:"success"` // probability of not giving up on the way, 0 to 1; 0 where there is no way
	Pages   float64 `json:"pages"`   // expected number of pages seen, wrong turns included; 0 where there is no way
	Steps   []Step  `json:"steps"`
	// Reason says why the persona stopped or struggled: a key of the journey
	// texts and its data; empty if reached with ease.
	Reason checks.Message `json:"reason,omitzero"`
	// Change is the one change that would help this persona most, found by
	// walking again as if it were made; empty if none would, or none is needed.
	Change checks.Message `json:"change,omitzero"`
	// Issues are the fingerprints of what other checks found where the journey
	// stops or is hindered.
	Issues []string `json:"issues,omitempty"`
	// Walked tells of the walk in the browser; nil if the journey was computed
	// on the graph alone.
	Walked *Walked `json:"walked,omitempty"`
}

// Walked is what became of a journey when it was walked in the browser.
type Walked struct {
	// Outcome is "reached"; "blocked", by Reason or, if that is empty, where the
	// journey stops; or "unfinished", for what Reason says.
	Outcome string         `json:"outcome"`
	Reason  checks.Message `json:"reason,omitzero"`
	// Seconds is what the way itself takes, without wrong turns and reading:
	// pages that arrive, coming to the links, activating them.
	Seconds float64 `json:"seconds"`
	// Seen are links that turned out to be otherwise in the browser than on the
	// graph. The journey takes them into account: its steps are the detour.
	Seen []Observation `json:"seen,omitempty"`
}

// Observation is what the browser showed of a link on the way of a persona, or
// of an answer, where Link is empty.
type Observation struct {
	URL  string `json:"url"`            // of the page
	Link string `json:"link,omitempty"` // address it leads to
	Text string `json:"text,omitempty"` // what the link shows
	// Open says that the link can be taken, though the graph says otherwise. If
	// it is false the link cannot be taken, for the reason of Barrier.
	Open    bool           `json:"open,omitempty"`
	Barrier checks.Message `json:"barrier,omitzero"`
}

// Step is one page of a journey and what was done there.
type Step struct {
	URL     string  `json:"url"`
	Title   string  `json:"title"`
	Action  string  `json:"action"`         // follow, search, find, stop
	Target  string  `json:"target"`         // name of the link, or what was found
	Link    string  `json:"link,omitempty"` // address that the link leads to
	Seconds float64 `json:"seconds"`
	Pages   float64 `json:"pages,omitempty"` // expected number of pages seen from here to the next step, wrong turns included
	// Lost is the share of those who set out that gives up here, 0 to 1.
	Lost   float64 `json:"lost,omitempty"`
	Walked *Act    `json:"walked,omitempty"` // what was done in the browser; nil if the walk there did not come to this page
}

// Act is what a persona did on one page in the browser.
type Act struct {
	// Moves counts what it took to come to the link: presses of Tab, links or
	// headings heard, windows scrolled.
	Moves   int     `json:"moves"`
	Bytes   int     `json:"bytes"` // that the page cost the network, what it had loaded before left out
	Seconds float64 `json:"seconds"`
	// Screenshot names a picture (JPEG) of the window, see Store.Picture; empty
	// if there is none.
	Screenshot string    `json:"screenshot,omitempty"`
	Box        *page.Box `json:"box,omitempty"` // of the link in the picture, in its pixels
	// Notes are what hinders here without stopping.
	Notes []checks.Message `json:"notes,omitempty"`
}

// Criterion is the state of one success criterion over all pages.
type Criterion struct {
	Number   string `json:"number"` // "1.1.1"
	Level    string `json:"level"`  // "A", "AA", "AAA"
	State    string `json:"state"`  // failed, person, nothing-found, not-applicable, not-tested
	Failed   int    `json:"failed"` // pages
	CantTell int    `json:"cant_tell"`
	Passed   int    `json:"passed"`
}

// RGAACriterion is what is known of one criterion of RGAA over all pages and the
// site: "failed" where a check certainly fails it, "person" where something is
// there that nobody has judged yet, "not-applicable" where what it is about is
// proven to be on no page.
type RGAACriterion struct {
	Number   string `json:"number"` // "1.1"
	State    string `json:"state"`  // failed, person, nothing-found, not-applicable, not-tested
	Failed   int    `json:"failed"` // pages
	CantTell int    `json:"cant_tell"`
	Passed   int    `json:"passed"`
}

// Score is the score of one dimension, never blended with the others.
type Score struct {
	Dimension checks.Dimension `json:"dimension"`
	Value     *float64         `json:"value"` // 0 to 100; nil where nothing could be measured
	Pages     int              `json:"pages"` // that it rests on
	Failed    int              `json:"failed"`
	CantTell  int              `json:"cant_tell"`
}

// Version is the version of usager, set when it is built for a release.
var Version = "0.1.0-dev"

// RuleSet names the rules of this usager. It changes whenever a check's
// verdict, a persona's constant or a score's formula does.
const RuleSet = "2026.11.2"

// Tool is how usager names itself in a manifest.
func Tool() string { return fmt.Sprintf("usager %s", Version) }
