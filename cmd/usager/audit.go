package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/journeys"
	"github.com/usager/usager/page"
	"github.com/usager/usager/report"
)

func (a *app) auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit URL...",
		Short: a.say.text("cmd-audit"),
	}
	list := cmd.Flags().String("url-list", "", a.say.text("flag-url-list"))
	resume := cmd.Flags().String("resume", "", a.say.text("flag-resume"))
	cmd.Flags().Lookup("resume").NoOptDefVal = resumeLast
	a.auditFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if *resume != "" {
			name, err := resumeName(*resume, args)
			if err != nil {
				return err
			}
			return a.resume(cmd.Context(), cmd, name)
		}
		job := job{seeds: args}
		if *list != "" {
			urls, err := readList(*list)
			if err != nil {
				return err
			}
			job.list = urls
		}
		if len(job.seeds) == 0 && len(job.list) == 0 {
			return usage("no-url", "use", cmd.UseLine())
		}
		return a.audit(cmd.Context(), job)
	}
	return cmd
}

// auditFlags are the flags of the commands that make an audit.
func (a *app) auditFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	say := a.say.text
	f.Int("max-pages", 0, say("flag-max-pages"))
	f.Int("max-depth", 0, say("flag-max-depth"))
	f.Duration("max-time", 0, say("flag-max-time"))
	f.Duration("delay", 0, say("flag-delay"))
	f.StringArray("include", nil, say("flag-include"))
	f.StringArray("exclude", nil, say("flag-exclude"))
	f.StringArray("host", nil, say("flag-host"))
	f.Bool("ignore-robots", false, say("flag-ignore-robots"))
	f.Bool("insecure-tls", false, say("flag-insecure-tls"))
	f.Bool("public-only", false, say("flag-public-only"))
	f.String("user-agent", "", say("flag-user-agent"))
	f.Bool("static", false, say("flag-static"))
	f.String("chrome", "", say("flag-chrome"))
	f.String("sandbox", "", say("flag-sandbox"))
	f.Int("tabs", 0, say("flag-tabs"))
	f.String("probes", "", say("flag-probes"))
	f.String("banners", "", say("flag-banners"))
	f.String("login", "", say("flag-login"))
	f.Bool("sample", false, say("flag-sample"))
	f.Bool("steady", false, say("flag-steady"))
	f.Bool("own-only", false, say("flag-own-only"))
	f.Int("visits", 0, say("flag-visits"))
	f.StringSlice("skip-check", nil, say("flag-skip-check"))
	f.StringSlice("persona", nil, say("flag-persona"))
	f.String("profiles", "", say("flag-profiles"))
	f.String("live", "", say("flag-live"))
	f.String("country", "", say("flag-country"))
	f.String("baseline", "", say("flag-baseline"))
	f.String("changed-since", "", say("flag-changed-since"))
	f.String("fail-on", "", say("flag-fail-on"))
	a.outputFlags(cmd)
}

func (a *app) outputFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.String("out", "", a.say.text("flag-out"))
	f.StringSlice("format", nil, a.say.text("flag-format"))
	f.String("decisions", "", a.say.text("flag-decisions"))
	f.Bool("questions", false, a.say.text("flag-questions"))
	f.Bool("fail-on-stale", false, a.say.text("flag-fail-on-stale"))
}

// A job is what one audit visits.
type job struct {
	seeds []string
	list  []string // exactly these, no crawling

	passing bool // the site is there only now: the audit cannot be resumed
}

func readList(name string) ([]string, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, usage("list-unreadable", "file", name, "detail", err.Error())
	}
	var urls []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			urls = append(urls, line)
		}
	}
	if len(urls) == 0 {
		return nil, usage("list-empty", "file", name)
	}
	return urls, nil
}

