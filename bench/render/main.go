// Command render loads pages in Chromium and does nothing else: the bare
// render, the unit in which the cost of an audit is told. Compare it with
//
//	usager audit --url-list FILE --probes none
//
// on the same pages with the same number of tabs:
//
//	go run ./bench/render [-tabs N] URL…|@FILE
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/usager/usager/crawler"
)

func main() {
	tabs := flag.Int("tabs", min(8, max(2, runtime.NumCPU())), "pages loaded at once; as usager audit does by default")
	timeout := flag.Duration("page-timeout", 30*time.Second, "for one page")
	chrome := flag.String("chrome", "", "the Chromium to start")
	flag.Parse()
	urls, err := list(flag.Args())
	if err != nil || len(urls) == 0 {
		fmt.Fprintln(os.Stderr, "usage: render [-tabs N] URL…|@FILE:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	cfg := crawler.Config{Tabs: *tabs, PageTimeout: *timeout, ChromePath: *chrome}
	start := time.Now()
	b, err := crawler.StartBrowser(ctx, cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	started := time.Since(start)
	failed := load(ctx, b, *tabs, urls)
	took := time.Since(start)
	b.Stop()
	fmt.Printf("%d pages, %d failed, %d tabs: %.2f s, of which %.2f s to start %s\n",
		len(urls), failed, *tabs, took.Seconds(), started.Seconds(), b.Version())
	if failed > 0 {
		os.Exit(1)
	}
}

// list returns the URLs that the arguments give, those of files included.
func list(args []string) ([]string, error) {
	var urls []string
	for _, arg := range args {
		name, ok := strings.CutPrefix(arg, "@")
		if !ok {
			urls = append(urls, arg)
			continue
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(b)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				urls = append(urls, line)
			}
		}
	}
	return urls, nil
}

// load loads all pages, in their order, and returns how many failed.
func load(ctx context.Context, b *crawler.Browser, tabs int, urls []string) (failed int) {
	next := make(chan string)
	var mu sync.Mutex
	var g sync.WaitGroup
	for range tabs {
		g.Go(func() {
			for url := range next {
				if err := b.Load(ctx, url); err != nil {
					mu.Lock()
					failed++
					mu.Unlock()
					fmt.Fprintf(os.Stderr, "%s: %v\n", url, err)
				}
			}
		})
	}
	for _, url := range urls {
		next <- url
	}
	close(next)
	g.Wait()
	return failed
}
