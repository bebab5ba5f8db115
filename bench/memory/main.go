// Command memory audits generated sites of several sizes and tells the peak
// memory of usager, Chromium's left out, so that it shows whether it grows with
// the number of pages.
//
//	go run ./bench/memory [-browser] [-args "--max-depth 50"] [PAGES…]
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/usager/usager/bench/town"
)

func main() {
	browser := flag.Bool("browser", false, "with Chromium")
	profile := flag.Bool("v", false, "print the memory every few seconds")
	flag.Parse()
	sizes := []int{500, 2000, 8000}
	if flag.NArg() > 0 {
		sizes = nil
		for _, s := range flag.Args() {
			n, err := strconv.Atoi(s)
			if err != nil {
				fmt.Fprintln(os.Stderr, "usage: memory [-browser] [PAGES…]:", err)
				os.Exit(2)
			}
			sizes = append(sizes, n)
		}
	}
	if err := run(context.Background(), os.Stdout, sizes, *browser, *profile); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

func run(ctx context.Context, out io.Writer, sizes []int, browser, verbose bool) (err error) {
	dir, err := os.MkdirTemp("/tmp", "umem") // short: Chromium makes sockets below it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "usager")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", file, "github.com/usager/usager/cmd/usager").CombinedOutput(); err != nil {
		return fmt.Errorf("build usager: %w\n%s", err, out)
	}
	for _, n := range sizes {
		crawl, peak, took, err := measure(ctx, dir, file, n, browser, verbose)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%d pages: peak %.0f MB (until the last page was asked for: %.0f MB), %.0f s\n", n, peak, crawl, took.Seconds())
	}
	return nil
}

// measure audits one site and returns the peak memory of the usager process
// until the last page was asked for, and over all, in megabytes.
func measure(ctx context.Context, dir, file string, n int, browser, verbose bool) (crawl, peak float64, took time.Duration, err error) {
	srv := httptest.NewServer(town.Town{N: n})
	defer srv.Close()
	store := filepath.Join(dir, strconv.Itoa(n))
	cmd := exec.CommandContext(ctx, file, "audit", "--store", store, "--out", store+"-report", "--format", "json,html", "--fail-on", "none",
		"--max-pages", strconv.Itoa(n), "--max-depth=50", fmt.Sprintf("--static=%v", !browser), srv.URL+"/")
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "LANG=en_GB.UTF-8")
	var output bytes.Buffer
	cmd.Stderr = &output
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for k := 0; ; k++ {
		select {
		case err := <-ended:
			if err != nil {
				return 0, 0, 0, fmt.Errorf("audit of %d pages: %w\n%s", n, err, output.Bytes())
			}
			return crawl, peak, time.Since(start), nil
		case <-tick.C:
		}
		hwm, rss := resident(cmd.Process.Pid)
		peak = max(peak, hwm)
		if _, err := os.Stat(store + "-report/assets"); errors.Is(err, os.ErrNotExist) {
			crawl = peak
		}
		if verbose && k%100 == 0 {
			fmt.Fprintf(os.Stderr, "%.0f s: %.0f MB, peak %.0f MB\n", time.Since(start).Seconds(), rss, hwm)
		}
	}
}

// resident returns the highest and the present resident memory of a process, in
// megabytes; 0 once it has ended.
func resident(pid int) (highest, now float64) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, 0
	}
	field := func(name string) float64 {
		_, rest, _ := strings.Cut(string(b), name+":")
		kb, _ := strconv.ParseFloat(strings.Fields(rest + " 0 0")[0], 64)
		return kb * 1024 / 1e6
	}
	return field("VmHWM"), field("VmRSS")
}