// crawlerConfig turns the settings into those of the crawler.
func (a *app) crawlerConfig(j job) (crawler.Config, error) {
	c, b := a.settings.Crawl, a.settings.Browser
	access, err := a.settings.access()
	if err != nil {
		return crawler.Config{}, err
	}
	cfg := crawler.Config{
		Seeds: j.seeds, URLList: j.list, Include: c.Include, Exclude: c.Exclude, Hosts: c.Hosts,
		MaxPages: c.MaxPages, MaxDepth: c.MaxDepth, MaxTime: c.MaxTime, MaxBytes: c.MaxBytes, Documents: c.Documents,
		Tabs: b.Tabs, Delay: a.settings.delay(), PageTimeout: b.PageTimeout,
		UserAgent: c.UserAgent, IgnoreRobots: c.IgnoreRobots, Sitemaps: c.Sitemaps, InsecureTLS: c.InsecureTLS, PublicOnly: c.PublicOnly,
		Headers: access.headers, Cookies: access.cookies, Recipe: access.recipe, BasicUser: c.User, BasicPassword: os.Getenv("USAGER_PASSWORD"), Languages: c.AcceptLanguage,
		Viewport: page.Viewport{Width: b.Width, Height: b.Height, Scale: 1},
		Static:   b.Static, ChromePath: b.Path, NoSandbox: b.Sandbox == "off" || b.Sandbox == "auto" && os.Geteuid() == 0,
		Banners: b.Banners == "refuse", Refuse: b.Refuse, Steady: b.Steady, Clock: b.clock(), OwnOnly: b.OwnOnly, Twice: b.Visits == 2,
		Narrow: true, Screenshots: b.Screenshots, Probes: crawler.Probes(b.Probes),
	}
	if cfg.Tabs == 0 {
		cfg.Tabs = min(8, max(2, runtime.NumCPU()))
	}
	if c.MaxDepth == 0 && len(j.list) == 0 {
		cfg.URLList = j.seeds
	}
	return cfg, nil
}

// audit visits a site, judges it, keeps the result and writes the reports.
func (a *app) audit(ctx context.Context, j job) error {
	if err := a.writable(); err != nil {
		return err
	}
	walkers, err := a.loadJourneys()
	if err != nil {
		return err
	}
	store, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	baseline := ""
	if a.settings.Baseline != "" {
		// Resolved before this audit begins, so that "last" is not itself.
		if baseline, err = store.Resolve(ctx, a.settings.Baseline); err != nil {
			return err
		}
	}
	cfg, err := a.crawlerConfig(j)
	if err != nil {
		return err
	}
	if a.settings.ChangedSince != "" {
		if a.settings.ChangedSince, err = store.Resolve(ctx, a.settings.ChangedSince); err != nil {
			return err
		}
		cfg.Unchanged = a.unchanged(ctx, store)
	}
	cr, err := crawler.New(cfg, a.log)
	if err != nil {
		return err
	}
	result := a.begin(j)
	if !j.passing {
		if result.Manifest.Resume, err = a.resumption(j, baseline); err != nil {
			return err
		}
	}
	if result.ID, err = store.Begin(ctx, result.Manifest); err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	release, err := store.Lease(result.ID)
	if err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	defer release() //nolint:errcheck // the kernel does it at the end of the process
	a.settings.Baseline = baseline
	return a.complete(ctx, cr, store, result, 0, walkers)
}

// begin returns an audit of which nothing is done yet.
func (a *app) begin(j job) *audit.Audit {
	return &audit.Audit{Schema: audit.Schema, Manifest: audit.Manifest{
		Tool: audit.Tool(), RuleSet: audit.RuleSet, Seeds: slices.Concat(j.seeds, j.list),
		Country: a.settings.Country, Config: a.settings.public(), Started: time.Now(),
	}}
}

// unchanged returns what the crawler asks of a page before it renders it: the
// snapshot that the audit of --changed-since made of the same source, if it
// holds what this one wants to know.
func (a *app) unchanged(ctx context.Context, store *audit.Store) func(url, source string) *page.Page {
	id, want := a.settings.ChangedSince, page.Input(0)
	if !a.settings.Browser.Static {
		want = page.Style
	}
	return func(url, source string) *page.Page {
		b, err := store.Visit(ctx, id, url)
		var v crawler.Visit
		if err != nil || b == nil || json.Unmarshal(b, &v) != nil || v.Source != source {
			return nil
		}
		p, err := store.PageSnapshot(ctx, id, url)
		if err != nil || p == nil || !p.Inputs.Has(want) {
			return nil
		}
		return p
	}
}

