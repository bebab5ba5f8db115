package report

import (
	"bytes"
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

const (
	rowsPerFile      = 200  // of a list; the rest is in further files
	maxIssueFiles    = 2000 // issues that have a file of their own, the heaviest
	overviewActions  = 5    // actions on the first page
	overviewPersonas = 3    // personas on the first page
	overviewStops    = 2    // on the first page, of what stops everybody
)

//go:embed html/*.html
var htmlFiles embed.FS

//go:embed assets
var assetFiles embed.FS

type menuItem struct{ ID, File, Key string }

// menu is the navigation of the report, in its order.
var menu = []menuItem{
	{"overview", "index.html", "nav.overview"},
	{"issues", "issues.html", "nav.issues"},
	{"pages", "pages.html", "nav.pages"},
	{"criteria", "criteria.html", "nav.criteria"},
	{"channels", "channels.html", "nav.channels"},
	{"clarity", "clarity.html", "nav.clarity"},
	{"journeys", "journeys.html", "nav.journeys"},
	{"questions", "questions.html", "nav.questions"},
	{"people", "people.html", "nav.people"},
	{"comparison", "comparison.html", "nav.comparison"},
	{"decisions", "decisions.html", "nav.decisions"},
	{"coverage", "coverage.html", "nav.coverage"},
	{"method", "method.html", "nav.method"},
}

// WriteHTML writes the report as a folder of HTML files, index.html first
// among them. The files need no network, no server and no JavaScript. Files of
// an earlier report in dir are replaced; others are left alone. Pages are read
// one by one, and no file holds more than 200 rows of a list.
func WriteHTML(ctx context.Context, dir string, a *audit.Audit, opts Options) error {
	s := &site{
		words: newWords(opts), Audit: a, Host: host(a), dir: dir,
		pageFiles: make(map[string]string), issueFiles: make(map[string]string), crops: make(map[string]string), shots: make(map[string]pair),
	}
	if err := s.write(ctx); err != nil {
		return fmt.Errorf("write HTML report of audit %s: %w", a.ID, err)
	}
	return nil
}

// site is a report being written.
type site struct {
	*words
	Audit *audit.Audit
	Host  string

	dir        string
	templates  map[string]*template.Template
	rows       []pageRow
	clarity    clarityBook
	contact    channelBook
	walked     *walks
	pageFiles  map[string]string // by URL of the page
	issueFiles map[string]string // by fingerprint
	crops      map[string]string // file of the picture, by fingerprint
	shots      map[string]pair
}

// view is what a template sees.
type view struct {
	*site
	File, Root string // of this file, and the way from it to the folder's root
	Nav, Title string
	Pager      *pager
	Data       any
}

// Menu returns the navigation.
func (v view) Menu() []menuItem {
	return slices.DeleteFunc(slices.Clone(menu), func(m menuItem) bool {
		return m.ID == "comparison" && !v.hasHistory() || m.ID == "decisions" && len(v.Audit.Decisions) == 0
	})
}

func (s *site) write(ctx context.Context) error {
	if err := s.parse(); err != nil {
		return err
	}
	if err := s.prepare(); err != nil {
		return err
	}
	s.nameIssues()
	if err := s.writePages(ctx); err != nil {
		return err
	}
	s.walked = s.walks(s.Audit, s.pageFiles)
	for _, write := range []func(context.Context) error{
		s.writePageList, s.writeIssues, s.writeIssueLists, s.writeCoverage,
		s.writeCriteria, s.writeChannels, s.writePeople, s.writeClarity, s.writeJourneys, s.writeComparison, s.writeDecisions, s.writeMethod, s.writeOverview,
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := write(ctx); err != nil {
			return err
		}
	}
	return nil
}

// parse reads the templates: each file that defines a content, over the base.
func (s *site) parse() error {
	base, err := template.New("").Funcs(s.funcs()).ParseFS(htmlFiles, "html/base.html", "html/parts.html")
	if err != nil {
		return err
	}
	names, err := fs.Glob(htmlFiles, "html/*.html")
	if err != nil {
		return err
	}
	s.templates = make(map[string]*template.Template)
	for _, name := range names {
		if name == "html/base.html" || name == "html/parts.html" {
			continue
		}
		t, err := base.Clone()
		if err != nil {
			return err
		}
		if s.templates[strings.TrimSuffix(filepath.Base(name), ".html")], err = t.ParseFS(htmlFiles, name); err != nil {
			return err
		}
	}
	return nil
}

func (s *site) funcs() template.FuncMap {
	return template.FuncMap{
		"T": s.T, "N": s.N, "Num": s.Num, "Float": s.Float, "Score": func(v any) string {
			switch v := v.(type) {
			case *float64:
				return s.words.Score(*v)
			case float64:
				return s.words.Score(v)
			}
			return ""
		},
		"Date": s.Date, "Duration": s.Duration, "Word": s.Word, "Because": s.Because,
		"Title": s.words.Title, "Why": s.Why, "Fix": s.Fix, "Message": s.Message, "Since": s.Since, "Decided": s.Decided, "Moment": s.Moment,
		"Persona": s.PersonaTitle, "Goal": s.GoalTitle, "techniques": norm.Techniques,
		"percent":    func(v float64) string { return s.Num(int(math.Round(100 * v))) },
		"bar":        func(v *float64) float64 { return min(max(*v, 0), 100) },
		"web":        web,
		"line":       line,
		"lines":      lines,
		"pieces":     pieces,
		"dict":       dict,
		"criteria":   criteria,
		"days":       s.days,
		"size":       s.size,
		"impactRank": func(i checks.Impact) int { return int(i) },
		"activates":  func(kind string) bool { return kind == "phone" || kind == "email" },
		"colon": func() string {
			if s.Lang == "fr" {
				return "\u00a0:"
			}
			return ":"
		},
	}
}

// web reports whether a foreign address may be made a link.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

var tag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$`)

// titleLanguage returns the language to read the title of a page in, "" if it
// is not known. What a page declares counts only if its text bears it out.
func titleLanguage(p *audit.Page) string {
	primary, _, _ := strings.Cut(strings.ToLower(p.Lang), "-")
	if !tag.MatchString(p.Lang) || p.Facts == nil || p.Facts.Detected != primary {
		return ""
	}
	return p.Lang
}

func criteria(numbers []string) []norm.SuccessCriterion {
	var all []norm.SuccessCriterion
	for _, n := range numbers {
		if c, ok := norm.Criterion(n); ok {
			all = append(all, c)
		}
	}
	return all
}

type day struct{ ID, Hours string }

// days puts the hours of a week in order, the days without any left out.
func (s *site) days(weekly map[string][]string) []day {
	var all []day
	for _, id := range []string{"mo", "tu", "we", "th", "fr", "sa", "su"} {
		if hours, ok := weekly[id]; ok {
			text := strings.Join(hours, ", ")
			if text == "" {
				text = s.T("channels.closed")
			}
			all = append(all, day{id, strings.ReplaceAll(text, "-", "–")})
		}
	}
	return all
}

// size writes a number of bytes; "" if it is unknown.
func (s *site) size(bytes int64) string {
	switch {
	case bytes < 0:
		return ""
	case bytes < 1_000_000:
		return s.Float(float64(bytes)/1000, 0) + "\u00a0kB"
	}
	return s.Float(float64(bytes)/1_000_000, 1) + "\u00a0MB"
}

// ours matches the files of an earlier report that this one may not overwrite:
// it may have fewer pages and other issues.
var ours = regexp.MustCompile(`^(pages/[0-9]{5,}(-[0-9]+)?\.html|issues/[0-9a-f]{16}\.(html|jpg|png|webp)|issues/n[0-9]+\.(html|jpg|png|webp)|journeys/[0-9]{2,}\.html|journeys/[0-9a-f]{16,64}\.jpg|(issues|apart|decided|pages|questions|coverage)-[0-9]+\.html|(comparison|decisions|decided)\.html)$`)

// prepare makes the folders, removes what an earlier report left, and writes
// the style sheet and the script.
func (s *site) prepare() error {
	if _, err := os.Stat(filepath.Join(s.dir, "assets", "report.css")); err == nil {
		for _, pattern := range []string{"*.html", "pages/*", "issues/*", "journeys/*"} {
			old, err := filepath.Glob(filepath.Join(s.dir, filepath.FromSlash(pattern)))
			if err != nil {
				return err
			}
			for _, name := range old {
				rel, err := filepath.Rel(s.dir, name)
				if err != nil || !ours.MatchString(filepath.ToSlash(rel)) {
					continue
				}
				if err := os.Remove(name); err != nil {
					return err
				}
			}
		}
	}
	for _, sub := range []string{"assets", "pages", "issues", "journeys"} {
		if err := os.MkdirAll(filepath.Join(s.dir, sub), 0o755); err != nil {
			return err
		}
	}
	for _, name := range []string{"assets/report.css", "assets/report.js"} {
		b, err := assetFiles.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(name)), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// render writes one file from a template.
func (s *site) render(name, file, nav, title string, p *pager, data any) error {
	var b bytes.Buffer
	v := view{site: s, File: file, Nav: nav, Title: title, Pager: p, Data: data}
	if strings.Contains(file, "/") {
		v.Root = "../"
	}
	if err := s.templates[name].ExecuteTemplate(&b, "base", v); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(file)), b.Bytes(), 0o644)
}

// pager leads through the files of one list.
type pager struct {
	N, Of          int
	Previous, Next string
	Links          []pageLink
}

type pageLink struct {
	N       int
	File    string
	Current bool
	Gap     bool // what is left out
}

// partFile returns the name of one part of a list, counted from 1.
func partFile(file string, n int) string {
	if n <= 1 {
		return file
	}
	return fmt.Sprintf("%s-%d.html", strings.TrimSuffix(file, ".html"), n)
}

// newPager returns the way through the parts of a list, nil if there is one
// part only. It names the first part, the last, and those around n.
func newPager(file string, n, of int) *pager {
	if of < 2 {
		return nil
	}
	file = filepath.Base(file)
	p := &pager{N: n, Of: of}
	if n > 1 {
		p.Previous = partFile(file, n-1)
	}
	if n < of {
		p.Next = partFile(file, n+1)
	}
	gap := false
	for i := 1; i <= of; i++ {
		if i != 1 && i != of && (i < n-2 || i > n+2) {
			if !gap {
				p.Links = append(p.Links, pageLink{Gap: true})
			}
			gap = true
			continue
		}
		gap = false
		p.Links = append(p.Links, pageLink{N: i, File: partFile(file, i), Current: i == n})
	}
	return p
}

// parts calls write for each part of a list: its number, and its rows.
func parts[T any](rows []T, write func(n, of int, rows []T) error) error {
	of := max(1, (len(rows)+rowsPerFile-1)/rowsPerFile)
	for n := 1; n <= of; n++ {
		if err := write(n, of, rows[(n-1)*rowsPerFile:min(n*rowsPerFile, len(rows))]); err != nil {
			return err
		}
	}
	return nil
}

// pageRow is what the lists show of a page.
type pageRow struct {
	File, URL, Title, Lang string
	Failed, CantTell       int
	Clarity                *float64
	Depth                  int
	Marks                  []string // what was special about the visit: keys of "mark."
}

// marks are what was special about the visit of a page.
func marks(p *audit.Page) (all []string) {
	if p.SignedIn {
		all = append(all, "signed-in")
	}
	if p.Banner != nil {
		if p.Banner.Refused {
			all = append(all, "banner")
		} else {
			all = append(all, "banner-stays")
		}
	}
	return all
}

type findingRow struct {
	checks.Finding
	File string
}

type outcomeCount struct {
	Outcome checks.Outcome
	N       int
}

type pageData struct {
	Page         *audit.Page
	Row          pageRow
	List         string // the part of the list that the page stands in
	Part         int
	Milliseconds int
	Findings     []findingRow
	Counts       []outcomeCount
	Untested     []checks.Result
}

// writePages writes the file of every page, and keeps a row for the lists.
func (s *site) writePages(ctx context.Context) error {
	wanted := make(map[string][]audit.Issue) // issues that want a picture of this page
	if s.Crop != nil {
		for _, i := range s.Audit.Issues {
			if i.Example.Box != nil && s.issueFiles[i.Fingerprint] != "" {
				wanted[i.Example.URL] = append(wanted[i.Example.URL], i)
			}
		}
	}
	if s.Shot != nil {
		for _, i := range s.Audit.Issues {
			if i.Example.Shot > 0 && s.issueFiles[i.Fingerprint] != "" && (s.Crop == nil || i.Example.Box == nil) {
				wanted[i.Example.URL] = append(wanted[i.Example.URL], i)
			}
		}
	}
	for p, err := range s.Audit.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.writePage(p); err != nil {
			return err
		}
		for _, i := range wanted[p.URL] {
			snapshot := p.Snapshot
			if i.Example.While == audit.WhileBanner && p.Met != "" {
				snapshot = p.Met
			}
			if s.Crop != nil && i.Example.Box != nil {
				if err := s.crop(ctx, snapshot, i); err != nil {
					return err
				}
			}
			if s.Shot != nil && i.Example.Shot > 0 {
				if err := s.shoot(ctx, snapshot, i); err != nil {
					return err
				}
			}
		}
		delete(wanted, p.URL)
	}
	return nil
}

func (s *site) writePage(p *audit.Page) error {
	n := len(s.rows) + 1
	row := pageRow{
		File: fmt.Sprintf("pages/%05d.html", n), URL: p.URL, Title: line(p.Title),
		Lang: titleLanguage(p), Clarity: p.Clarity, Depth: p.Depth, Marks: marks(p),
	}
	data := pageData{
		Page: p, List: partFile("pages.html", (n-1)/rowsPerFile+1),
		Milliseconds: int(p.Timings.Fetch + p.Timings.Render),
	}
	counts := make(map[checks.Outcome]int)
	var findings []findingRow
	for _, r := range p.Results {
		counts[r.Outcome]++
		if r.Outcome == checks.Untested {
			data.Untested = append(data.Untested, r)
		}
		for _, f := range r.Findings {
			findings = append(findings, findingRow{f, s.issueFiles[f.Fingerprint]})
		}
	}
	row.Failed, row.CantTell = count(p.Results)
	slices.SortStableFunc(findings, func(x, y findingRow) int { return int(y.Outcome) - int(x.Outcome) })
	for o := checks.Failed; ; o-- {
		if counts[o] > 0 {
			data.Counts = append(data.Counts, outcomeCount{o, counts[o]})
		}
		if o == checks.Inapplicable {
			break
		}
	}
	s.rows = append(s.rows, row)
	s.clarity.add(p, row)
	s.contact.add(p, row)
	data.Row = row
	for _, u := range []string{p.URL, p.Final} {
		if s.pageFiles[u] == "" {
			s.pageFiles[u] = row.File
		}
	}
	title := row.Title
	if title == "" {
		title = s.T("page.untitled")
	}
	return parts(findings, func(n, of int, rows []findingRow) error {
		data.Part, data.Findings = n, rows
		return s.render("page", partFile(row.File, n), "pages", title, newPager(row.File, n, of), data)
	})
}

// count returns how many findings failed and how many a person must decide.
func count(rs []checks.Result) (failed, cantTell int) {
	for _, r := range rs {
		for _, f := range r.Findings {
			switch f.Outcome {
			case checks.Failed:
				failed++
			case checks.CantTell:
				cantTell++
			}
		}
	}
	return failed, cantTell
}

// crop writes the picture of an issue's example. A picture that cannot be made
// is left out.
func (s *site) crop(ctx context.Context, snapshot string, i audit.Issue) error {
	b, err := s.Crop(snapshot, *i.Example.Box)
	if err != nil || len(b) == 0 {
		if err != nil {
			slog.WarnContext(ctx, "no picture of an issue", "issue", i.Fingerprint, "err", err)
		}
		return nil
	}
	file, err := s.keep(strings.TrimSuffix(s.issueFiles[i.Fingerprint], ".html"), b)
	s.crops[i.Fingerprint] = file
	return err
}

// keep writes a picture beside an issue's file and returns its name, or "" if
// it is none.
func (s *site) keep(name string, b []byte) (string, error) {
	ext := map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}[http.DetectContentType(b)]
	if len(b) == 0 || ext == "" {
		return "", nil
	}
	return name + ext, os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(name+ext)), b, 0o644)
}

// shoot writes the pictures of an issue's example before and after what a probe
// did.
func (s *site) shoot(ctx context.Context, snapshot string, i audit.Issue) error {
	before, after, err := s.Shot(snapshot, i.Example.Shot)
	if err != nil {
		slog.WarnContext(ctx, "no pictures of an issue", "issue", i.Fingerprint, "err", err)
		return nil
	}
	name := strings.TrimSuffix(s.issueFiles[i.Fingerprint], ".html")
	pair := s.shots[i.Fingerprint]
	if pair.Before, err = s.keep(name+"-before", before); err != nil {
		return err
	}
	if pair.After, err = s.keep(name+"-after", after); err != nil {
		return err
	}
	s.shots[i.Fingerprint] = pair
	return nil
}

// pair is the files of two pictures of the same place; either may be "".
type pair struct{ Before, After string }

type listData[T any] struct {
	Kind  string
	Rows  []T
	Total int
	Bare  bool // some rows have no file of their own
	// Components are the parts of the pages that the issues are in, the heaviest
	// first; on the first part of the list only.
	Components []componentRow
}

// componentRow is a part that pages share, such as the main menu, and the
// issues in it.
type componentRow struct {
	ID           string // "" where no landmark tells
	Issues, Most int    // and the pages of the issue that is on most
	Heaviest     issueRow
	weight       float64
}

// components gathers issues, which come the heaviest first, by component.
func components(rows []issueRow) []componentRow {
	var all []componentRow
	for _, r := range rows {
		k := slices.IndexFunc(all, func(c componentRow) bool { return c.ID == r.Example.Component })
		if k < 0 {
			k = len(all)
			all = append(all, componentRow{ID: r.Example.Component, Heaviest: r})
		}
		all[k].Issues++
		all[k].Most = max(all[k].Most, r.Pages)
		all[k].weight += r.Weight
	}
	slices.SortStableFunc(all, func(x, y componentRow) int { return cmp.Compare(y.weight, x.weight) })
	return all
}

func (s *site) writePageList(context.Context) error {
	return parts(s.rows, func(n, of int, rows []pageRow) error {
		return s.render("pages", partFile("pages.html", n), "pages", s.T("pages.title"), newPager("pages.html", n, of),
			listData[pageRow]{Rows: rows, Total: len(s.rows)})
	})
}

var plainPrint = regexp.MustCompile(`^[0-9a-f]{16}$`)

// nameIssues gives the heaviest issues a file each.
func (s *site) nameIssues() {
	for n, i := range s.Audit.Issues {
		if len(s.issueFiles) == maxIssueFiles {
			return
		}
		name := i.Fingerprint
		if !plainPrint.MatchString(name) {
			name = fmt.Sprintf("n%d", n+1)
		}
		if s.issueFiles[i.Fingerprint] == "" {
			s.issueFiles[i.Fingerprint] = "issues/" + name + ".html"
		}
	}
}

type issueRow struct {
	audit.Issue
	Rank int
	File string
}

// place is a page that an issue was found on.
type place struct{ URL, File string }

type issueData struct {
	audit.Issue
	List   string
	Crop   string
	Shots  pair
	Places []place
}

// writeIssues writes the file of every issue that has one.
func (s *site) writeIssues(ctx context.Context) error {
	done := make(map[string]bool)
	rank := make(map[string]int)
	for _, i := range s.Audit.Issues {
		kind := list(i)
		rank[kind]++
		file := s.issueFiles[i.Fingerprint]
		if file == "" || done[file] {
			continue
		}
		done[file] = true
		if err := ctx.Err(); err != nil {
			return err
		}
		d := issueData{Issue: i, List: kind}
		if crop := s.crops[i.Fingerprint]; crop != "" {
			d.Crop = path.Base(crop)
		}
		if shots := s.shots[i.Fingerprint]; shots != (pair{}) {
			d.Shots = pair{path.Base(shots.Before), path.Base(shots.After)}
		}
		for _, u := range i.URLs {
			p := place{URL: u}
			if f := s.pageFiles[u]; f != "" {
				p.File = "../" + f
			}
			d.Places = append(d.Places, p)
		}
		nav := navOf(kind)
		title := s.T(kind+".number", "n", rank[kind]) + " – " + s.words.Title(i.Check)
		if err := s.render("issue", file, nav, title, nil, d); err != nil {
			return err
		}
	}
	return nil
}

// navOf returns the part of the navigation that a list belongs to.
func navOf(list string) string {
	switch list {
	case apart:
		return required
	case decided:
		return "decisions"
	}
	return list
}

func (s *site) writeIssueLists(context.Context) error {
	lists := make(map[string][]issueRow)
	for _, i := range s.Audit.Issues {
		kind := list(i)
		lists[kind] = append(lists[kind], issueRow{i, len(lists[kind]) + 1, s.issueFiles[i.Fingerprint]})
	}
	for _, kind := range []string{required, apart, decided, questions} {
		if kind == decided && len(s.Audit.Decisions) == 0 {
			continue
		}
		file, nav := kind+".html", navOf(kind)
		err := parts(lists[kind], func(n, of int, rows []issueRow) error {
			d := listData[issueRow]{Kind: kind, Rows: rows, Total: len(lists[kind]), Bare: slices.ContainsFunc(rows, func(r issueRow) bool { return r.File == "" })}
			if n == 1 && kind == required {
				d.Components = components(lists[kind])
			}
			return s.render("issues", partFile(file, n), nav, s.T(kind+".title"), newPager(file, n, of), d)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// part is a piece of a bar.
type part struct {
	ID, Title string
	X, N      int
}

type figures struct {
	Parts []part
	Total int
}

func (f *figures) add(id, title string, n int) {
	f.Parts = append(f.Parts, part{id, title, f.Total, n})
	f.Total += n
}

func (s *site) coverageFigures() figures {
	c := s.Audit.Coverage
	var f figures
	f.add("audited", s.T("coverage.audited"), c.Audited)
	f.add("document", s.T("coverage.document"), c.Documents)
	f.add("duplicate", s.T("coverage.duplicates"), c.Duplicate)
	f.add("refused", s.T("coverage.refused"), c.Refused)
	f.add("failed", s.T("coverage.failed"), c.Failed)
	return f
}

type ruleCount struct {
	Rule string
	N    int
}

type urlRow struct {
	audit.URL
	File string
}

type coverageData struct {
	Part    int
	Figures figures
	Rules   []ruleCount
	Rows    []urlRow
}

func (s *site) writeCoverage(context.Context) error {
	d := coverageData{Figures: s.coverageFigures()}
	for _, rule := range slices.Sorted(maps.Keys(s.Audit.Coverage.Rules)) {
		d.Rules = append(d.Rules, ruleCount{rule, s.Audit.Coverage.Rules[rule]})
	}
	return parts(s.Audit.Coverage.URLs, func(n, of int, urls []audit.URL) error {
		d.Part, d.Rows = n, make([]urlRow, 0, len(urls))
		for _, u := range urls {
			row := urlRow{URL: u}
			if u.Outcome == "audited" {
				row.File = s.pageFiles[u.URL]
			}
			d.Rows = append(d.Rows, row)
		}
		return s.render("coverage", partFile("coverage.html", n), "coverage", s.T("coverage.title"), newPager("coverage.html", n, of), d)
	})
}

var states = []string{"failed", "person", "nothing-found", "not-applicable", "not-tested"}

type criterionRow struct {
	norm.SuccessCriterion
	State            string
	Failed, CantTell int
}

type levelData struct {
	Level string
	Rows  []criterionRow
	figures
}

type criteriaData struct {
	States []string
	Levels []levelData
}

type rgaaRow struct {
	norm.RGAACriterion
	Failed []string // success criteria that it cites and that fail
}

type topicData struct {
	norm.Topic
	Rows []rgaaRow
}

func (s *site) writeCriteria(context.Context) error {
	known := make(map[string]audit.Criterion)
	for _, c := range s.Audit.Criteria {
		known[c.Number] = c
	}
	d := criteriaData{States: states}
	for _, level := range []string{"A", "AA", "AAA"} {
		l := levelData{Level: level}
		count := make(map[string]int)
		for _, sc := range norm.Criteria() {
			if sc.Level != level {
				continue
			}
			row := criterionRow{SuccessCriterion: sc, State: "not-tested"}
			if c, ok := known[sc.Number]; ok {
				row.State, row.Failed, row.CantTell = c.State, c.Failed, c.CantTell
			}
			count[row.State]++
			l.Rows = append(l.Rows, row)
		}
		for _, state := range states {
			l.add(state, s.Word("state", state), count[state])
		}
		d.Levels = append(d.Levels, l)
	}
	if err := s.render("criteria", "criteria.html", "criteria", s.T("criteria.title"), nil, d); err != nil {
		return err
	}

	var topics []topicData
	for _, t := range norm.Topics() {
		topics = append(topics, topicData{Topic: t})
	}
	for _, r := range norm.RGAA() {
		row := rgaaRow{RGAACriterion: r}
		for _, n := range r.WCAG {
			if known[n].State == "failed" {
				row.Failed = append(row.Failed, n)
			}
		}
		topics[r.Topic()-1].Rows = append(topics[r.Topic()-1].Rows, row)
	}
	return s.render("rgaa", "rgaa.html", "criteria", s.T("rgaa.title"), nil, topics)
}

type methodData struct {
	States         []string
	Started, Ended string
	Referentials   []norm.Referential
	Config         string
}

func (s *site) writeMethod(context.Context) error {
	const stamp = "2006-01-02 15:04:05"
	m := s.Audit.Manifest
	d := methodData{states, m.Started.UTC().Format(stamp), m.Ended.UTC().Format(stamp), norm.Referentials(), ""}
	if len(m.Config) > 0 {
		b, err := json.MarshalIndent(m.Config, "", "  ")
		if err != nil {
			return err
		}
		d.Config = string(b)
	}
	return s.render("method", "method.html", "method", s.T("method.title"), nil, d)
}

type actionData struct {
	action
	File   string
	Places []pageRow // the first pages that it is about
}

// actionPlaces is how many pages an action on the first page names.
const actionPlaces = 3

type overviewData struct {
	Personas  []*walker
	Nobody    []*stop // what nobody can do
	Actions   []actionData
	Questions int
	Stale     int // decisions that have expired or match nothing
}

func (s *site) writeOverview(context.Context) error {
	d := overviewData{Personas: s.walked.front(overviewPersonas), Stale: stale(s.Audit.Decisions)}
	for _, stop := range s.walked.Stops {
		if stop.Nobody && len(d.Nobody) < overviewStops {
			d.Nobody = append(d.Nobody, stop)
		}
	}
	for _, act := range actions(s.Audit, overviewActions) {
		data := actionData{action: act, File: s.issueFiles[act.First.Fingerprint]}
		for _, u := range act.URLs {
			if k := slices.IndexFunc(s.rows, func(r pageRow) bool { return r.URL == u }); k >= 0 && len(data.Places) < actionPlaces {
				data.Places = append(data.Places, s.rows[k])
			}
		}
		d.Actions = append(d.Actions, data)
	}
	for _, i := range s.Audit.Issues {
		if list(i) == questions {
			d.Questions++
		}
	}
	return s.render("index", "index.html", "overview", s.T("overview.title", "host", s.Host), nil, d)
}
