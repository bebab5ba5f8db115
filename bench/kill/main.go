// Command kill kills usager with SIGKILL again and again in the course of one
// audit, resumes it each time, and compares the result with that of an audit
// that nobody disturbed.
//
//	go run ./bench/kill [-pages N] [-kills N] [-seed N] [-browser]
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/bench/town"
)

func main() {
	h := harness{}
	flag.IntVar(&h.pages, "pages", 200, "pages of the site")
	flag.IntVar(&h.kills, "kills", 50, "kills")
	flag.Uint64Var(&h.seed, "seed", 1, "of the moments")
	flag.BoolVar(&h.browser, "browser", false, "with Chromium")
	flag.Parse()
	out, err := h.run(context.Background())
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	fmt.Print(out)
	if out.lost+out.twice > 0 || out.diff != "" {
		os.Exit(1)
	}
}

// A harness is one experiment.
type harness struct {
	pages, kills int
	seed         uint64
	browser      bool
}

// An outcome is what came of it.
type outcome struct {
	kills, early, late int // early: before a page was asked for; late: when all were stored
	pages, urls        int
	lost, twice        int
	diff               string // between the two audits, timings aside
	calm, disturbed    time.Duration
}

func (o outcome) String() string {
	s := fmt.Sprintf("%d kills (%d before a page was asked for, %d after the last) on %d pages, %d addresses: %d lost, %d twice, ",
		o.kills, o.early, o.late, o.pages, o.urls, o.lost, o.twice)
	if o.diff == "" {
		s += "result equal"
	} else {
		s += "result differs (-undisturbed +killed):\n" + o.diff
	}
	return s + fmt.Sprintf("\nundisturbed %.1f s, killed %.1f s\n", o.calm.Seconds(), o.disturbed.Seconds())
}

func (h harness) run(ctx context.Context) (o outcome, err error) {
	dir, err := os.MkdirTemp("/tmp", "ukill") // short: Chromium makes sockets below it
	if err != nil {
		return o, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file := filepath.Join(dir, "usager")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", file, "github.com/usager/usager/cmd/usager").CombinedOutput(); err != nil {
		return o, fmt.Errorf("build: %w\n%s", err, out)
	}
	var asked atomic.Int64
	site := town.Town{N: h.pages}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/p/") {
			asked.Add(1)
		}
		site.ServeHTTP(w, r)
	}))
	defer srv.Close()

	command := func(store string, args ...string) *exec.Cmd {
		args = append([]string{"audit", "--store", filepath.Join(dir, store), "--out", filepath.Join(dir, store+"-report"), "--format", "json", "--fail-on", "none"}, args...)
		cmd := exec.CommandContext(ctx, file, args...)
		cmd.Env = append(os.Environ(), "TMPDIR="+dir, "LANG=en_GB.UTF-8")
		cmd.Dir = dir
		return cmd
	}
	begin := []string{fmt.Sprintf("--max-pages=%d", h.pages), fmt.Sprintf("--static=%v", !h.browser), "--max-depth=50", "--tabs=2", srv.URL + "/"}
	start := time.Now()
	if out, err := command("calm", begin...).CombinedOutput(); err != nil {
		return o, fmt.Errorf("undisturbed audit: %w\n%s", err, out)
	}
	o.calm = time.Since(start)

	// Half of the kills come after so many more pages were asked for, and a
	// moment more; the others at a moment after the start, whatever it hits.
	rnd := rand.New(rand.NewPCG(h.seed, 0))
	share := max(1, 2*h.pages/(h.kills+1))
	start = time.Now()
	args := begin
	for done := false; !done; {
		before := asked.Load()
		cmd := command("killed", args...)
		var output bytes.Buffer
		cmd.Stdout, cmd.Stderr = &output, &output
		if err := cmd.Start(); err != nil {
			return o, err
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		if o.kills < h.kills {
			limit := time.Duration(rnd.IntN(400)) * time.Millisecond
			if rnd.IntN(2) == 0 {
				want, more := before+int64(1+rnd.IntN(share)), time.Duration(rnd.IntN(30))*time.Millisecond
				for asked.Load() < want && len(ended) == 0 {
					time.Sleep(time.Millisecond)
				}
				limit = more
			}
			select {
			case err := <-ended:
				ended <- err
			case <-time.After(limit):
				if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
					return o, err
				}
			}
		}
		err := <-ended
		state := cmd.ProcessState
		switch {
		case err == nil:
			done = true
		case state.ExitCode() == -1: // by the signal
			o.kills++
			if asked.Load() == before {
				o.early++
			}
		case strings.Contains(output.String(), "no audit is left"):
			if args[0] != "--resume" {
				return o, fmt.Errorf("%w\n%s", err, output.Bytes())
			}
			// It was killed between the end of the audit and that of the report.
			o.late++
			done = true
			report := exec.CommandContext(ctx, file, "report", "--store", filepath.Join(dir, "killed"), "--out", filepath.Join(dir, "killed-report"), "--format", "json")
			if out, err := report.CombinedOutput(); err != nil {
				return o, fmt.Errorf("report: %w\n%s", err, out)
			}
		default:
			return o, fmt.Errorf("usager %s: %w\n%s", strings.Join(args, " "), err, output.Bytes())
		}
		if _, err := os.Stat(filepath.Join(dir, "killed", "locks")); err == nil {
			args = []string{"--resume"} // the audit had begun
		}
	}
	o.disturbed = time.Since(start)
	if o.kills < h.kills {
		return o, fmt.Errorf("the audit ended after %d kills; try another seed", o.kills)
	}
	calm, err := read(filepath.Join(dir, "calm-report", "audit.json"))
	if err != nil {
		return o, err
	}
	killed, err := read(filepath.Join(dir, "killed-report", "audit.json"))
	if err != nil {
		return o, err
	}
	o.compare(calm, killed)
	return o, nil
}

// compare counts what is lost and what is there twice, and finds every other
// difference.
func (o *outcome) compare(calm, killed map[string]any) {
	all := func(audit map[string]any, path ...string) map[string]int {
		count := make(map[string]int)
		var v any = audit
		for _, key := range path {
			v, _ = v.(map[string]any)[key]
		}
		list, _ := v.([]any)
		for _, x := range list {
			url, _ := x.(map[string]any)["url"].(string)
			count[url]++
		}
		return count
	}
	for _, path := range [][]string{{"pages"}, {"coverage", "urls"}} {
		want, got := all(calm, path...), all(killed, path...)
		if len(path) == 1 {
			o.pages = len(want)
		} else {
			o.urls = len(want)
		}
		for url := range want {
			if got[url] == 0 {
				o.lost++
			}
		}
		for _, n := range got {
			if n > 1 {
				o.twice++
			}
		}
	}
	o.diff = cmp.Diff(calm, killed)
}

// read reads an audit without what may differ: when it was and how long it took.
func read(name string) (map[string]any, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var audit map[string]any
	if err := json.Unmarshal(b, &audit); err != nil {
		return nil, err
	}
	delete(audit, "id")
	if m, ok := audit["manifest"].(map[string]any); ok {
		delete(m, "started")
		delete(m, "ended")
	}
	pages, _ := audit["pages"].([]any)
	for _, p := range pages {
		delete(p.(map[string]any), "timings")
	}
	return audit, nil
}
