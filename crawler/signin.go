package crawler

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/page"
)

// A SignInError says which step of a recipe did not work. It holds no secret.
type SignInError struct {
	Step   int    // from 1; 0: after all of them
	Action string // such as "press #go"
	Reason string // in English
}

func (e *SignInError) Error() string {
	if e.Step == 0 {
		return "sign in: " + e.Reason
	}
	return fmt.Sprintf("sign in: step %d (%s): %s", e.Step, e.Action, e.Reason)
}

// pressScript is what signInScript and bannerScript share.
//
//go:embed data/press.js
var pressScript string

//go:embed data/signin.js
var signInScript string

//go:embed data/signout.yaml
var signOutYAML []byte

var signOutSigns = sync.OnceValue(func() (s struct{ Paths, Words []string }) {
	if err := yaml.Unmarshal(signOutYAML, &s); err != nil {
		panic(fmt.Sprintf("signout.yaml: %v", err)) // a test reads it
	}
	return s
})

// Bounds of a sign-in.
const (
	maxSignIn  = 2 * time.Minute
	maxStep    = 15 * time.Second
	maxSignIns = 3 // the session may be lost this often but one
)

// A session is that of a crawl that has signed in. One visitor has it: what
// fetches and what renders.
type session struct {
	w      *walk
	recipe *Recipe
	env    func(string) (string, bool)
	check  string // page that is asked whether the session holds
	doors  []string

	mu      sync.Mutex
	signIns int
	over    error // why there is no session any more
}

func newSession(w *walk) *session {
	s := &session{w: w, recipe: w.cfg.Recipe, env: w.cfg.Env, check: w.cfg.Recipe.Check}
	if s.env == nil {
		s.env = os.LookupEnv
	}
	s.doors = s.recipe.doors()
	return s
}

// begin signs in, for the first time or once more. s.mu is held, unless nobody
// else knows of s yet.
func (s *session) begin(ctx context.Context) error {
	s.signIns++
	if err := s.w.browser.setCookies(ctx, s.w.fetch.jar.take()); err != nil {
		return err
	}
	at, err := s.w.browser.signIn(ctx, s.recipe, s.env)
	if err != nil {
		return err
	}
	if s.check == "" {
		if s.check, err = Normalise(at); err != nil {
			return &SignInError{Reason: "the last step ends on no web page"}
		}
	}
	if err := s.w.shareCookies(ctx); err != nil {
		return err
	}
	if holds, err := s.holds(ctx); err != nil {
		return err
	} else if !holds {
		return &SignInError{Reason: "what shows that somebody is signed in is not on the page that is checked, once that is opened anew"}
	}
	return nil
}

// holds visits the page that is checked and reports whether it shows that
// somebody is signed in.
func (s *session) holds(ctx context.Context) (bool, error) {
	u, err := url.Parse(s.check)
	if err != nil {
		return false, err
	}
	for hop := 0; ; hop++ {
		resp, err := s.w.fetch.get(ctx, u.String(), false, func(r *response) bool { return r.status < 300 && r.isHTML() })
		if err != nil {
			return false, err
		}
		if resp.status >= 300 && resp.status < 400 && hop < maxRedirects {
			if u, err = u.Parse(resp.header.Get("Location")); err != nil || s.isDoor(u) {
				return false, nil
			}
			continue
		}
		if resp.status != http.StatusOK || !resp.whole {
			return false, nil
		}
		p, err := resp.parse(u.String())
		if err != nil {
			return false, err
		}
		if err := s.w.browser.setCookies(ctx, s.w.fetch.jar.take()); err != nil {
			return false, err
		}
		r, _, err := s.w.browser.render(ctx, p, resp.body, false)
		if err != nil {
			return false, err
		}
		return s.shows(r.page), nil
	}
}

// shows reports whether a page shows that somebody is signed in.
func (s *session) shows(p *page.Page) bool {
	if words, ok := strings.CutPrefix(s.recipe.SignedIn, "text="); ok {
		words = phrase(words)
		return slices.ContainsFunc(p.Blocks(), func(b page.Block) bool { return strings.Contains(phrase(b.Text), words) })
	}
	return slices.ContainsFunc(p.Find(s.recipe.SignedIn), p.Visible)
}

// isDoor reports whether an address is one where the recipe begins.
func (s *session) isDoor(u *url.URL) bool { return slices.Contains(s.doors, u.Host+u.EscapedPath()) }

// turn returns how often the session was begun.
func (s *session) turn() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signIns
}

// closed returns why no page can be visited as somebody who is signed in, or nil.
func (s *session) closed() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.over
}

// suspects reports whether a visit looks as if nobody were signed in.
func (s *session) suspects(e *entry, err error) bool {
	v := e.v
	var fe *fetchError
	switch {
	case errors.As(err, &fe):
		return fe.rule == RuleLogin || e.status == http.StatusUnauthorized || e.status == http.StatusForbidden
	case err != nil:
		return false
	case v.Rule == RuleLogin:
		return true
	case v.Outcome == Redirected:
		u, err := url.Parse(v.Target)
		return err == nil && s.isDoor(u)
	case v.Outcome == Audited && v.Page != nil:
		return !s.shows(v.Page)
	}
	return false
}

