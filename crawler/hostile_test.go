package crawler

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/page"
	"github.com/usager/usager/testdata/hostile"
)

// hostileConfig bounds crawls of traps tightly.
func hostileConfig(seed string) Config {
	return Config{Seeds: []string{seed}, MaxPages: -1, PageTimeout: 6 * time.Second, Quiet: time.Second, MaxBytes: 12 << 20, Delay: 0}
}

// line is a visit as hostile.Trap.Want tells of it.
func line(v *Visit) string {
	s := string(v.Outcome)
	if v.Rule != "" {
		s += " " + v.Rule + ": " + v.Reason
	}
	return s
}

// TestHostileSite walks all traps at once: each must end as it says within its
// bound, and every page beside them must be audited.
func TestHostileSite(t *testing.T) {
	needChrome(t)
	if raced {
		t.Skip("bounds in time are tried without the race detector, as make test does")
	}
	traps, err := hostile.Traps()
	if err != nil {
		t.Fatal(err)
	}
	site, err := hostile.Site()
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(site)
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	defer srv.Close()
	defer srv.CloseClientConnections()
	cfg := hostileConfig(srv.URL + "/")
	cfg.Tabs, cfg.Narrow, cfg.Screenshots = 4, true, true
	c, err := New(cfg, quiet)
	if err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	met := make(map[string]*Visit)
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		met[strings.TrimPrefix(v.URL, srv.URL)] = v
		if v.Page == nil {
			continue
		}
		if path := strings.TrimPrefix(v.URL, srv.URL); strings.HasPrefix(path, "/good?") && !strings.Contains(v.Page.VisibleText(v.Page.Root), path[len("/good?"):]) {
			t.Errorf("%s shows %q", path, v.Page.VisibleText(v.Page.Root))
		}
	}
	// Four tabs of traps keep two processors busy: some pages end by their time
	// that would have come to an end of their own, if not most of them.
	ended := 0
	late := func(got string) bool {
		return strings.HasPrefix(got, "audited incomplete: ") || strings.HasPrefix(got, "failed render: the page was not rendered within ")
	}
	for _, trap := range traps {
		v := met[trap.Path()]
		if g := met["/good?"+trap.Name]; g == nil || g.Outcome != Audited {
			t.Errorf("the page before %s: %+v", trap.Name, g)
		}
		if v == nil {
			t.Errorf("%s: not met", trap.Name)
			continue
		}
		got := strings.ReplaceAll(line(v), srv.URL, "")
		if !slices.ContainsFunc(trap.Want, func(w string) bool {
			return strings.HasPrefix(got, w) && (w != "audited" || v.Rule == "")
		}) {
			if ended++; !late(got) || ended > len(traps)/4 {
				t.Errorf("%s: got %q, want %q", trap.Name, got, trap.Want)
			}
		}
		if v.RenderTime > 2*(cfg.PageTimeout+5*time.Second) || v.FetchTime > maxTries*(cfg.PageTimeout+time.Second) {
			t.Errorf("%s took %v to fetch and %v to render", trap.Name, v.FetchTime, v.RenderTime)
		}
		if v.Page != nil && !strings.Contains(v.Page.Text(v.Page.Root), "still here") && !slices.Contains(lostText, trap.Name) && !late(got) {
			t.Errorf("%s: the text was not captured: %.200q", trap.Name, v.Page.Text(v.Page.Root))
		}
		t.Log(trap.Name, v.FetchTime.Round(time.Millisecond), v.RenderTime.Round(time.Millisecond), got)
	}
	t.Log(len(traps), "traps,", ended, "ended by their time,", len(met), "addresses in", time.Since(start).Round(time.Second))
}

// TestHostileDocs compares docs/hostile.md with what is tested; -update writes it.
func TestHostileDocs(t *testing.T) {
	traps, err := hostile.Traps()
	if err != nil {
		t.Fatal(err)
	}
	want := hostile.Document(traps)
	name := filepath.Join("..", "docs", "hostile.md")
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("docs/hostile.md is not up to date; run make update (-want +got):\n%s", d)
	}
	if n := len(traps) + len(hostile.Servers) + len(hostile.Faults); n < 40 {
		t.Errorf("%d traps", n)
	}
}

