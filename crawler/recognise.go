package crawler

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"hash/fnv"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/usager/usager/page"
)

//go:embed data/recognise.yaml
var recogniseYAML []byte

// signs are what pages are told by that stand in the place of others.
type signs struct {
	Login, Providers, Consent, Accept, Missing, Error []string
	ConsentPaths                                      []string `yaml:"consent_paths"`
	Firewall                                          struct {
		Headers         map[string]string
		Sources, Titles []string
	}
}

var knownSigns = sync.OnceValue(func() *signs {
	s := new(signs)
	if err := yaml.Unmarshal(recogniseYAML, s); err != nil {
		panic(fmt.Sprintf("recognise.yaml: %v", err)) // a test reads it
	}
	return s
})

// How many words a page may have at most, besides its menus, to be taken for
// something else than what was asked for. A page lost is worse than one too
// many: where there is content, it is audited.
const (
	maxWallWords    = 250 // of a consent wall
	maxLoginWords   = 120 // of a page to sign in
	maxGateWords    = 60  // of one without heading, or without password
	maxErrorWords   = 150 // of a page that tells of an error
	maxBlockedWords = 150 // of the page of a firewall
)

// recognise finds out whether a page stands in the place of the one that was
// asked for, and why it is held for that. Listed pages are what a person wants
// to be audited: of those, only what is an error is not.
func (w *walk) recognise(ctx context.Context, e *entry, resp *response, l *glance) (rule, reason string) {
	signs := knownSigns()
	if why := l.firewall(resp); why != "" {
		return RuleWAF, why
	}
	if l.words <= maxErrorWords {
		if s := l.says(signs.Missing); s != "" {
			return RuleSoft404, fmt.Sprintf("it is headed %q though its status is %d", s, resp.status)
		}
		if s := l.says(signs.Error); s != "" {
			return RuleErrorPage, fmt.Sprintf("it is headed %q though its status is %d", s, resp.status)
		}
	}
	if w.list() {
		return "", ""
	}
	if why := l.login(); why != "" {
		return RuleLogin, why
	}
	if why := l.wall(e); why != "" {
		return RuleConsentWall, why
	}
	if !e.seed {
		if why := w.missing.like(ctx, e.url, l); why != "" {
			return RuleSoft404, why
		}
	}
	return "", ""
}

// recogniseError finds out what an answer with an error status is besides.
func (w *walk) recogniseError(e *entry, resp *response) (rule, reason string) {
	if !resp.whole || !resp.isHTML() {
		return "", ""
	}
	p, err := page.Parse(e.url, bytes.NewReader(resp.utf8Body()))
	if err != nil {
		return "", ""
	}
	l := look(p)
	if why := l.firewall(resp); why != "" {
		return RuleWAF, why + " (" + statusText(resp.status) + ")"
	}
	if resp.status == http.StatusUnauthorized || resp.status == http.StatusForbidden {
		if why := l.login(); why != "" {
			return RuleLogin, why + " (" + statusText(resp.status) + ")"
		}
	}
	return "", ""
}

// A glance is what a page is recognised by.
type glance struct {
	p     *page.Page
	title string
	heads []string // the first headings, at most three
	text  string   // that can be seen, menus left out
	words int      // of text
}

// maxLook bounds what is read of a page, in bytes: what is longer stands in
// the place of no other.
const maxLook = 200_000

// look reads what a page is recognised by.
func look(p *page.Page) *glance {
	l := &glance{p: p}
	for n := range p.Root.Descendants() {
		if n.DataAtom == atom.Title && n.Namespace == "" && l.title == "" {
			l.title = phrase(p.Text(n))
		}
		if (n.DataAtom == atom.H1 || n.DataAtom == atom.H2) && len(l.heads) < 3 {
			if s := phrase(p.VisibleText(n)); s != "" {
				l.heads = append(l.heads, s)
			}
		}
	}
	var b strings.Builder
	l.read(&b, p.Root)
	l.text = phrase(b.String())
	l.words = len(strings.Fields(l.text))
	return l
}

func (l *glance) read(b *strings.Builder, n *html.Node) {
	switch n.DataAtom {
	case atom.Nav, atom.Header, atom.Footer, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Select, atom.Head:
		return
	}
	if n.Type == html.TextNode && b.Len() < maxLook && l.p.Visible(n) {
		b.WriteString(n.Data)
		b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		l.read(b, c)
	}
}

