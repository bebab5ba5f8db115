// Bigreport measures what it takes to write the reports of a large audit: it
// makes an audit of so many pages and findings, writes it with a process of its
// own, and prints time, peak memory and sizes.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/report"
)

var (
	pages    = flag.Int("pages", 10_000, "pages")
	findings = flag.Int("findings", 30, "findings on each page")
	formats  = flag.String("format", "html", "html, or another format")
	keep     = flag.String("dir", "", "folder to keep the audit and the reports in; empty for a temporary one")
	write    = flag.Bool("write", false, "write the report of the audit in -dir: what the process of its own does")
)

func main() {
	flag.Parse()
	log.SetFlags(0)
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context) error {
	dir := *keep
	if dir == "" {
		d, err := os.MkdirTemp("", "bigreport-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(d)
		dir = d
	}
	catalog, err := suite.Catalog()
	if err != nil {
		return err
	}
	store, err := audit.Open(ctx, filepath.Join(dir, "store"), catalog)
	if err != nil {
		return err
	}
	defer store.Close()
	if *write {
		return writeReport(ctx, store, catalog, filepath.Join(dir, *formats))
	}
	if _, err := store.Resolve(ctx, "last"); err != nil {
		start := time.Now()
		if err := makeAudit(ctx, store, catalog); err != nil {
			return err
		}
		fmt.Printf("audit of %d pages and %d findings made in %v\n", *pages, *pages**findings, time.Since(start).Round(time.Second))
	}
	cmd := exec.CommandContext(ctx, os.Args[0], "-write", "-dir", dir, "-format", *formats)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return err
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return fmt.Errorf("no resource usage of %s", os.Args[0])
	}
	fmt.Printf("%s: %v, %v of processor time, peak memory %d MB\n", *formats, time.Since(start).Round(time.Second/10), cmd.ProcessState.UserTime().Round(time.Second/10), usage.Maxrss>>10)
	return sizes(filepath.Join(dir, *formats))
}

// makeAudit stores an audit in which each page has the faults of its template,
// one of forty, and some of its own.
func makeAudit(ctx context.Context, store *audit.Store, catalog *checks.Catalog) error {
	var ids []string
	for _, c := range catalog.Checks() {
		if c.Run != nil && len(catalog.Text(c.ID).Messages) > 0 {
			ids = append(ids, c.ID)
		}
	}
	a := &audit.Audit{Schema: audit.Schema, Status: "complete", Manifest: audit.Manifest{
		Tool: audit.Tool(), RuleSet: audit.RuleSet, Seeds: []string{"https://large.example/"}, Started: time.Now(),
	}}
	var err error
	if a.ID, err = store.Begin(ctx, a.Manifest); err != nil {
		return err
	}
	shared := *findings * 3 / 4
	for i := range *pages {
		url := fmt.Sprintf("https://large.example/section-%d/page-%d.html", i%97, i)
		template := i % 40
		results := make(map[string]*checks.Result)
		for k := range *findings {
			c := catalog.Check(ids[(template*7+k*5)%len(ids)])
			f := checks.Finding{
				Check: c.ID, Outcome: checks.Failed, Criteria: c.Criteria, Component: []string{"main", "main-menu", "contentinfo"}[k%3],
				Message:  checks.Message{Key: keyOf(catalog, c.ID), Args: map[string]string{"term": "une phrase d’un site"}},
				Selector: fmt.Sprintf("#content > div:nth-of-type(%d) > p:nth-of-type(%d) > a", k, i%9),
				HTML:     `<a class="button button--primary" href="/section/page.html"><svg aria-hidden="true" width="20" height="20"></svg></a>`,
			}
			if k%5 == 4 {
				f.Outcome = checks.CantTell
			}
			if k < shared {
				f.Fingerprint = fmt.Sprintf("%016x", template*1000+k)
			} else {
				f.Fingerprint = fmt.Sprintf("%016x", 1_000_000+i*1000+k)
			}
			r := results[c.ID]
			if r == nil {
				r = &checks.Result{Check: c.ID, Passed: 3}
				results[c.ID] = r
			}
			r.Outcome = max(r.Outcome, f.Outcome)
			r.Findings = append(r.Findings, f)
		}
		clarity := float64(30 + i%60)
		p := &audit.Page{
			URL: url, Final: url, Status: 200, Title: fmt.Sprintf("Page %d of a large site", i), Lang: "en", Template: fmt.Sprint(template),
			Depth: 1 + i%5, Clarity: &clarity, Facts: &checks.Facts{URL: url},
		}
		for _, id := range ids {
			if r := results[id]; r != nil {
				p.Results = append(p.Results, *r)
			} else {
				p.Results = append(p.Results, checks.Result{Check: id, Outcome: checks.Passed, Passed: 5})
			}
		}
		if err := store.Add(ctx, a.ID, i, audit.URL{URL: url, Outcome: "audited", Depth: p.Depth}, p, nil, nil); err != nil {
			return err
		}
	}
	if a.Coverage, err = store.Coverage(ctx, a.ID); err != nil {
		return err
	}
	loaded, err := store.Load(ctx, a.ID)
	if err != nil {
		return err
	}
	a.SetPages(loaded.Pages)
	if err := a.Summarise(ctx, catalog); err != nil {
		return err
	}
	a.Manifest.Ended = time.Now()
	return store.Finish(ctx, a)
}

// keyOf returns the first message of a check.
func keyOf(catalog *checks.Catalog, id string) string {
	var keys []string
	for key := range catalog.Text(id).Messages {
		keys = append(keys, key)
	}
	return slices.Min(keys)
}

func writeReport(ctx context.Context, store *audit.Store, catalog *checks.Catalog, out string) error {
	id, err := store.Resolve(ctx, "last")
	if err != nil {
		return err
	}
	a, err := store.Load(ctx, id)
	if err != nil {
		return err
	}
	opts := report.Options{Lang: "fr", Catalog: catalog}
	if *formats == "html" {
		return report.WriteHTML(ctx, out, a, opts)
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(out, report.File(*formats)))
	if err != nil {
		return err
	}
	defer f.Close()
	return report.Write(ctx, f, *formats, a, opts)
}

func sizes(dir string) error {
	files, total := 0, int64(0)
	var largest fs.FileInfo
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		files++
		total += info.Size()
		if largest == nil || info.Size() > largest.Size() {
			largest = info
		}
		if info.Name() == "index.html" {
			fmt.Printf("index.html: %d kB\n", info.Size()/1000)
		}
		return nil
	})
	if err == nil && largest != nil {
		fmt.Printf("%d files, %d MB in all, the largest %s with %d kB\n", files, total/1_000_000, largest.Name(), largest.Size()/1000)
	}
	return err
}
