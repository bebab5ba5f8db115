package crawler

import (
	"context"
	"errors"
	"fmt"
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

	"github.com/usager/usager/page"
)

// TestHostilePages renders pages that try to keep a browser busy for ever.
// Each must end within its bound and leave the tab usable.
func TestHostilePages(t *testing.T) {
	needChrome(t)
	var streams atomic.Int32
	mux := http.NewServeMux()
	mux.HandleFunc("/{name}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		http.ServeFile(w, r, filepath.Join("..", "testdata", "hostile", r.PathValue("name")))
	})
	mux.HandleFunc("/never", func(w http.ResponseWriter, r *http.Request) {
		streams.Add(1)
		w.Header().Set("Content-Type", "image/png")
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	mux.HandleFunc("/download", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Disposition", "attachment; filename=x.bin")
		fmt.Fprint(w, strings.Repeat("x", 1<<20))
	})
	mux.HandleFunc("/good", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<p>good")
	})
	srv := httptest.NewServer(mux)
	defer srv.Close()
	defer srv.CloseClientConnections()
	b, err := StartBrowser(t.Context(), Config{Tabs: 1, PageTimeout: 5 * time.Second, Quiet: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Stop()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "hostile", "*.html"))
	if err != nil || len(files) < 15 {
		t.Fatalf("%d hostile pages, %v", len(files), err)
	}
	for _, f := range files {
		name := filepath.Base(f)
		t.Run(name, func(t *testing.T) {
			source, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			want, _, _ := strings.Cut(strings.TrimPrefix(string(source), "<!-- "), " -->")
			start := time.Now()
			r, err := b.render(t.Context(), &page.Page{URL: srv.URL + "/" + name, Status: 200, Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}}}, source, false)
			took := time.Since(start)
			got := "captured"
			switch {
			case err != nil:
				got = "failed: " + err.Error()
			case len(r.navigated) > 0:
				got = "leads to " + strings.TrimPrefix(r.navigated[0], srv.URL)
			case r.incomplete != "":
				got = "incomplete: " + r.incomplete
			}
			if !slices.ContainsFunc(strings.Split(want, "|"), func(w string) bool { return strings.HasPrefix(got, w) }) {
				t.Errorf("got %q, want %q", got, want)
			}
			if took > 13*time.Second {
				t.Errorf("took %v", took)
			}
			if err == nil && got != "failed" && !strings.Contains(r.page.Text(r.page.Root), "still here") {
				t.Errorf("the text of the page was not captured: %q", r.page.Text(r.page.Root))
			}
			t.Log(took.Round(time.Millisecond), got)
			p, err := b.Render(t.Context(), &page.Page{URL: srv.URL + "/good"}, nil)
			if err != nil {
				t.Fatal("the next page:", err)
			}
			if s := p.VisibleText(p.Root); s != "good" {
				t.Errorf("the next page shows %q", s)
			}
		})
	}
	if dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), "x.bin*")); len(dirs) > 0 {
		t.Errorf("a download was kept: %v", dirs)
	}
}

// TestTabCrash renders a page whose tab is crashed meanwhile.
func TestTabCrash(t *testing.T) {
	needChrome(t)
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
		killRenderers(b.proc.dir)
	}()
	p, err := b.Render(t.Context(), &page.Page{URL: srv.URL}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := p.VisibleText(p.Root); s != "two" {
		t.Errorf("got %q", s)
	}
}

// killRenderers kills the processes that show pages, not the browser.
func killRenderers(dir string) {
	procs, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range procs {
		cmd, _ := os.ReadFile(f)
		if strings.Contains(string(cmd), "--type=renderer") && strings.Contains(string(cmd), dir) {
			_ = exec.Command("kill", "-9", strings.Split(f, "/")[2]).Run()
		}
	}
}

// TestBrowserCrash kills the whole browser: it is started again, but not for ever.
func TestBrowserCrash(t *testing.T) {
	needChrome(t)
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