var plainApostrophe = strings.NewReplacer("’", "'", "\u00ad", "")

// phrase returns text in lower case, its white space collapsed, typographic
// apostrophes made plain and no punctuation at its ends.
func phrase(s string) string {
	s = plainApostrophe.Replace(strings.ToLower(page.Collapse(s)))
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// says returns the title or heading that is one of the phrases, has one as a
// part of its own ("Page not found – Town"), or begins with one of at least
// three words.
func (l *glance) says(phrases []string) string {
	for _, s := range append([]string{l.title}, l.heads...) {
		for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune("|–—·:»!,.", r) }) {
			for piece := range strings.SplitSeq(part, " - ") {
				if slices.Contains(phrases, phrase(piece)) {
					return s
				}
			}
		}
		for _, f := range phrases {
			if s == f || strings.Count(f, " ") >= 2 && strings.HasPrefix(s, f) {
				return s
			}
		}
	}
	return ""
}

// menu reports whether the page has the menus of a site.
func (l *glance) menu() bool {
	return len(l.p.Find("nav a[href], header a[href], footer a[href]")) >= 3
}

// firewall returns what shows that a firewall answered instead of the site.
func (l *glance) firewall(resp *response) string {
	f := &knownSigns().Firewall
	for name, part := range f.Headers {
		if v := resp.header.Get(name); v != "" && strings.Contains(strings.ToLower(v), part) {
			return fmt.Sprintf("its header says %s: %s", name, v)
		}
	}
	if l.words > maxBlockedWords {
		return ""
	}
	head := l.says(f.Titles)
	source := bytes.ToLower(resp.body[:min(len(resp.body), maxLook)])
	for _, s := range f.Sources {
		if bytes.Contains(source, []byte(s)) && (resp.status >= 400 || head != "" || len(l.heads) == 0) {
			return fmt.Sprintf("its source contains %q, as challenges of firewalls do", s)
		}
	}
	if head != "" && (resp.status >= 400 || l.words <= maxGateWords && !l.menu()) {
		return fmt.Sprintf("it is headed %q", head)
	}
	return ""
}

// login returns what shows that the page only lets people sign in.
func (l *glance) login() string {
	var passwords []*html.Node
	fields := 0
	for _, n := range l.p.Find("input, select, textarea") {
		typ, _ := page.Attr(n, "type")
		switch strings.ToLower(typ) {
		case "hidden", "submit", "button", "image", "checkbox", "reset", "search", "radio":
			continue
		}
		switch {
		case !l.p.Visible(n):
		case strings.EqualFold(typ, "password"):
			passwords = append(passwords, n)
		default:
			fields++
		}
	}
	head := l.says(knownSigns().Login)
	switch {
	case len(passwords) == 1 && fields <= 3 && l.words <= maxLoginWords:
		if c, _ := page.Attr(passwords[0], "autocomplete"); c == "new-password" {
			return ""
		}
		if head != "" {
			return fmt.Sprintf("it is headed %q and asks for a password", head)
		}
		if fields >= 1 && l.words <= maxGateWords {
			return "it asks for a name and a password and shows next to nothing else"
		}
	case len(passwords) == 0 && head != "" && l.words <= maxGateWords:
		for _, n := range l.p.Find("a, button, img") {
			name := l.p.Text(n)
			if n.DataAtom == atom.Img {
				name, _ = page.Attr(n, "alt")
			}
			for word := range strings.FieldsSeq(phrase(name)) {
				if slices.Contains(knownSigns().Providers, word) {
					return fmt.Sprintf("it is headed %q and offers %s", head, word)
				}
			}
		}
	}
	return ""
}

// wall returns what shows that the page only asks for consent.
func (l *glance) wall(e *entry) string {
	if l.words > maxWallWords || l.menu() {
		return ""
	}
	if u, err := url.Parse(e.url); err == nil && len(e.redirects) == 0 {
		path := strings.ToLower(u.Path)
		if slices.ContainsFunc(knownSigns().ConsentPaths, func(s string) bool { return strings.Contains(path, s) }) {
			return ""
		}
	}
	head := l.says(knownSigns().Consent)
	if head == "" {
		return ""
	}
	for _, n := range l.p.Find("button, a, input[type=submit], input[type=button], [role=button]") {
		name := l.p.VisibleText(n)
		if n.DataAtom == atom.Input {
			name, _ = page.Attr(n, "value")
		}
		if name = phrase(name); slices.Contains(knownSigns().Accept, name) {
			return fmt.Sprintf("it is headed %q, offers %q and shows next to nothing else", head, name)
		}
	}
	return ""
}

