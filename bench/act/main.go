// Command act measures the checks of accessibility on the test cases of the
// W3C ACT rules: it serves them, renders each in the browser, judges it with
// all checks and compares with what is expected.
//
//	go run ./bench/act [flags] [DIR]
//
// DIR holds testcases.json and the files it names; without it nothing is done.
//
// Two measures are printed. The first is the W3C's: for a rule count only the
// checks that claim it by its id, and a rule is complete if they fail every
// failed example and no other. The second takes what a reader of a report
// sees: an example is found if any certain violation carries a success
// criterion of the rule.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
)

// mount is the path that the cases refer to their assets by.
const mount = "/WAI/content-assets/wcag-act-rules/"

type testCase struct {
	RuleID       string                                `json:"ruleId"`
	RuleName     string                                `json:"ruleName"`
	Requirements map[string]map[string]json.RawMessage `json:"ruleAccessibilityRequirements"`
	Expected     checks.Outcome                        `json:"expected"`
	ID           string                                `json:"testcaseId"`
	Title        string                                `json:"testcaseTitle"`
	Path         string                                `json:"relativePath"`
	Approved     bool                                  `json:"approved"`
}

// criteria returns the success criteria that the rule maps to for conformance.
func (c *testCase) criteria() []string {
	var cs []string
	for name, properties := range c.Requirements {
		version, number, ok := strings.Cut(name, ":")
		if ok && strings.HasPrefix(version, "wcag2") && string(properties["forConformance"]) == "true" {
			cs = append(cs, number)
		}
	}
	slices.Sort(cs)
	return cs
}

// A verdict is what the checks said of one case.
type verdict struct {
	Case    *testCase       `json:"case"`
	Skipped string          `json:"skipped,omitempty"`
	Results []checks.Result `json:"results,omitempty"` // of checks that found something
}

func main() {
	rule := flag.String("rule", "", "only this rule, by its id")
	verbose := flag.Bool("v", false, "list each case with what was reported")
	asJSON := flag.Bool("json", false, "print the table as JSON")
	tabs := flag.Int("tabs", 4, "pages rendered at once")
	keep := flag.String("snapshots", "", "keep snapshots in this folder, and judge those that are there without rendering")
	flag.Parse()
	dir := "../shared/act"
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, dir, options{*rule, *verbose, *asJSON, *tabs, *keep}); err != nil {
		fmt.Fprintln(os.Stderr, "act:", err)
		os.Exit(1)
	}
}

type options struct {
	rule          string
	verbose, json bool
	tabs          int
	snapshots     string
}

func run(ctx context.Context, dir string, opt options) error {
	cases, err := load(dir)
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Printf("skipped: no test cases in %s\n", dir)
		return nil
	}
	if err != nil {
		return err
	}
	if opt.rule != "" {
		cases = slices.DeleteFunc(cases, func(c *testCase) bool { return c.RuleID != opt.rule })
	}
	mux := http.NewServeMux()
	mux.Handle(mount, http.StripPrefix(mount, http.FileServer(http.Dir(dir))))
	srv := httptest.NewServer(mux)
	defer srv.Close()

	browser, err := crawler.StartBrowser(ctx, crawler.Config{Tabs: opt.tabs, Narrow: true, Screenshots: true, Zoom: true, Probes: crawler.ProbesAll, Sound: true})
	if err != nil {
		return err
	}
	defer browser.Stop()
	if opt.snapshots != "" {
		if err := os.MkdirAll(opt.snapshots, 0o755); err != nil {
			return err
		}
	}
	verdicts := make([]verdict, len(cases))
	var wg sync.WaitGroup
	limit := make(chan struct{}, opt.tabs)
	for i, c := range cases {
		wg.Go(func() {
			limit <- struct{}{}
			defer func() { <-limit }()
			verdicts[i] = judge(ctx, browser, srv.URL, c, opt.snapshots)
		})
	}
	wg.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t := tally(verdicts)
	switch {
	case opt.json:
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(t)
	case opt.verbose:
		list(os.Stdout, verdicts)
	}
	t.print(os.Stdout)
	return nil
}

func load(dir string) ([]*testCase, error) {
	b, err := os.ReadFile(filepath.Join(dir, "testcases.json"))
	if err != nil {
		return nil, fmt.Errorf("load test cases: %w", err)
	}
	var file struct {
		TestCases []*testCase `json:"testcases"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("load test cases of %s: %w", dir, err)
	}
	return file.TestCases, nil
}

func judge(ctx context.Context, b *crawler.Browser, server string, c *testCase, snapshots string) verdict {
	v := verdict{Case: c}
	if ext := filepath.Ext(c.Path); ext != ".html" && ext != ".htm" && ext != ".xhtml" {
		v.Skipped = "not HTML"
		return v
	}
	p, err := snapshot(ctx, b, server+mount+c.Path, filepath.Join(snapshots, c.RuleID+"-"+c.ID), snapshots != "")
	if err != nil {
		v.Skipped = err.Error()
		return v
	}
	var all []*checks.Check
	for _, f := range suite.Families {
		all = append(all, f.Checks...)
	}
	for _, r := range checks.Run(p, all) {
		if len(r.Findings) > 0 || strings.HasPrefix(r.Reason, "check broke") {
			v.Results = append(v.Results, r)
		}
	}
	return v
}

// snapshot renders a page, or reads the snapshot kept of it.
func snapshot(ctx context.Context, b *crawler.Browser, url, file string, keep bool) (*page.Page, error) {
	if keep {
		if f, err := os.Open(file); err == nil {
			defer f.Close()
			return page.Decode(f)
		}
	}
	p, err := b.Render(ctx, &page.Page{URL: url}, nil)
	if err != nil || !keep {
		return p, err
	}
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	if err := p.Encode(f); err != nil {
		f.Close()
		return nil, err
	}
	return p, f.Close()
}