// complete visits what is left of a site, of which kept URLs are stored
// already, and judges, keeps and reports the whole.
func (a *app) complete(ctx context.Context, cr *crawler.Crawler, store *audit.Store, result *audit.Audit, kept int, walkers *walkers) error {
	crawlErr := a.crawl(ctx, cr, store, result, kept)
	if err := cause(ctx); err != nil {
		return err
	}

	cfg, err := a.crawlerConfig(job{seeds: result.Manifest.Seeds})
	if err != nil {
		return err
	}
	walkers.browse = a.browse(ctx, cfg, true, store.AddPicture)

	// What was found is kept and reported however the crawl ended.
	last := context.WithoutCancel(ctx)
	if err := a.conclude(last, store, result, walkers); err != nil {
		return errors.Join(crawlErr, err)
	}
	if result.Coverage.Audited == 0 && crawlErr != nil && ctx.Err() == nil {
		return crawlErr
	}
	if err := a.write(last, store, result.ID, a.settings.Format); err != nil {
		return errors.Join(crawlErr, err)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(a.err, a.say.text("interrupted", "id", result.ID))
		return context.Canceled
	}
	if crawlErr != nil {
		return crawlErr
	}
	switch result.Status {
	case crawler.RuleHostDown:
		return failure(nil, "host-down", "id", result.ID)
	case crawler.RuleSignedOut:
		return failure(nil, "signed-out", "id", result.ID)
	}
	return a.verdict(last, store, result.ID, a.settings.Baseline)
}

// public returns the settings as the manifest shows them: without secrets.
func (s *settings) public() map[string]any {
	return map[string]any{
		"max_pages": s.Crawl.MaxPages, "max_depth": s.Crawl.MaxDepth, "max_time": s.Crawl.MaxTime.String(),
		"include": s.Crawl.Include, "exclude": s.Crawl.Exclude, "hosts": s.Crawl.Hosts,
		"ignore_robots": s.Crawl.IgnoreRobots, "insecure_tls": s.Crawl.InsecureTLS, "public_only": s.Crawl.PublicOnly, "static": s.Browser.Static,
		"probes": s.Browser.Probes, "banners": s.Browser.Banners, "refuse": s.Browser.Refuse, "steady": s.Browser.Steady, "clock": s.Browser.Clock, "own_only": s.Browser.OwnOnly, "visits": s.Browser.Visits, "viewport": fmt.Sprintf("%d×%d", s.Browser.Width, s.Browser.Height), "skip_checks": s.SkipChecks,
		"personas": s.Journeys.Personas, "changed_since": s.ChangedSince, "signed_in": s.Crawl.User != "" || len(s.Crawl.Headers) > 0 || s.Login.Recipe != "" || len(s.Login.Cookies) > 0,
	}
}

// crawl visits the site and stores each URL as it comes. The first kept of
// them are stored already.
func (a *app) crawl(ctx context.Context, cr *crawler.Crawler, store *audit.Store, result *audit.Audit, kept int) error {
	bar := newProgress(a.err, a.say, a.settings.Crawl.MaxPages)
	defer bar.done()
	result.Status = "complete"
	storing := context.WithoutCancel(ctx) // what was seen is kept, also when the audit is interrupted
	seq := 0
	stopped := false
	for v, err := range cr.Visits(ctx) {
		result.Manifest.Browser = cr.BrowserVersion()
		if err != nil {
			result.Status = "failed"
			if ctx.Err() != nil {
				result.Status = "interrupted"
			}
			return err
		}
		if v.Rule == crawler.RuleMaxTime || v.Rule == crawler.RuleHostDown || v.Rule == crawler.RuleSignedOut {
			result.Status = v.Rule
		}
		stopped = stopped || crawler.Stopped(v.Rule)
		switch {
		case stopped && seq < kept: // what is stored knows better
		case v.Outcome == crawler.Sitemap && stopped:
		case v.Outcome == crawler.Sitemap:
			err = a.note(storing, store, result.ID, seq-1, v)
		case seq >= kept:
			err = a.keep(storing, store, result.ID, seq, v)
		}
		if err != nil {
			result.Status = "store-failed"
			return failure(err, "store-failed", "detail", err.Error())
		}
		if stopped && seq < kept || v.Outcome == crawler.Sitemap {
			continue
		}
		bar.met(v.URL, v.Outcome == crawler.Audited)
		seq++
	}
	return nil
}

