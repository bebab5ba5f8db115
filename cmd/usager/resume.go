package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/crawler"
)

// A resumption is all that it takes to go on with an audit, but for secrets.
type resumption struct {
	Settings settings
	Headers  []string // the names of those that were sent; their values are not kept
	Cookies  int      // how many were sent; neither are they
	Seeds    []string
	List     []string
}

// resumption returns what is kept of a job and its settings. The baseline is
// kept by its ID: "last" would mean another audit by then.
func (a *app) resumption(j job, baseline string) ([]byte, error) {
	r := resumption{Settings: *a.settings, Seeds: j.seeds, List: j.list}
	for name := range a.settings.Crawl.Headers {
		r.Headers = append(r.Headers, name)
	}
	slices.Sort(r.Headers)
	r.Cookies = len(r.Settings.Login.Cookies)
	r.Settings.Crawl.Headers, r.Settings.Login.Cookies = nil, nil
	r.Settings.Baseline = baseline
	return json.Marshal(r)
}

// resumeFlags are the flags that may be given anew when an audit is resumed:
// they change how it is worked on and shown, not what is found.
var resumeFlags = []string{"resume", "config", "lang", "store", "out", "format", "fail-on", "tabs", "max-time", "delay", "chrome", "sandbox", "verbose"}

// resume goes on with an audit that was cut short, under the settings with
// which it began.
func (a *app) resume(ctx context.Context, cmd *cobra.Command, name string) error {
	var other error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if !slices.Contains(resumeFlags, f.Name) {
			other = usage("resume-flag", "flag", "--"+f.Name)
		}
	})
	if other != nil {
		return other
	}
	store, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	u, err := store.Unfinished(ctx, name)
	if err != nil {
		return err
	}
	release, err := store.Lease(u.ID)
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // the kernel does it at the end of the process
	j, err := a.restore(cmd.Flags(), u)
	if err != nil {
		return err
	}
	if err := a.writable(); err != nil {
		return err
	}
	walkers, err := a.loadJourneys()
	if err != nil {
		return err
	}
	result := &audit.Audit{Schema: audit.Schema, ID: u.ID, Manifest: u.Manifest}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	cfg, err := a.crawlerConfig(j)
	if err != nil {
		return err
	}
	cfg.Known = func(url string) *crawler.Visit {
		b, err := store.Visit(ctx, u.ID, url)
		v := new(crawler.Visit)
		if err == nil && b != nil {
			err = json.Unmarshal(b, v)
		}
		if err != nil {
			fail(failure(err, "store-failed", "detail", err.Error()))
		}
		if err != nil || b == nil {
			return nil
		}
		return v
	}
	if a.settings.ChangedSince != "" {
		cfg.Unchanged = a.unchanged(ctx, store)
	}
	cr, err := crawler.New(cfg, a.log)
	if err != nil {
		return err
	}
	kept, err := store.Reopen(ctx, u.ID, crawler.Stopped)
	if err != nil {
		return failure(err, "store-failed", "detail", err.Error())
	}
	fmt.Fprintln(a.err, a.say.text("resumed", "id", u.ID, "kept", fmt.Sprint(kept)))
	return a.complete(ctx, cr, store, result, kept, walkers)
}

// restore takes over the settings with which an audit began, but for what is
// given on the command line, and returns its job.
func (a *app) restore(flags *pflag.FlagSet, u *audit.Unfinished) (job, error) {
	if u.Manifest.RuleSet != audit.RuleSet || u.Manifest.Tool != audit.Tool() {
		return job{}, usage("resume-version", "id", u.ID, "tool", u.Manifest.Tool)
	}
	var r resumption
	if err := json.Unmarshal(u.Manifest.Resume, &r); err != nil {
		return job{}, fmt.Errorf("read the settings of audit %s: %w", u.ID, err)
	}
	now, then := a.settings, r.Settings
	then.Lang, then.Store = now.Lang, now.Store
	then.Crawl.Headers = make(map[string]string)
	for _, name := range r.Headers {
		value, ok := now.Crawl.Headers[name]
		if !ok {
			return job{}, usage("resume-header", "name", name)
		}
		then.Crawl.Headers[name] = value
	}
	if then.Login.Cookies = now.Login.Cookies; len(then.Login.Cookies) < r.Cookies {
		return job{}, usage("resume-cookies")
	}
	for name, take := range map[string]func(){
		"out":      func() { then.Out = now.Out },
		"format":   func() { then.Format = now.Format },
		"fail-on":  func() { then.FailOn = now.FailOn },
		"tabs":     func() { then.Browser.Tabs = now.Browser.Tabs },
		"chrome":   func() { then.Browser.Path = now.Browser.Path },
		"sandbox":  func() { then.Browser.Sandbox = now.Browser.Sandbox },
		"max-time": func() { then.Crawl.MaxTime = now.Crawl.MaxTime },
		"delay":    func() { then.Crawl.Delay = now.Crawl.Delay },
	} {
		if flags.Changed(name) {
			take()
		}
	}
	a.settings = &then
	return job{seeds: r.Seeds, list: r.List}, nil
}

// resumeName returns which audit "--resume" means, with or without "=".
func resumeName(value string, args []string) (string, error) {
	if len(args) > 1 || len(args) == 1 && (value != resumeLast || strings.Contains(args[0], "/")) {
		return "", usage("resume-arguments")
	}
	if len(args) == 1 {
		return args[0], nil
	}
	return value, nil
}

// resumeLast is the value of --resume alone.
const resumeLast = "last"

// cause returns why a context ended, if it was this program's doing.
func cause(ctx context.Context) error {
	var ue *userError
	if errors.As(context.Cause(ctx), &ue) {
		return ue
	}
	return nil
}
