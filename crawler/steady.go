package crawler

import (
	"context"
	_ "embed"
	"fmt"
	"net"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdppage "github.com/chromedp/cdproto/page"
	"golang.org/x/net/publicsuffix"

	"github.com/usager/usager/page"
)

//go:embed data/steady.js
var steadyScript string

// chanceSeed is from which the random numbers of a steady page come.
const chanceSeed = 20180523

// steady makes clock and chance the same for every document of the tab.
func (t *tab) steady(ctx context.Context) error {
	script := strings.TrimSpace(steadyScript) + fmt.Sprintf("(%d, %d)", t.cfg.Clock.UnixMilli(), chanceSeed)
	if _, err := cdp.Call(ctx, t.target, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: script}); err != nil {
		return fmt.Errorf("tame clock and chance: %w", err)
	}
	_, err := cdp.Call(ctx, t.target, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "UTC"})
	return err
}

// Animations that end are brought to their end, others to their beginning.
const (
	stillScript = `(() => { for (const a of document.getAnimations()) try {
		if (Number.isFinite(a.effect.getComputedTiming().endTime)) a.finish(); else { a.currentTime = 0; a.pause(); }
	} catch { /* it is not of that kind */ } for (const m of document.querySelectorAll('marquee')) m.stop(); return true })()`
	movingScript = `(() => { for (const a of document.getAnimations()) if (a.playState === 'paused') try { a.play() } catch { /* as above */ }
		for (const m of document.querySelectorAll('marquee')) m.start(); return true })()`
)

// motion stops the animations of the page, or lets them go on.
func (t *tab) motion(ctx context.Context, still bool) {
	if !t.cfg.Steady {
		return
	}
	script := movingScript
	if still {
		script = stillScript
	}
	if world, err := t.world(ctx); err == nil {
		_ = t.ask(ctx, world, script, new(bool)) // scripts may be off
	}
}

// own reports whether a host is not a third party: it is in scope, or of the
// same registrable domain as a start page.
func (c *Config) own(host string) bool {
	name := hostname(host)
	for _, h := range c.hosts() {
		if h = hostname(h); name == strings.TrimPrefix(h, ".") || strings.HasPrefix(h, ".") && strings.HasSuffix(name, h) {
			return true
		}
		if d := domain(h); d != "" && (name == d || strings.HasSuffix(name, "."+d)) {
			return true
		}
	}
	return false
}

func hostname(host string) string {
	if h, _, err := net.SplitHostPort(host); err == nil {
		return h
	}
	return strings.Trim(host, "[]")
}

func domain(host string) string {
	if net.ParseIP(host) != nil {
		return ""
	}
	d, err := publicsuffix.EffectiveTLDPlusOne(strings.TrimPrefix(host, "."))
	if err != nil {
		return ""
	}
	return d
}

// resolverRules are Chromium's rules by which it finds no host but our own: so
// no third party is asked, by page, frame or worker.
func (c *Config) resolverRules() string {
	var own []string
	for _, h := range c.hosts() {
		h = hostname(h)
		if d := domain(h); d != "" {
			own = append(own, d, "*."+d)
		}
		if rest, ok := strings.CutPrefix(h, "."); ok {
			own = append(own, rest, "*."+rest)
		} else {
			own = append(own, h)
		}
	}
	slices.Sort(own)
	rules := "MAP * ~NOTFOUND"
	for _, h := range slices.Compact(own) {
		rules += ", EXCLUDE " + h
	}
	return rules
}

// visitAgain fetches and renders a page that was audited once more, so that what
// comes and goes can be told from what stays.
func (w *walk) visitAgain(ctx context.Context, e *entry, probe bool) *page.Page {
	resp, err := w.fetch.get(ctx, e.url, false, (*response).isHTML)
	e.v.Requests++
	if err != nil || !resp.whole || resp.status != e.status || !resp.isHTML() {
		return nil
	}
	p, err := resp.parse(e.url)
	if err != nil || w.browser == nil {
		return p
	}
	if err := w.browser.setCookies(ctx, w.fetch.jar.take()); err != nil {
		return nil
	}
	r, _, err := w.browser.render(ctx, p, resp.body, probe)
	if err != nil || len(r.navigated) > 0 {
		return nil
	}
	return r.page
}