var update = flag.Bool("update", false, "rewrite docs/hostile.md")

// lostText are traps that themselves leave nothing of their text.
var lostText = []string{"remove", "zeros", "utf-16-wrong", "entities"}

// TestHostileServers walks sites that are traps as a whole.
func TestHostileServers(t *testing.T) {
	for _, s := range hostile.Servers {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			srv := httptest.NewUnstartedServer(s.Handler())
			srv.Config.ErrorLog = log.New(io.Discard, "", 0)
			if s.TLS {
				srv.StartTLS()
			} else {
				srv.Start()
			}
			defer srv.Close()
			defer srv.CloseClientConnections()
			cfg := hostileConfig(srv.URL + "/")
			cfg.Static, cfg.Sitemaps, cfg.MaxPages, cfg.MaxDepth, cfg.MaxFailures, cfg.PageTimeout = true, true, 40, 30, 4, 2*time.Second
			if s.Want != "" && strings.Contains(s.Want, "trap") {
				cfg.MaxDepth = 200
			}
			lines, audited, err := walked(t, cfg)
			var ue *UnreachableError
			if errors.As(err, &ue) {
				lines = append(lines, "failed "+ue.Rule+": "+ue.Reason)
			} else if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, s.Want) }) {
				t.Errorf("no visit is %q: %q", s.Want, lines)
			}
			if audited > s.Most || audited == 0 && s.Most > 0 {
				t.Errorf("%d pages were audited; at most %d were to be", audited, s.Most)
			}
			if s.TLS {
				cfg.InsecureTLS = true
				if lines, _, err := walked(t, cfg); err != nil || len(lines) == 0 || lines[0] != "audited" {
					t.Errorf("with invalid certificates accepted: %q, %v", lines, err)
				}
			}
		})
	}
}

// walked crawls a site and returns its visits and how many pages were audited.
func walked(t *testing.T, cfg Config) (lines []string, audited int, err error) {
	t.Helper()
	c, err := New(cfg, quiet)
	if err != nil {
		t.Fatal(err)
	}
	for v, err := range c.Visits(t.Context()) {
		if err != nil {
			return lines, audited, err
		}
		lines = append(lines, line(v))
		if v.Outcome == Audited {
			audited++
		}
	}
	return lines, audited, nil
}

// TestFaults breaks the browser in every way that docs/hostile.md lists.
func TestFaults(t *testing.T) {
	tests := map[string]func(*testing.T){
		"no-browser":    noBrowser,
		"browser-exits": func(t *testing.T) { brokenBrowser(t, "echo 'cannot open display' >&2; exit 1", "cannot open display") },
		"browser-mute":  func(t *testing.T) { brokenBrowser(t, "while :; do sleep 0.1; done", "") },
		"tab-crash":     tabCrash,
		"browser-crash": browserCrash,
		"browser-still": browserStill,
	}
	for _, f := range hostile.Faults {
		if tests[f.Name] == nil {
			t.Fatalf("%s is not tested", f.Name)
		}
		t.Run(f.Name, func(t *testing.T) {
			needChrome(t)
			tests[f.Name](t)
		})
	}
}

func noBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := FindChrome(""); err == nil {
		t.Skip("a browser is installed outside PATH")
	}
	if _, err := StartBrowser(t.Context(), Config{}); !errors.Is(err, ErrNoBrowser) {
		t.Errorf("got %v", err)
	}
}

