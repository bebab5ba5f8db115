// Command probes tells what driving pages costs: it serves a folder of pages,
// loads them in Chromium and does nothing else, and then captures them and
// makes all probes on one page of each template, in turn, and prints the
// medians of the rounds and their ratio:
//
//	go run ./bench/probes [-rounds N] [-tabs N] [DIR…]
//
// Without DIR the pages are those of the demonstration site, broken and
// repaired.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
)

func main() {
	rounds := flag.Int("rounds", 5, "how often each is done")
	tabs := flag.Int("tabs", min(8, max(2, runtime.NumCPU())), "pages loaded at once; as usager audit does by default")
	chrome := flag.String("chrome", "", "the Chromium to start")
	flag.Parse()
	dirs := flag.Args()
	if len(dirs) == 0 {
		dirs = []string{"testdata/sites/commune/broken", "testdata/sites/commune/repaired"}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, dirs, *rounds, crawler.Config{Tabs: *tabs, ChromePath: *chrome, Delay: -1}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

func run(ctx context.Context, dirs []string, rounds int, cfg crawler.Config) error {
	for _, dir := range dirs {
		srv := httptest.NewServer(http.FileServer(http.Dir(dir)))
		defer srv.Close()
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && filepath.Ext(path) == ".html" {
				var rel string
				rel, err = filepath.Rel(dir, path)
				// A file server redirects from an index to its folder.
				cfg.URLList = append(cfg.URLList, srv.URL+"/"+strings.TrimSuffix(filepath.ToSlash(rel), "index.html"))
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("list the pages of %s: %w", dir, err)
		}
	}
	if len(cfg.URLList) == 0 {
		return errors.New("there are no pages")
	}
	cfg.MaxPages = -1
	var bare, probed []time.Duration
	for range rounds {
		took, err := load(ctx, cfg)
		if err != nil {
			return err
		}
		bare = append(bare, took)
		pages, driven := 0, 0
		if took, pages, driven, err = drive(ctx, cfg); err != nil {
			return err
		}
		probed = append(probed, took)
		fmt.Printf("%d pages: bare %.2f s; %d captured, %d of them driven: %.2f s\n", len(cfg.URLList), bare[len(bare)-1].Seconds(), pages, driven, took.Seconds())
	}
	b, p := median(bare), median(probed)
	fmt.Printf("median of %d: bare %.2f s, with probes %.2f s, ratio %.2f\n", rounds, b.Seconds(), p.Seconds(), p.Seconds()/b.Seconds())
	return nil
}

func median(ds []time.Duration) time.Duration {
	slices.Sort(ds)
	return ds[len(ds)/2]
}

// load loads all pages, the start of the browser included.
func load(ctx context.Context, cfg crawler.Config) (time.Duration, error) {
	start := time.Now()
	b, err := crawler.StartBrowser(ctx, cfg)
	if err != nil {
		return 0, err
	}
	defer b.Stop()
	next := make(chan string)
	var g sync.WaitGroup
	for range cfg.Tabs {
		g.Go(func() {
			for url := range next {
				if err := b.Load(ctx, url); err != nil {
					slog.WarnContext(ctx, "not loaded", "url", url, "err", err)
				}
			}
		})
	}
	for _, url := range cfg.URLList {
		next <- url
	}
	close(next)
	g.Wait()
	return time.Since(start), ctx.Err()
}

// drive captures all pages and drives one of each template, the start of the
// browser included.
func drive(ctx context.Context, cfg crawler.Config) (took time.Duration, pages, driven int, err error) {
	cfg.Narrow, cfg.Probes, cfg.PerTemplate = true, crawler.ProbesTemplates, 1
	start := time.Now()
	c, err := crawler.New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		return 0, 0, 0, err
	}
	for v, err := range c.Visits(ctx) {
		if err != nil {
			return 0, 0, 0, err
		}
		if v.Page == nil {
			continue
		}
		pages++
		if v.Page.Inputs.Has(page.Keyboard) {
			driven++
		}
	}
	return time.Since(start), pages, driven, nil
}