// renew finds out whether the session of a turn still holds, and signs in again
// if it does not. It reports whether to visit once more what looked as if it
// did not.
func (s *session) renew(ctx context.Context, turn int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over != nil {
		return false
	}
	if s.signIns != turn {
		return true // somebody else did
	}
	if err := s.w.shareCookies(ctx); err != nil { // pages may have renewed it
		return false
	}
	if holds, err := s.holds(ctx); err != nil || holds {
		return false
	}
	if ctx.Err() != nil {
		return false
	}
	if s.signIns == maxSignIns {
		s.over = fmt.Errorf("the session was lost %d times", maxSignIns)
		return false
	}
	if err := s.begin(ctx); err != nil {
		if ctx.Err() == nil {
			s.over = err
		}
		return false
	}
	return true
}

// visitSignedIn visits an entry as somebody who is signed in.
func (w *walk) visitSignedIn(e *entry) error {
	blank := *e.v
	for try := 1; ; try++ {
		if err := w.session.closed(); err != nil {
			return &fetchError{RuleSignedOut, err.Error(), err}
		}
		turn := w.session.turn()
		err := w.visit(e)
		if w.ctx.Err() != nil || !w.session.suspects(e, err) || try == 2 || !w.session.renew(w.ctx, turn) {
			if over := w.session.closed(); over != nil && w.session.suspects(e, err) {
				*e.v = blank
				return &fetchError{RuleSignedOut, over.Error(), over}
			}
			return err
		}
		again := blank
		e.v, e.status = &again, 0
	}
}

// secret reports whether pages may show what only those see who have something
// of the configuration.
func (c *Config) secret() bool {
	if c.BasicUser != "" || c.Recipe != nil || len(c.Cookies) > 0 {
		return true
	}
	for name := range c.Headers {
		switch http.CanonicalHeaderKey(name) {
		case "Authorization", "Cookie":
			return true
		}
	}
	return false
}

// behindSignIn reports whether a page that was audited is not shown to whoever
// has not signed in: then its server sends them elsewhere, refuses, or asks to
// sign in.
func (w *walk) behindSignIn(ctx context.Context, e *entry) bool {
	u, err := url.Parse(e.url)
	if err != nil {
		return false
	}
	if all, known := w.guarded.Load(u.Host); known && all.(bool) {
		return true
	}
	resp, err := w.stranger.get(ctx, e.url, false, (*response).isHTML)
	e.v.Requests++
	if err != nil && resp == nil {
		return false
	}
	switch {
	case resp.status == http.StatusUnauthorized:
		if u.Path == "/" && resp.header.Get("WWW-Authenticate") != "" {
			w.guarded.Store(u.Host, true) // what is below it is, too: RFC 7617, 2.2
		}
		return true
	case resp.status == http.StatusForbidden, resp.status == http.StatusNotFound:
		return true
	case resp.status >= 300 && resp.status < 400:
		to, err := u.Parse(resp.header.Get("Location"))
		if err != nil {
			return false
		}
		n, err := Normalise(to.String())
		return err == nil && n != e.url
	case resp.status == http.StatusOK && resp.whole:
		p, err := resp.parse(e.url)
		return err == nil && look(p).login() != ""
	}
	return false
}

// signsOut returns why an address is one that ends the session, or "".
func (w *walk) signsOut(u *url.URL) string {
	if w.cfg.Recipe == nil && len(w.cfg.Cookies) == 0 {
		return ""
	}
	path := strings.ToLower(u.EscapedPath() + "?" + u.RawQuery)
	for _, s := range signOutSigns().Paths {
		if strings.Contains(path, s) {
			return "its address says " + s
		}
	}
	return ""
}

// exits returns where the links of a page lead that say that they end the
// session.
func exits(p *page.Page) (all []string) {
	for _, a := range p.Find("a[href]") {
		name := p.Text(a)
		if label, ok := page.Attr(a, "aria-label"); ok {
			name = label
		}
		if len(name) > 60 || !slices.Contains(signOutSigns().Words, phrase(name)) {
			continue
		}
		href, _ := page.Attr(a, "href")
		if n, err := Normalise(p.Resolve(a, href)); err == nil && n != p.URL {
			all = append(all, n)
		}
	}
	return all
}

// signIn follows a recipe and returns the address on which it ends.
func (b *Browser) signIn(ctx context.Context, r *Recipe, env func(string) (string, bool)) (at string, err error) {
	err = b.inTab(ctx, maxSignIn, func(ctx context.Context, t *tab) (unruly bool, err error) {
		t.reset(nil)
		t.setFree(true)
		defer t.setFree(false)
		for i := range r.Steps {
			s := &r.Steps[i]
			if err := t.follow(ctx, s, env); err != nil {
				if ctx.Err() != nil && context.Cause(ctx) == context.Canceled {
					return true, ctx.Err()
				}
				return true, &SignInError{i + 1, s.action(), clean(err, r, env)}
			}
		}
		world, err := t.signInWorld(ctx)
		if err == nil {
			err = t.ask(ctx, world, "usagerSignIn.address()", &at)
		}
		return true, err
	})
	return at, err
}