// keep judges a visit and stores what is found.
func (a *app) keep(ctx context.Context, store *audit.Store, id string, seq int, v *crawler.Visit) error {
	if v.Outcome == crawler.Audited && v.Page == nil {
		return fmt.Errorf("%s was visited, and is not in the store", v.URL)
	}
	u, p := a.judge(v)
	if v.Tried {
		b, err := json.Marshal(v)
		if err != nil {
			return err
		}
		u.Visit = b
	}
	return store.Add(ctx, id, seq, u, p, v.Page, v.Met)
}

// note stores what the sitemaps list.
func (a *app) note(ctx context.Context, store *audit.Store, id string, seq int, v *crawler.Visit) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return store.Note(ctx, id, seq, v.URL, b)
}

// judge turns a visit into what is kept of it.
func (a *app) judge(v *crawler.Visit) (audit.URL, *audit.Page) {
	u := audit.URL{
		URL: v.URL, Outcome: string(v.Outcome), Rule: v.Rule, Reason: v.Reason, Depth: v.Depth, From: v.From,
		Redirects: v.Redirects, Canonical: v.Canonical,
	}
	if v.Document != nil {
		u.Document = &audit.Document{MIME: v.Document.MIME, Size: v.Document.Size, Text: a.documents.read(v)}
	}
	if v.Page == nil {
		u.Final = cmp.Or(v.Target, v.DuplicateOf)
		return u, nil
	}
	u.Final = v.Page.Final
	start := time.Now()
	p := a.judgePage(v.Page, v.Depth)
	if v.Again != nil {
		p.Results = audit.Twice(p.Results, a.judgePage(v.Again, v.Depth).Results)
	}
	if v.Met != nil {
		p.Results = audit.Behind(p.Results, a.judgePage(v.Met, v.Depth).Results)
	}
	p.SignedIn = v.SignedIn
	if b := v.Banner; b != nil {
		p.Banner = &audit.Banner{Manager: b.Manager, Refused: b.Refused, Control: b.Control, Problem: b.Problem}
	}
	p.Timings = audit.Timings{Fetch: v.FetchTime.Milliseconds(), Render: v.RenderTime.Milliseconds(), Judge: time.Since(start).Milliseconds()}
	return u, p
}

// judgePage applies all checks to a snapshot.
func (a *app) judgePage(snapshot *page.Page, depth int) *audit.Page {
	results, facts := suite.Page(snapshot, depth, a.settings.SkipChecks)
	return &audit.Page{
		URL: snapshot.URL, Final: snapshot.Final, Status: snapshot.Status, Title: facts.Title, Lang: facts.Lang,
		Template: facts.Outline, Depth: depth, Inputs: snapshot.Inputs.String(), Results: results,
		Channels: facts.Channels, Clarity: facts.Score, Facts: facts,
	}
}

// conclude judges the site as a whole and ends the audit.
func (a *app) conclude(ctx context.Context, store *audit.Store, result *audit.Audit, walkers *walkers) error {
	facts, err := store.Facts(ctx, result.ID)
	if err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	coverage, err := store.Coverage(ctx, result.ID)
	if err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	result.Coverage = coverage
	site := checks.Site{Seeds: result.Manifest.Seeds, Country: result.Manifest.Country, Complete: result.Status == "complete" && whole(coverage)}
	if a.settings.Sample {
		result.Sample = audit.Sample(facts, coverage.URLs, a.settings.SampleSeed)
	}
	if len(facts) > 0 {
		result.Site = suite.Site(site, facts, a.settings.SkipChecks)
		result.Journeys = walkers.walk(facts, site.Complete, coverage.URLs)
	}
	result.Manifest.Ended = time.Now()
	result.SetPages(func(ctx context.Context) iter.Seq2[*audit.Page, error] { return store.Pages(ctx, result.ID) })
	if err := result.Summarise(ctx, a.catalog); err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	if err := store.Finish(ctx, result); err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	result.Coverage.URLs = nil // the report reads them anew
	return nil
}

