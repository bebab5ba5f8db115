package checks

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

// A Pass is the application of one check to one page.
type Pass struct {
	Page  *page.Page
	Check *Check

	findings []Finding
	passed   []*html.Node
}

// Passed reports that n meets the requirement.
func (p *Pass) Passed(n *html.Node) { p.passed = append(p.passed, n) }

// Failed reports that n certainly does not meet the requirement. key names a
// sentence of the check's catalogue; args are alternately the names of its
// placeholders and what to put there.
func (p *Pass) Failed(n *html.Node, key string, args ...string) { p.report(n, Failed, key, args) }

// CantTell reports that a person must look at n; the sentence is the question
// to answer.
func (p *Pass) CantTell(n *html.Node, key string, args ...string) { p.report(n, CantTell, key, args) }

func (p *Pass) report(n *html.Node, o Outcome, key string, args []string) {
	if n == nil {
		n = p.Page.Root
	}
	p.findings = append(p.findings, Finding{
		Check: p.Check.ID, Outcome: o, Criteria: p.Check.Criteria, Message: message(p.Check, key, args), Node: n,
	})
}

func message(c *Check, key string, args []string) Message {
	if len(args)%2 != 0 {
		panic(fmt.Sprintf("check %s: message %s: odd number of arguments", c, key))
	}
	m := Message{Key: key}
	for i := 0; i < len(args); i += 2 {
		if m.Args == nil {
			m.Args = make(map[string]string)
		}
		m.Args[args[i]] = args[i+1]
	}
	return m
}

// Verdicts runs a check on a page and returns what it reported, in the order
// of reporting: the elements that passed, and the findings with their nodes.
// It does not recover from a check that breaks. Tests use it; see Run.
func Verdicts(p *page.Page, c *Check) (passed []*html.Node, findings []Finding) {
	pass := &Pass{Page: p, Check: c}
	c.Run(pass)
	return pass.passed, pass.findings
}

// Run applies page checks to a page, in the order given; checks of a site are
// left out. A check that breaks is Untested, with the reason, and costs the
// others nothing.
func Run(p *page.Page, cs []*Check) []Result {
	rs := make([]Result, 0, len(cs))
	prints := newPrinter(p)
	for _, c := range cs {
		if c.Run != nil {
			rs = append(rs, run(p, c, prints))
		}
	}
	return rs
}

func run(p *page.Page, c *Check, prints *printer) (r Result) {
	r = Result{Check: c.ID}
	if !p.Inputs.Has(c.Needs) {
		missing := (c.Needs &^ p.Inputs).String()
		r.Outcome, r.Reason = Untested, "needs "+missing
		for _, input := range strings.Split(missing, ",") {
			if why := p.Observed.Lacks[input]; why != "" {
				r.Reason = "needs " + input + ": " + why
				break
			}
		}
		return r
	}
	defer func() {
		if e := recover(); e != nil {
			r = Result{Check: c.ID, Outcome: Untested, Reason: fmt.Sprintf("check broke: %v", e)}
		}
	}()
	passed, findings := Verdicts(p, c)
	r.Passed = len(passed)
	if len(passed) > 0 {
		r.Outcome = Passed
	}
	for _, f := range findings {
		r.Outcome = max(r.Outcome, f.Outcome)
	}
	if len(findings) > MaxFindings {
		findings = findings[:MaxFindings]
	}
	for i := range findings {
		f := &findings[i]
		f.Selector = p.Selector(f.Node)
		f.HTML = p.Excerpt(f.Node, MaxExcerpt)
		if b, ok := p.Box(f.Node); ok && !b.Empty() {
			f.Box = &b
		}
		f.Shot = p.Shot(f.Node, c.Needs)
		f.Component, f.Fingerprint = prints.print(f)
	}
	r.Findings = findings
	return r
}

// A SitePass is the application of one check to all pages of a site.
type SitePass struct {
	Site  Site
	Pages []*Facts // in the order of the crawl
	Check *Check

	findings []Finding
	passed   int
}

// Site is what is known of a site beside its pages.
type Site struct {
	Seeds   []string // the first is the home page
	Country string   // "fr", "be", "lu", "ch" …, or "" if unknown
	// Complete says that every page in scope was met, so that absence from
	// the pages is absence from the site.
	Complete bool
}

// Home returns the facts of the first seed, or nil if it was not audited.
func (p *SitePass) Home() *Facts {
	if len(p.Site.Seeds) == 0 {
		return nil
	}
	for _, f := range p.Pages {
		if f.URL == p.Site.Seeds[0] || f.Final == p.Site.Seeds[0] {
			return f
		}
	}
	if len(p.Pages) > 0 && p.Pages[0].Depth == 0 {
		return p.Pages[0]
	}
	return nil
}

// Passed reports that one thing the requirement applies to meets it.
func (p *SitePass) Passed() { p.passed++ }

// Failed reports that the page at url, or the site if url is empty, certainly
// does not meet the requirement; see Pass.Failed for key and args.
func (p *SitePass) Failed(url, key string, args ...string) { p.report(url, Failed, key, args) }

// CantTell reports a question that a person must answer for the page at url,
// or for the site if url is empty.
func (p *SitePass) CantTell(url, key string, args ...string) { p.report(url, CantTell, key, args) }

func (p *SitePass) report(url string, o Outcome, key string, args []string) {
	p.findings = append(p.findings, Finding{
		Check: p.Check.ID, Outcome: o, Criteria: p.Check.Criteria, URL: url, Message: message(p.Check, key, args),
	})
}

// RunSite applies site checks to the facts of all pages, in the order given;
// checks of a page are left out.
func RunSite(site Site, pages []*Facts, cs []*Check) []Result {
	var rs []Result
	for _, c := range cs {
		if c.RunSite != nil {
			rs = append(rs, runSite(site, pages, c))
		}
	}
	return rs
}

func runSite(site Site, pages []*Facts, c *Check) (r Result) {
	defer func() {
		if e := recover(); e != nil {
			r = Result{Check: c.ID, Outcome: Untested, Reason: fmt.Sprintf("check broke: %v", e)}
		}
	}()
	pass := &SitePass{Site: site, Pages: slices.Clip(pages), Check: c}
	c.RunSite(pass)
	r = Result{Check: c.ID, Passed: pass.passed}
	if pass.passed > 0 {
		r.Outcome = Passed
	}
	for i := range pass.findings {
		f := &pass.findings[i]
		r.Outcome = max(r.Outcome, f.Outcome)
		f.Fingerprint = digest(f.Check, f.Message.Key, within(f.URL, site), telling(f.Message))
	}
	if len(pass.findings) > MaxFindings {
		pass.findings = pass.findings[:MaxFindings]
	}
	r.Findings = pass.findings
	return r
}

// within returns an address without the host, if it is that of the site: the
// same site may be served elsewhere for a test.
func within(address string, site Site) string {
	u, err := url.Parse(address)
	if err != nil || len(site.Seeds) == 0 {
		return address
	}
	if home, err := url.Parse(site.Seeds[0]); err != nil || u.Host != home.Host {
		return address
	}
	u.Scheme, u.Host = "", ""
	return u.String()
}