// clean returns an error without the values of a recipe.
func clean(err error, r *Recipe, env func(string) (string, bool)) string {
	s := err.Error()
	for _, step := range r.Steps {
		if v, ok := env(step.Env); step.Env != "" && ok && v != "" {
			s = strings.ReplaceAll(strings.ReplaceAll(s, v, "…"), url.QueryEscape(v), "…")
		}
	}
	return s
}

// setFree lets the tab go where its page leads.
func (t *tab) setFree(free bool) {
	t.mu.Lock()
	t.free = free
	t.mu.Unlock()
}

func (t *tab) signInWorld(ctx context.Context) (runtime.ExecutionContextID, error) {
	world, err := t.world(ctx)
	if err != nil {
		return 0, err
	}
	return world, t.ask(ctx, world, pressScript+signInScript, new(bool))
}

// follow does one step of a recipe.
func (t *tab) follow(ctx context.Context, s *RecipeStep, env func(string) (string, bool)) error {
	ctx, cancel := context.WithTimeoutCause(ctx, maxStep, errors.New("it took too long"))
	defer cancel()
	if s.Open != "" {
		loader, err := t.navigate(ctx, s.Open)
		if err != nil {
			return err
		}
		if err := t.await(ctx, maxStep/2, func() bool { return t.lifecycle[loader]["load"] || t.gone(loader) }); err != nil && !errors.Is(err, errNotYet) {
			return err
		}
		_, err = t.settle(ctx)
		return err
	}
	world, f, err := t.waitFor(ctx, s.Fill+s.Press+s.WaitFor, s.WaitFor == "")
	switch {
	case err != nil:
		return err
	case s.WaitFor != "":
		return nil
	case s.Press != "":
		return t.pressTaken(ctx, world, "center")
	}
	value := s.Text
	if s.Env != "" {
		value, _ = env(s.Env)
		if value == "" {
			return errors.New("the environment variable " + s.Env + " is not set")
		}
	}
	var ok bool
	switch {
	case f.Secret && s.Env == "":
		return errors.New("a password is taken from the environment only: write env and the name of a variable")
	case f.Choice:
		b, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if err := t.ask(ctx, world, "usagerSignIn.choose("+string(b)+")", &ok); err == nil && !ok {
			return errors.New("it offers no such choice")
		}
		return err
	}
	if err := t.ask(ctx, world, "usagerSignIn.focus()", &ok); err != nil {
		return err
	}
	if !ok {
		return errors.New("it does not take the focus")
	}
	_, err = cdp.Call(ctx, t.target, input.InsertText, input.InsertTextParams{Text: value})
	return err
}

// foundElement is what signin.js says of an element.
type foundElement struct{ Found, Secret, Choice, Off bool }

// waitFor waits until an element shows, on whatever page the tab comes to.
func (t *tab) waitFor(ctx context.Context, what string, enabled bool) (runtime.ExecutionContextID, foundElement, error) {
	b, err := json.Marshal(what)
	if err != nil {
		return 0, foundElement{}, err
	}
	for {
		var f foundElement
		world, err := t.signInWorld(ctx)
		if err == nil {
			err = t.ask(ctx, world, "usagerSignIn.find("+string(b)+")", &f)
		}
		if err == nil && f.Found && (!enabled || !f.Off) {
			return world, f, nil
		}
		select { // the page may be on its way
		case <-time.After(quietFor):
		case <-ctx.Done():
			if t.crashed() {
				return 0, f, errors.New("the page crashed its tab")
			}
			if f.Off {
				return 0, f, errors.New("it is disabled")
			}
			return 0, f, errors.New("it does not show")
		}
	}
}

// pressTaken presses what a script took with usagerPress.take, as a mouse does
// if nothing covers it. block says where in the window it is scrolled to.
func (t *tab) pressTaken(ctx context.Context, world runtime.ExecutionContextID, block string) error {
	var at struct {
		X, Y float64
		Free bool
	}
	if err := t.ask(ctx, world, "usagerPress.place('"+block+"')", &at); err != nil {
		return err
	}
	if !at.Free {
		return t.ask(ctx, world, "usagerPress.click()", new(bool))
	}
	return t.press(ctx, at.X, at.Y)
}

// press presses the main button of the mouse at a point of the window.
func (t *tab) press(ctx context.Context, x, y float64) error {
	for _, typ := range []input.DispatchMouseEventType{input.DispatchMouseEventTypeMouseMoved, input.DispatchMouseEventTypeMousePressed, input.DispatchMouseEventTypeMouseReleased} {
		m := input.DispatchMouseEventParams{Type: typ, X: x, Y: y}
		if typ != input.DispatchMouseEventTypeMouseMoved {
			m.Button, m.ClickCount = input.MouseButtonLeft, 1
		}
		if _, err := cdp.Call(ctx, t.target, input.DispatchMouseEvent, m); err != nil {
			return err
		}
	}
	return nil
}
