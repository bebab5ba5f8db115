package crawler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// profilePrefix begins the name of each temporary profile.
const profilePrefix = "usager-chromium-"

// profileParent returns the folder of temporary profiles: os.TempDir, unless
// its name leaves no room for that of a socket that Chromium makes below it.
func profileParent() string {
	dir := os.TempDir()
	if len(dir) > 30 {
		if fi, err := os.Stat("/tmp"); err == nil && fi.IsDir() {
			return "/tmp"
		}
	}
	return dir
}

// FindChrome returns the Chromium or Chrome to start: path itself if it is not
// empty, otherwise the first found in PATH. The error wraps ErrNoBrowser.
func FindChrome(path string) (string, error) {
	names := []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell",
		"/snap/bin/chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}
	if path != "" {
		p, err := exec.LookPath(path)
		if err != nil {
			return "", fmt.Errorf("%w at %s; correct the setting chrome-path, or install Chromium with: apt install chromium", ErrNoBrowser, path)
		}
		return p, nil
	}
	for _, name := range names {
		if p, err := exec.LookPath(name); err == nil {
			return p, nil
		}
	}
	return "", fmt.Errorf("%w in PATH; install it with: apt install chromium, or audit without a browser with --static", ErrNoBrowser)
}

// A process is one running Chromium with its profile.
type process struct {
	ctx     context.Context // chromedp's, of the first tab
	cancel  context.CancelFunc
	dir     string
	lock    *os.File // held while the profile is in use
	version string
}