// gist identifies what a page says, menus and numbers left out: the months of
// an empty calendar have the same.
func (l *glance) gist() string {
	h := fnv.New64a()
	_, _ = io.WriteString(h, strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, l.text))
	return fmt.Sprintf("%016x", h.Sum64())
}

// missingPages knows how each host answers for a page that does not exist. It
// is asked for one, once.
type missingPages struct {
	w *walk

	mu    sync.Mutex
	hosts map[string]*missingPage
}

type missingPage struct {
	once     sync.Once
	looked   *glance // nil: nothing can be told by it
	shingles map[string]bool
}

// missingPath is the path of a page that no site has.
const missingPath = "/usager-asks-for-a-page-that-does-not-exist"

// likeness is from which share of common runs of three words on two pages say
// the same.
const likeness = 0.9

// like returns why a page is held for the one that a host shows instead of a
// page that does not exist: it has the same title and headings, and says the
// same.
func (m *missingPages) like(ctx context.Context, rawURL string, l *glance) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return ""
	}
	origin := u.Scheme + "://" + u.Host
	m.mu.Lock()
	if m.hosts == nil {
		m.hosts = make(map[string]*missingPage)
	}
	p := m.hosts[origin]
	if p == nil {
		p = &missingPage{}
		m.hosts[origin] = p
	}
	m.mu.Unlock()
	p.once.Do(func() {
		if p.looked = m.w.lookAtMissing(ctx, origin); p.looked != nil {
			p.shingles = shingles(strings.ReplaceAll(p.looked.text, missingPath, ""))
			p.looked.p = nil // as large as a page
		}
	})
	if p.looked == nil || p.looked.title != l.title || !slices.Equal(p.looked.heads, l.heads) || l.words > 2*p.looked.words+10 {
		return ""
	}
	own := shingles(strings.ReplaceAll(l.text, strings.ToLower(u.Path), "")) // it may tell what it did not find
	common := 0
	for s := range own {
		if p.shingles[s] {
			common++
		}
	}
	if all := len(own) + len(p.shingles) - common; float64(common) < likeness*float64(all) {
		return ""
	}
	return "it says the same as " + origin + missingPath + ", which does not exist"
}

// lookAtMissing returns what a host shows for a page that does not exist, or
// nil if it says so by its status, if that cannot be found out, or if it shows
// its start page: then nothing can be told by it.
func (w *walk) lookAtMissing(ctx context.Context, origin string) *glance {
	at := origin + missingPath
	u, err := url.Parse(at)
	if err != nil {
		return nil
	}
	if !w.cfg.IgnoreRobots {
		if r, err := w.robots.of(ctx, u); err != nil || !r.allows(u) {
			return nil
		}
	}
	shown := func(r *response) bool { return r.status < 300 && r.isHTML() }
	resp, err := w.fetch.get(ctx, at, false, shown)
	if err != nil || !resp.whole || !shown(resp) {
		return nil
	}
	// An application that lives in one page answers every address with it.
	home, err := w.fetch.get(ctx, origin+"/", false, shown)
	if err != nil || bytes.Equal(bytes.TrimSpace(home.body), bytes.TrimSpace(resp.body)) {
		return nil
	}
	p, err := page.Parse(at, bytes.NewReader(resp.utf8Body()))
	if err != nil {
		return nil
	}
	p.Status, p.Header = resp.status, resp.header
	if w.browser != nil {
		if p, err = w.browser.Render(ctx, p, resp.body); err != nil {
			return nil
		}
	}
	if l := look(p); l.words >= 3 {
		return l
	}
	return nil
}

// shingles returns the runs of three words of a text.
func shingles(text string) map[string]bool {
	words := strings.Fields(text)
	set := make(map[string]bool, len(words))
	for i := range words {
		set[strings.Join(words[i:min(i+3, len(words))], " ")] = true
	}
	return set
}