// brokenBrowser starts a shell script in place of a browser.
func brokenBrowser(t *testing.T, script, says string) {
	name := filepath.Join(t.TempDir(), "chromium")
	if err := os.WriteFile(name, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	b, err := StartBrowser(t.Context(), Config{ChromePath: name, PageTimeout: 2 * time.Second})
	if err == nil {
		b.Stop()
		t.Fatal("it started")
	}
	if !strings.Contains(err.Error(), says) {
		t.Errorf("got %q", err)
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("took %v", d)
	}
	if left, _ := filepath.Glob(filepath.Join(profileParent(), fmt.Sprintf("%s%d-*", profilePrefix, os.Getpid()))); len(left) > openProfiles() {
		t.Errorf("left: %v", left)
	}
}

// browserStill stops all processes of a browser, so that they neither run nor end.
func browserStill(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	srv := serve(t, map[string]string{"/": "<p>here"})
	b, err := StartBrowser(t.Context(), Config{Tabs: 1, PageTimeout: 3 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	if _, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil); err != nil {
		t.Fatal(err)
	}
	signalAll(b.proc.dir, "", "STOP")
	start := time.Now()
	p, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := p.VisibleText(p.Root); s != "here" {
		t.Errorf("got %q", s)
	}
	if d := time.Since(start); d > 30*time.Second {
		t.Errorf("took %v", d)
	}
}

// tabCrash renders a page whose tab is crashed meanwhile.
func tabCrash(t *testing.T) {
	var asked atomic.Int32
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		if asked.Add(1) == 1 {
			fmt.Fprint(w, "<p>one")
			w.(http.Flusher).Flush()
			select {
			case <-release:
			case <-r.Context().Done():
			}
			return
		}
		fmt.Fprint(w, "<p>two")
	}))
	defer srv.Close()
	b, err := StartBrowser(t.Context(), Config{Tabs: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	go func() {
		defer close(release)
		for asked.Load() == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(200 * time.Millisecond)
		signalAll(b.proc.dir, "--type=renderer", "KILL")
	}()
	p, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := p.VisibleText(p.Root); s != "two" {
		t.Errorf("got %q", s)
	}
}

// signalAll sends a signal to the processes of a browser whose command line has
// a word: "--type=renderer" are those that show pages.
func signalAll(dir, word, signal string) {
	procs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range procs {
		cmd, _ := os.ReadFile(f)
		if strings.Contains(string(cmd), word) && strings.Contains(string(cmd), dir) {
			_ = exec.Command("kill", "-"+signal, strings.Split(f, "/")[2]).Run()
		}
	}
}

// browserCrash kills the whole browser: it is started again, but not for ever.
func browserCrash(t *testing.T) {
	srv := serve(t, map[string]string{"/": "<p>here"})
	b, err := StartBrowser(t.Context(), Config{Tabs: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	var dirs []string
	for range maxRestarts {
		if _, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil); err != nil {
			t.Fatal(err)
		}
		dirs = append(dirs, b.proc.dir)
		killUsing(b.proc.dir)
		<-b.proc.ctx.Done()
	}
	if _, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil); err != nil {
		t.Fatal(err)
	}
	killUsing(b.proc.dir)
	<-b.proc.ctx.Done()
	if _, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil); !errors.Is(err, errBrowserGone) {
		t.Errorf("got %v", err)
	}
	for _, dir := range dirs {
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s is left", dir)
		}
	}
}