// whole reports whether no page in scope was left out by a limit or a failure.
func whole(c audit.Coverage) bool {
	for _, rule := range []string{"max-pages", "max-depth", "max-time", "robots", "network", "timeout", "status"} {
		if c.Rules[rule] > 0 {
			return false
		}
	}
	return c.Audited > 0
}

// writable finds out before the work whether the report can be written.
func (a *app) writable() error {
	for _, f := range a.settings.Format {
		if !slices.Contains(append(report.Formats(), "html", "pdf"), f) {
			return usage("config-choice", "key", "format", "value", f, "choices", strings.Join(append(report.Formats(), "html", "pdf"), ", "))
		}
	}
	dir := a.settings.Out
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		var f *os.File
		if f, err = os.CreateTemp(dir, ".usager-*"); err == nil {
			err = errors.Join(f.Close(), os.Remove(f.Name()))
		}
	}
	if err != nil {
		return failure(err, "out-unwritable", "dir", dir, "detail", err.Error())
	}
	return nil
}

// verdict compares what failed with --fail-on. What the team decided upon does
// not count, nor what was found on one of two visits only, nor, with a baseline,
// what that audit had.
func (a *app) verdict(ctx context.Context, store *audit.Store, id, baseline string) error {
	result, err := a.load(ctx, store, id)
	if err != nil {
		return err
	}
	if stale := a.stale(result); stale && a.settings.FailOnStale {
		return errFindings
	}
	if a.settings.FailOn == "none" {
		return nil
	}
	var least checks.Impact
	if err := least.UnmarshalText([]byte(a.settings.FailOn)); err != nil {
		return err
	}
	counts := func(audit.Issue) bool { return true }
	if baseline != "" {
		c, err := store.Compare(ctx, baseline, id)
		if err != nil {
			return err
		}
		fresh := make(map[string]bool)
		for _, i := range slices.Concat(c.Added, c.Reopened) {
			fresh[i.Fingerprint] = true
		}
		for fingerprint, s := range c.Spread {
			fresh[fingerprint] = s.Came > 0 // a known fault on a page that had none
		}
		counts = func(i audit.Issue) bool { return fresh[i.Fingerprint] }
		fmt.Fprintln(a.err, a.say.text("baseline", "id", baseline, "added", fmt.Sprint(len(c.Added)), "reopened", fmt.Sprint(len(c.Reopened)),
			"fixed", fmt.Sprint(len(c.Fixed)), "persisting", fmt.Sprint(len(c.Persisting))))
	}
	for _, i := range result.Issues {
		if i.Required() && !i.Unstable && i.Decision == nil && i.Impact >= least && counts(i) {
			return errFindings
		}
	}
	return nil
}

// stale names the decisions that have expired or match nothing, and reports
// whether there are any.
func (a *app) stale(result *audit.Audit) (any bool) {
	for _, d := range result.Decisions {
		key := "decision-expired"
		switch {
		case d.Expired:
		case d.Issues == 0:
			key = "decision-unmatched"
		default:
			continue
		}
		any = true
		fmt.Fprintln(a.err, a.say.text(key, "about", cmp.Or(d.Fingerprint, strings.TrimSpace(d.Check+" "+d.Scope)), "who", d.Who, "until", d.Until))
	}
	return any
}

// load reads an audit and what the team decided about its issues.
func (a *app) load(ctx context.Context, store *audit.Store, id string) (*audit.Audit, error) {
	result, err := store.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	journeys.Explain(result.Journeys, result.Issues)
	if len(a.decisions) == 0 {
		return result, nil
	}
	return result, store.Decide(ctx, result, a.decisions, time.Now())
}

// readDecisions reads the file that the settings name.
func (a *app) readDecisions() error {
	name := a.settings.Decisions
	if name == "" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return usage("decisions-unreadable", "file", name, "detail", err.Error())
	}
	defer f.Close()
	if a.decisions, err = audit.ParseDecisions(f); err != nil {
		return usage("decisions-unreadable", "file", name, "detail", err.Error())
	}
	return nil
}