// newProfile makes a profile directory and takes its lock.
func newProfile() (dir string, f *os.File, err error) {
	dir, err = os.MkdirTemp(profileParent(), fmt.Sprintf("%s%d-", profilePrefix, os.Getpid()))
	if err != nil {
		return "", nil, fmt.Errorf("make a profile for Chromium: %w", err)
	}
	if err = os.Mkdir(filepath.Join(dir, "t"), 0o700); err == nil {
		f, err = os.OpenFile(filepath.Join(dir, "usager.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	}
	if err == nil {
		err = lock(f)
		if errors.Is(err, errors.ErrUnsupported) {
			err = nil
		}
	}
	if err != nil {
		return "", nil, errors.Join(fmt.Errorf("make a profile for Chromium: %w", err), os.RemoveAll(dir))
	}
	return dir, f, nil
}

// CleanUp kills the browsers and removes the profiles that an earlier usager
// left behind because it was killed. Those of a usager that still runs are
// recognised by their lock and left alone.
func CleanUp(log *slog.Logger) {
	dirs, err := filepath.Glob(filepath.Join(profileParent(), profilePrefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range dirs {
		f, err := os.OpenFile(filepath.Join(dir, "usager.lock"), os.O_RDWR, 0)
		if err != nil {
			// Without a lock it is being made right now, or half removed.
			if fi, serr := os.Stat(dir); serr != nil || !errors.Is(err, os.ErrNotExist) || time.Since(fi.ModTime()) < time.Minute {
				continue
			}
		} else if lock(f) != nil {
			_ = f.Close()
			continue
		}
		n := killUsing(dir)
		if err := removeProfile(dir); err != nil {
			log.Warn("could not remove the profile of an interrupted audit", "dir", dir, "error", err)
		} else {
			log.Info("removed what an interrupted audit left behind", "dir", dir, "processes", n)
		}
		if f != nil {
			_ = f.Close()
		}
	}
}

// removeProfile removes a profile that a dying Chromium may still write to.
func removeProfile(dir string) error {
	var err error
	for range 50 {
		quiet := killUsing(dir) == 0
		if err = os.RemoveAll(dir); err == nil && quiet {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

// launch starts Chromium. It runs until stop, or until ctx is done.
func launch(ctx context.Context, cfg Config) (*process, error) {
	path, err := FindChrome(cfg.ChromePath)
	if err != nil {
		return nil, err
	}
	dir, f, err := newProfile()
	if err != nil {
		return nil, err
	}
	opts := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(dir),
		chromedp.Env("TMPDIR=" + filepath.Join(dir, "t")),
		chromedp.ModifyCmdFunc(ownGroup),
		chromedp.Headless, // with hidden scroll bars and muted
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.WindowSize(cfg.Viewport.Width, cfg.Viewport.Height),
		chromedp.Flag("js-flags", "--max-old-space-size=1024"), // MB, of a tab's scripts
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-breakpad", true),
		chromedp.Flag("disable-crash-reporter", true),
		chromedp.Flag("disable-client-side-phishing-detection", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-default-apps", true),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("deny-permission-prompts", true),
		chromedp.Flag("block-new-web-contents", true), // pop-ups
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("metrics-recording-only", true),
		chromedp.Flag("no-service-autorun", true),
		chromedp.Flag("password-store", "basic"),
		chromedp.Flag("use-mock-keychain", true),
		chromedp.Flag("autoplay-policy", "no-user-gesture-required"), // so that what plays by itself is seen to
		// Frames from other sites are part of the page, so they stay in its
		// process, where one snapshot reaches them. A document that is given
		// to Chromium seems to come from nowhere, and so would not be let at
		// another local host (LocalNetworkAccessChecks).
		chromedp.Flag("disable-site-isolation-trials", true),
		chromedp.Flag("disable-features", "IsolateOrigins,site-per-process,Translate,BackForwardCache,MediaRouter,OptimizationHints,AutofillServerCommunication,HttpsUpgrades,Prerender2,LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessSendPreflights"),
	}
	if cfg.NoSandbox || os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	if cfg.proxy != "" {
		opts = append(opts,
			chromedp.ProxyServer("http://"+cfg.proxy),
			chromedp.Flag("proxy-bypass-list", "<-loopback>"), // not even loopback
			chromedp.Flag("disable-quic", true),
			chromedp.Flag("dns-prefetch-disable", true),
			chromedp.Flag("force-webrtc-ip-handling-policy", "disable_non_proxied_udp"),
		)
	}
	if cfg.OwnOnly && cfg.proxy == "" { // otherwise the gatekeeper sees to it
		opts = append(opts, chromedp.Flag("host-resolver-rules", cfg.resolverRules()))
	}
	if cfg.InsecureTLS {
		opts = append(opts, chromedp.IgnoreCertErrors)
	}
	actx, acancel := chromedp.NewExecAllocator(ctx, opts...)
	bctx, bcancel := chromedp.NewContext(actx, chromedp.WithErrorf(func(string, ...any) {}), chromedp.WithLogf(func(string, ...any) {}))
	p := &process{ctx: bctx, dir: dir, lock: f, cancel: func() { bcancel(); acancel() }}
	mute := time.AfterFunc(cfg.PageTimeout, func() { killUsing(dir); acancel() }) // chromedp would wait for ever
	if err := chromedp.Do(bctx); !mute.Stop() || err != nil {
		if ctx.Err() == nil && (err == nil || errors.Is(err, context.Canceled)) {
			err = fmt.Errorf("it said nothing within %v", cfg.PageTimeout)
		}
		if serr := p.stop(); serr != nil {
			err = errors.Join(err, serr)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("start %s: %w", path, startError(err))
	}
	return p, nil
}

// startError adds what to do to the usual reasons for which Chromium does not
// start.
func startError(err error) error {
	s := err.Error()
	switch {
	case strings.Contains(s, "No usable sandbox"), strings.Contains(s, "setuid_sandbox"):
		return errors.New("this system has no sandbox for Chromium; set no-sandbox, or run where user namespaces are allowed")
	case strings.Contains(s, "error while loading shared libraries"):
		return fmt.Errorf("%w; reinstall it with: apt install --reinstall chromium", err)
	}
	return err
}

// stop kills the process with all its children and removes the profile.
func (p *process) stop() error {
	killUsing(p.dir)
	p.cancel() // waits until the process is reaped
	err := removeProfile(p.dir)
	if cerr := p.lock.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("remove the profile of Chromium: %w", err)
	}
	return nil
}
