//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/usager/usager/crawler"
)

// A victim is a usager process that a test disturbs.
type victim struct {
	*exec.Cmd
	dir    string
	output bytes.Buffer
}

// program builds usager once for the tests that need a process of its own.
func program(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "usager")
	if out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return file
}

func start(t *testing.T, file, dir string, args ...string) *victim {
	t.Helper()
	v := &victim{Cmd: exec.Command(file, args...), dir: dir}
	v.Dir = dir
	v.Env = append(os.Environ(), "TMPDIR="+dir, "XDG_DATA_HOME="+dir, "LANG=en_GB.UTF-8")
	v.Stdout, v.Stderr = &v.output, &v.output
	if err := v.Start(); err != nil {
		t.Fatal(err)
	}
	return v
}

// end waits for the process and returns its exit code.
func (v *victim) end(t *testing.T) int {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- v.Wait() }()
	select {
	case err := <-done:
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
	case <-time.After(60 * time.Second):
		if err := v.Process.Kill(); err != nil {
			t.Error(err)
		}
		t.Fatalf("still running after a minute:\n%s", v.output.String())
	}
	return v.ProcessState.ExitCode()
}

// shortDir makes a temporary folder whose name leaves room for the sockets
// that Chromium makes below it.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "u")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// town serves a site of many pages and counts those asked for.
func town(t *testing.T) (url string, served *atomic.Int64) {
	served = new(atomic.Int64)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" || strings.HasPrefix(r.URL.Path, "/sitemap") || r.URL.Path == "/favicon.ico" {
			http.NotFound(w, r)
			return
		}
		served.Add(1)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!doctype html><html lang=en><head><title>Page %s</title></head><body><main><h1>Page %s</h1>", r.URL.Path, r.URL.Path)
		for i := range 300 {
			fmt.Fprintf(w, "<p><a href=/%d>Page number %d</a></p>", i, i)
		}
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/", served
}

func await(t *testing.T, what string, ready func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if ready() {
			return
		}
	}
	t.Fatalf("waited in vain: %s", what)
}

// leftovers returns the processes and folders that belong to a temporary
// folder.
func leftovers(t *testing.T, dir string) []string {
	t.Helper()
	var left []string
	procs, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range procs {
		if b, err := os.ReadFile(name); err == nil && bytes.Contains(b, []byte(dir)) && !bytes.Contains(b, []byte("go\x00build")) {
			left = append(left, string(bytes.ReplaceAll(b, []byte{0}, []byte(" "))))
		}
	}
	profiles, err := filepath.Glob(filepath.Join(dir, "*chrom*"))
	if err != nil {
		t.Fatal(err)
	}
	own, err := filepath.Glob(filepath.Join(dir, "usager-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(profiles, own...) {
		if filepath.Base(name) != "usager-report" {
			left = append(left, name)
		}
	}
	return left
}

func TestInterrupt(t *testing.T) {
	file := program(t)
	modes := map[string][]string{"static": {"--static"}}
	if _, err := crawler.FindChrome(""); err == nil && !testing.Short() {
		modes["browser"] = nil
	}
	for name, flags := range modes {
		t.Run(name, func(t *testing.T) {
			url, served := town(t)
			dir := shortDir(t)
			v := start(t, file, dir, append([]string{"audit", url, "--delay", "100ms"}, flags...)...)
			await(t, "five pages", func() bool { return served.Load() >= 5 })
			if err := v.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
			if code := v.end(t); code != exitInterrupted {
				t.Errorf("exit code %d, want %d\n%s", code, exitInterrupted, v.output.String())
			}
			b, err := os.ReadFile(filepath.Join(dir, "usager-report", "audit.json"))
			if err != nil {
				t.Fatalf("no report of what was done: %v", err)
			}
			var a struct {
				Status   string
				Coverage struct{ Audited int }
				Pages    []struct{ URL string }
			}
			if err := json.Unmarshal(b, &a); err != nil {
				t.Fatal(err)
			}
			if a.Status != "interrupted" || a.Coverage.Audited == 0 || len(a.Pages) != a.Coverage.Audited {
				t.Errorf("status %q, %d audited, %d pages", a.Status, a.Coverage.Audited, len(a.Pages))
			}
			if left := leftovers(t, dir); len(left) > 0 {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

// TestKilled kills usager in the middle of an audit: its browser goes with it,
// and the next start removes what it could not.
func TestKilled(t *testing.T) {
	if _, err := crawler.FindChrome(""); err != nil || testing.Short() {
		if os.Getenv("CI") != "" && err != nil {
			t.Fatal(err)
		}
		t.Skip("needs Chromium")
	}
	file := program(t)
	url, served := town(t)
	dir := shortDir(t)
	v := start(t, file, dir, "audit", url)
	await(t, "five pages", func() bool { return served.Load() >= 5 })
	if err := v.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	v.end(t)
	if code := start(t, file, dir, "doctor").end(t); code != exitOK {
		t.Errorf("doctor: exit code %d", code)
	}
	await(t, "no browser and no profile left", func() bool { return len(leftovers(t, dir)) == 0 })
	list := start(t, file, dir, "list")
	if code := list.end(t); code != exitOK || !strings.Contains(list.output.String(), "running") {
		t.Errorf("the audit that was killed is not listed: %s", list.output.String())
	}
}

// TestFullDisk audits with the store, then with the report, on a disk that
// becomes full: usager says so in a sentence and keeps what it had.
func TestFullDisk(t *testing.T) {
	disk := shortDir(t)
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=600k"); err != nil {
		t.Skipf("needs the right to mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	file := program(t)
	url, _ := town(t)
	dir := shortDir(t)

	v := start(t, file, dir, "audit", url, "--static", "--max-pages", "100", "--store", filepath.Join(disk, "store"))
	if code := v.end(t); code != exitError || !strings.Contains(v.output.String(), "the audit can be kept no longer") || !strings.Contains(v.output.String(), "full") && !strings.Contains(v.output.String(), "no space left") {
		t.Errorf("full store: exit code %d\n%s", code, v.output.String())
	}
	if err := os.RemoveAll(filepath.Join(disk, "store")); err != nil {
		t.Fatal(err)
	}

	v = start(t, file, dir, "audit", url, "--static", "--max-pages", "100", "--out", filepath.Join(disk, "report"))
	if code := v.end(t); code != exitError || !strings.Contains(v.output.String(), "the audit is kept: usager report") {
		t.Fatalf("full report: exit code %d\n%s", code, v.output.String())
	}
	report := start(t, file, dir, "report", "last", "--format", "json")
	if code := report.end(t); code != exitOK && code != exitFindings {
		t.Errorf("the audit cannot be reported: exit code %d\n%s", code, report.output.String())
	}
}