// history adds to the options of a report what changed since the baseline or,
// without one, since the audit before.
func (a *app) history(ctx context.Context, store *audit.Store, id string, opts *report.Options) (err error) {
	if opts.Trend, err = store.Trend(ctx, id); err != nil {
		return err
	}
	old := ""
	if a.settings.Baseline != "" {
		if old, err = store.Resolve(ctx, a.settings.Baseline); err != nil {
			return err
		}
	}
	if old == "" || old == id {
		if old, err = store.Previous(ctx, id); err != nil || old == "" {
			return err
		}
	}
	if opts.Comparison, err = store.Compare(ctx, old, id); err != nil {
		return err
	}
	opts.Clarity, err = store.Clarity(ctx, old)
	return err
}

// write writes the reports of an audit: the folder with the pages for people
// and audit.json, and the first format that is text on stdout.
func (a *app) write(ctx context.Context, store *audit.Store, id string, formats []string) error {
	result, err := a.load(ctx, store, id)
	if err != nil {
		return err
	}
	dir := a.settings.Out
	opts := a.reportOptions(store)
	if err := a.history(ctx, store, id, &opts); err != nil {
		return err
	}
	if err := report.WriteHTML(ctx, dir, result, opts); err != nil {
		return failure(err, "report-unwritable", "dir", dir, "id", id, "detail", err.Error())
	}
	for _, format := range slices.Compact(slices.Sorted(slices.Values(append([]string{"json"}, formats...)))) {
		if format == "pdf" {
			if err := a.writePDF(ctx, dir, result, opts); err != nil {
				return err
			}
		}
		if format == "html" || format == "table" || format == "pdf" {
			continue
		}
		name := filepath.Join(dir, report.File(format))
		if err := writeFile(ctx, name, format, result, opts); err != nil {
			return failure(err, "report-unwritable", "dir", name, "id", id, "detail", err.Error())
		}
	}
	if i := slices.IndexFunc(formats, func(f string) bool { return f != "html" && f != "pdf" && !report.Binary(f) }); i >= 0 {
		if err := report.Write(ctx, a.out, formats[i], result, opts); err != nil {
			return err
		}
	}
	fmt.Fprintln(a.err, a.say.text("written", "file", filepath.Join(dir, "index.html"), "id", id))
	return nil
}

// writePDF prints the report in dir as one document.
func (a *app) writePDF(ctx context.Context, dir string, result *audit.Audit, opts report.Options) error {
	book, err := report.WriteBook(dir, result, opts)
	if err != nil {
		return failure(err, "out-unwritable", "dir", dir, "detail", err.Error())
	}
	defer os.Remove(book)
	name, err := filepath.Abs(book)
	if err != nil {
		return err
	}
	b := a.settings.Browser
	pdf, err := crawler.PrintPDF(ctx, crawler.Config{ChromePath: b.Path, NoSandbox: b.Sandbox == "off" || b.Sandbox == "auto" && os.Geteuid() == 0}, (&url.URL{Scheme: "file", Path: filepath.ToSlash(name)}).String())
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "audit.pdf"), pdf, 0o644); err != nil {
		return failure(err, "out-unwritable", "dir", dir, "detail", err.Error())
	}
	return nil
}

func writeFile(ctx context.Context, name, format string, result *audit.Audit, opts report.Options) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".usager-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	err = errors.Join(report.Write(ctx, f, format, result, opts), f.Chmod(0o644), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// gather visits a site and returns the facts of its pages and what became
// of each address; it keeps nothing.
func (a *app) gather(ctx context.Context, j job) ([]*checks.Facts, []audit.URL, error) {
	cfg, err := a.crawlerConfig(j)
	if err != nil {
		return nil, nil, err
	}
	cfg.Probes, cfg.Documents = crawler.ProbesNone, 0 // journeys read the snapshot alone
	cr, err := crawler.New(cfg, a.log)
	if err != nil {
		return nil, nil, err
	}
	bar := newProgress(a.err, a.say, a.settings.Crawl.MaxPages)
	defer bar.done()
	var facts []*checks.Facts
	var urls []audit.URL
	for v, err := range cr.Visits(ctx) {
		if err != nil {
			return nil, nil, err
		}
		if v.Outcome == crawler.Sitemap {
			continue
		}
		u, p := a.judge(v)
		urls = append(urls, u)
		if p != nil {
			facts = append(facts, p.Facts)
		}
		bar.met(v.URL, v.Page != nil)
	}
	return facts, urls, nil
}