// TestCancelledRender stops a render that would take long.
func TestCancelledRender(t *testing.T) {
	needChrome(t)
	srv := serve(t, map[string]string{"/": "<p>here<script>for(;;);</script>", "/next": "<p>next"})
	b, err := StartBrowser(t.Context(), Config{Tabs: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := b.Render(ctx, &page.Page{URL: srv.URL}, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("took %v to stop", d)
	}
	p, err := b.Render(t.Context(), &page.Page{URL: srv.URL + "/next"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := p.VisibleText(p.Root); s != "next" {
		t.Errorf("got %q", s)
	}
}

// TestNothingLeft starts, uses and ends browsers in every way there is.
func TestNothingLeft(t *testing.T) {
	needChrome(t)
	srv := serve(t, map[string]string{"/": "<p>here<a href=/slow>slow</a>", "/slow": "<script>for(;;);</script>"})
	before := runtime.NumGoroutine()
	dirs := map[string]func(t *testing.T) string{
		"stop": func(t *testing.T) string {
			b, err := StartBrowser(t.Context(), Config{})
			if err != nil {
				t.Fatal(err)
			}
			_, err = b.Render(t.Context(), &page.Page{URL: srv.URL}, nil)
			if err != nil {
				t.Error(err)
			}
			b.Stop()
			b.Stop()
			if _, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil); err == nil {
				t.Error("a stopped browser renders")
			}
			return b.proc.dir
		},
		"cancel": func(t *testing.T) string {
			ctx, cancel := context.WithCancel(t.Context())
			b, err := StartBrowser(ctx, Config{})
			if err != nil {
				t.Fatal(err)
			}
			cancel()
			b.Stop()
			return b.proc.dir
		},
		"cancel a crawl": func(t *testing.T) string {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c, err := New(Config{Seeds: []string{srv.URL}}, quiet)
			if err != nil {
				t.Fatal(err)
			}
			var last error
			var lines []string
			for v, err := range c.Visits(ctx) {
				if err != nil {
					last = err
					continue
				}
				lines = append(lines, string(v.Outcome)+" "+v.Rule)
				time.AfterFunc(300*time.Millisecond, cancel)
			}
			if !errors.Is(last, context.Canceled) {
				t.Errorf("got %v", last)
			}
			if got := strings.Join(lines, ", "); got != "audited , refused interrupted" {
				t.Errorf("got %s", got)
			}
			return ""
		},
		"leave a crawl": func(t *testing.T) string {
			c, err := New(Config{Seeds: []string{srv.URL}}, quiet)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			for range c.Visits(t.Context()) {
				start = time.Now()
				break
			}
			if d := time.Since(start); d > 3*time.Second {
				t.Errorf("took %v to stop", d)
			}
			return ""
		},
	}
	for name, run := range dirs {
		t.Run(name, func(t *testing.T) {
			dir := run(t)
			if dir != "" {
				if _, err := os.Stat(dir); err == nil {
					t.Errorf("%s is left", dir)
				}
				if n := killUsing(dir); n > 0 {
					t.Errorf("%d processes are left", n)
				}
			}
			if own, _ := filepath.Glob(filepath.Join(profileParent(), fmt.Sprintf("%s%d-*", profilePrefix, os.Getpid()))); len(own) > openProfiles() {
				t.Errorf("left: %v", own)
			}
		})
	}
	srv.CloseClientConnections()
	for range 300 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	buf := make([]byte, 1<<20)
	t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), buf[:runtime.Stack(buf, true)])
}

// openProfiles is how many profiles the tests use on purpose.
func openProfiles() int {
	if shared.b != nil {
		return 1
	}
	return 0
}

// TestKilled kills a process that has a browser with SIGKILL, and expects that
// nothing of it runs on, and that the next start removes its profile.
func TestKilled(t *testing.T) {
	needChrome(t)
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	tmp, err := os.MkdirTemp("/tmp", "usager-test-") // t.TempDir is too long for Chromium's sockets
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(tmp)
	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledHelper$")
	cmd.Env = append(os.Environ(), "CRAWLER_TEST_HELPER=1", "TMPDIR="+tmp)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	n, err := out.Read(buf) // the helper prints its profile when the browser runs
	if err != nil {
		t.Fatal(err)
	}
	dir := strings.TrimSpace(string(buf[:n]))
	if running(dir) == 0 {
		t.Fatalf("no browser runs in %q", dir)
	}
	t.Setenv("TMPDIR", tmp)
	CleanUp(quiet)
	if running(dir) == 0 {
		t.Fatal("CleanUp killed a browser that is in use")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	for range 300 {
		if running(dir) == 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if n := running(dir); n > 0 {
		t.Errorf("%d processes outlived usager", n)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Errorf("the test expects a profile to be left: %v", err)
	}
	CleanUp(quiet)
	if left, _ := filepath.Glob(filepath.Join(tmp, "*")); len(left) > 0 {
		t.Errorf("left after CleanUp: %v", left)
	}
	if n := running(dir); n > 0 {
		t.Errorf("%d processes left after CleanUp", n)
	}
}

// running counts the processes that have dir as their user data directory.
func running(dir string) (n int) {
	procs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range procs {
		cmd, _ := os.ReadFile(f)
		if strings.Contains(string(cmd), "--user-data-dir="+dir) {
			n++
		}
	}
	return n
}

// TestKilledHelper is the process that TestKilled kills.
func TestKilledHelper(t *testing.T) {
	if os.Getenv("CRAWLER_TEST_HELPER") == "" {
		t.Skip("only for TestKilled")
	}
	srv := serve(t, map[string]string{"/": "<script>for(;;);</script>"})
	b, err := StartBrowser(context.Background(), Config{})
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = b.Render(context.Background(), &page.Page{URL: srv.URL}, nil) }()
	time.Sleep(500 * time.Millisecond)
	fmt.Println(b.proc.dir)
	time.Sleep(time.Minute)
}
