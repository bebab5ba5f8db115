// Package reporttest makes audits of a site that does not exist, to try report
// writers on: a commune of any size, with hostile text in it.
package reporttest

import (
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

//go:embed texts/*.yaml
var texts embed.FS

// Hostile is markup that tries to leave its place; it is the title of the
// second page and stands in excerpts and addresses.
const Hostile = `"><script>alert('x')</script><img src=https://evil.example/x onerror=alert(1)> =HYPERLINK("https://evil.example") ` + "\x1b[2J\u202etxt"

func run(*checks.Pass)         {}
func runSite(*checks.SitePass) {}

// Catalog returns eleven checks of three families, with their texts.
func Catalog() (*checks.Catalog, error) {
	dir, err := fs.Sub(texts, "texts")
	if err != nil {
		return nil, err
	}
	return checks.NewCatalog(
		checks.Family{Name: "wcag", Dimension: checks.Accessibility, Texts: dir, Checks: []*checks.Check{
			{ID: "field-label", Criteria: []string{"1.3.1", "4.1.2"}, Affects: []checks.Group{checks.NoVision, checks.LimitedManipulation, checks.LimitedCognition}, Impact: checks.Critical, Run: run},
			{ID: "heading-order", Affects: []checks.Group{checks.NoVision}, Impact: checks.Minor, Practice: true, Run: run},
			{ID: "image-alternative", Criteria: []string{"1.1.1"}, Affects: []checks.Group{checks.NoVision}, Impact: checks.Serious, Run: run},
			{ID: "link-name", Criteria: []string{"2.4.4", "4.1.2"}, Affects: []checks.Group{checks.NoVision, checks.LimitedManipulation}, Impact: checks.Serious, Run: run},
			{ID: "page-language", Criteria: []string{"3.1.1"}, Affects: []checks.Group{checks.NoVision, checks.OtherLanguage}, Impact: checks.Serious, Run: run},
			{ID: "target-size", Criteria: []string{"2.5.8"}, Affects: []checks.Group{checks.LimitedManipulation}, Impact: checks.Moderate, Run: run},
			{ID: "text-contrast", Criteria: []string{"1.4.3"}, Affects: []checks.Group{checks.LimitedVision, checks.NoColour}, Impact: checks.Serious, Run: run},
			{ID: "video-captions", Criteria: []string{"1.2.2"}, Affects: []checks.Group{checks.NoHearing, checks.LimitedHearing}, Impact: checks.Critical, Run: run},
		}},
		checks.Family{Name: "clarity", Dimension: checks.Clarity, Texts: dir, Checks: []*checks.Check{
			{ID: "long-sentence", Affects: []checks.Group{checks.LimitedCognition, checks.OtherLanguage}, Impact: checks.Moderate, Run: run},
		}},
		checks.Family{Name: "channels", Dimension: checks.Channels, Texts: dir, Checks: []*checks.Check{
			{ID: "hours-current", Affects: []checks.Group{checks.NoDigital}, Impact: checks.Moderate, RunSite: runSite},
			{ID: "phone-reachable", Affects: []checks.Group{checks.NoDigital, checks.LimitedCognition}, Impact: checks.Serious, RunSite: runSite},
		}},
	)
}

// Audit returns an audit of n pages; the same for the same n. Its pages are
// made when they are read, so n may be large.
func Audit(ctx context.Context, catalog *checks.Catalog, n int) (*audit.Audit, error) {
	started := time.Date(2026, time.November, 20, 8, 15, 0, 0, time.UTC)
	a := &audit.Audit{
		Schema: audit.Schema, ID: "20261120T081500Z-sainte-ombre", Status: "complete",
		Manifest: audit.Manifest{
			Tool: "usager 0.1.0", RuleSet: "2026.11", Browser: "Chromium 156.0.7800.1", Country: "fr",
			Seeds:   []string{site},
			Config:  map[string]any{"max_pages": n, "delay": "0s", "robots": true},
			Started: started, Ended: started.Add(4 * time.Minute),
		},
		Site: []checks.Result{
			{Check: "hours-current", Outcome: checks.CantTell, Findings: []checks.Finding{{
				Check: "hours-current", Outcome: checks.CantTell, URL: url(1), Fingerprint: digest("hours-current"),
				Message: checks.Message{Key: "ask", Args: map[string]string{"hours": "Mo-Fr 09:00-12:00"}},
			}}},
			{Check: "phone-reachable", Outcome: checks.Failed, Findings: []checks.Finding{{
				Check: "phone-reachable", Outcome: checks.Failed, Fingerprint: digest("phone-reachable"),
				Message: checks.Message{Key: "far", Args: map[string]string{"clicks": "3"}},
			}}},
		},
		Journeys: []audit.Journey{
			{Persona: "adult", Goal: "phone", Outcome: "reached", Seconds: 21, Ratio: 1, Steps: []audit.Step{
				{URL: url(0), Title: title(0), Action: "follow", Target: "Contact", Seconds: 12},
				{URL: url(1), Title: title(1), Action: "find", Target: "04 76 00 00 00", Seconds: 9}}},
			{Persona: "lea", Goal: "hours", Outcome: "reached", Seconds: 34, Ratio: 1.4, Steps: []audit.Step{
				{URL: url(0), Title: title(0), Action: "follow", Target: "Horaires", Seconds: 20},
				{URL: url(2), Title: title(2), Action: "find", Target: "Mo-Fr 09:00-12:00", Seconds: 14}}},
			{Persona: "odette", Goal: "phone", Outcome: "difficult", Seconds: 148, Ratio: 7, Success: 0.8, Pages: 3.4, Steps: []audit.Step{
				{URL: url(0), Title: title(0), Action: "follow", Target: "Contact", Seconds: 97, Pages: 2.4, Lost: 0.2, Walked: &audit.Act{
					Moves: 2, Bytes: 48_000, Seconds: 9, Screenshot: picture("home"), Box: &page.Box{X: 40, Y: 10, Width: 90, Height: 20},
					Notes: []checks.Message{{Key: "far", Args: map[string]string{"page": Hostile}}}}},
				{URL: url(1), Title: title(1), Action: "find", Target: "04 76 00 00 00", Seconds: 51, Pages: 1, Walked: &audit.Act{
					Moves: 1, Bytes: 21_000, Seconds: 3, Screenshot: picture("contact")}}},
				Reason: checks.Message{Key: "far", Args: map[string]string{"page": "Contact"}},
				Change: checks.Message{Key: "far", Args: map[string]string{"page": "Contact"}},
				Walked: &audit.Walked{Outcome: "reached", Seconds: 12}},
			{Persona: "karim", Goal: "phone", Outcome: "blocked", Seconds: 180, Steps: []audit.Step{
				{URL: url(0), Title: title(0), Action: "follow", Target: "Menu", Seconds: 180}},
				Reason: checks.Message{Key: "no-name", Args: map[string]string{"page": Hostile}}},
		},
	}
	a.SetPages(func(ctx context.Context) iter.Seq2[*audit.Page, error] {
		return func(yield func(*audit.Page, error) bool) {
			for i := range n {
				if err := ctx.Err(); err != nil {
					yield(nil, err)
					return
				}
				if !yield(makePage(i), nil) {
					return
				}
			}
		}
	})
	cover(a, n)
	if err := issues(ctx, a, catalog); err != nil {
		return nil, err
	}
	if err := a.Summarise(ctx, catalog); err != nil {
		return nil, err
	}
	decide(a)
	a.Journeys[2].Issues = []string{a.Issues[0].Fingerprint}
	return a, nil
}

// picture returns the name of a picture of a step.
func picture(of string) string {
	sum := sha256.Sum256([]byte(of))
	return hex.EncodeToString(sum[:])
}

// decide puts decisions on the issues of two checks.
func decide(a *audit.Audit) {
	a.Decisions = []audit.Decision{
		{Check: "target-size", Scope: "^" + site, State: "accepted", Who: "Nadia", Why: "nothing fails here"},
		{Check: "heading-order", State: "false-positive", Who: "Nadia", Why: Hostile, Until: "2027-06-30"},
		{Check: "page-language", State: "assigned", Who: "Marc", Why: "in the next version", Until: "2026-12-31"},
		{Fingerprint: digest("phone-reachable"), State: "derogation", Who: "Marc", Why: "until the new switchboard", Until: "2026-10-01", Expired: true},
	}
	for i := range a.Issues {
		for k := range a.Decisions {
			d := &a.Decisions[k]
			if d.Check == a.Issues[i].Check || d.Fingerprint == a.Issues[i].Fingerprint {
				d.Issues++
				if !d.Expired {
					a.Issues[i].Decision = d
				}
			}
		}
	}
}

// History returns what became of the issues of an audit since another, and the
// audits before it.
func History(a *audit.Audit) (*audit.Comparison, []audit.Point) {
	var trend []audit.Point
	for month := 5; month >= 0; month-- {
		p := audit.Point{ID: fmt.Sprint("a", month), Started: a.Manifest.Started.AddDate(0, -month, 0), RuleSet: a.Manifest.RuleSet, Pages: a.Coverage.Audited, Issues: len(a.Issues) + month}
		for k, s := range a.Scores {
			if s.Value != nil && (k != 1 || month < 3) {
				v := max(0, *s.Value-float64(month*(k+2)))
				s.Value = &v
			}
			p.Scores = append(p.Scores, s)
		}
		trend = append(trend, p)
	}
	c := &audit.Comparison{Old: trend[4], New: trend[5], RuleSetsDiffer: true}
	c.Old.RuleSet = "2026.10"
	for k, i := range a.Issues {
		if i.Outcome != checks.Failed {
			continue
		}
		list := []*[]audit.Issue{&c.Added, &c.Reopened, &c.Persisting, &c.Persisting, &c.Fixed, &c.NotComparable}[k%6]
		if list == &c.Fixed {
			i.Fingerprint = digest("fixed", i.Fingerprint)
		}
		*list = append(*list, i)
	}
	return c, trend
}

const site = "https://www.sainte-ombre.example/"

func url(i int) string {
	switch i {
	case 0:
		return site
	case 1:
		return site + "contact"
	case 2:
		return site + "horaires?jour=lundi&note=%22%3E"
	}
	return fmt.Sprintf("%sdemarches/fiche-%d", site, i)
}

func title(i int) string {
	switch i {
	case 0:
		return "Sainte-Ombre, accueil"
	case 1:
		return Hostile
	case 2:
		return ""
	}
	return fmt.Sprintf("Démarche n° %d", i)
}

func digest(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		fmt.Fprint(h, p, "\x00")
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

func makePage(i int) *audit.Page {
	p := &audit.Page{
		URL: url(i), Final: url(i), Status: 200, Title: title(i), Lang: "fr", Depth: min(i, 3),
		Template: fmt.Sprintf("t%d", i%3), Inputs: "style,layout,accessibility", Snapshot: digest("snapshot", url(i)),
		Timings: audit.Timings{Fetch: 40 + int64(i%7), Render: 310 + int64(i%11), Judge: 12},
	}
	if i != 2 {
		clarity := float64(20 + (i*37)%75)
		p.Clarity = &clarity
	}
	if i > 2 {
		p.Facts = facts(i)
	}
	add := func(check string, passed int, fs ...checks.Finding) {
		r := checks.Result{Check: check, Passed: passed}
		if passed > 0 {
			r.Outcome = checks.Passed
		}
		for _, f := range fs {
			f.Check = check
			r.Outcome = max(r.Outcome, f.Outcome)
			r.Findings = append(r.Findings, f)
		}
		p.Results = append(p.Results, r)
	}
	finding := func(o checks.Outcome, criteria []string, component, key string, what string, args map[string]string, selector, html string) checks.Finding {
		return checks.Finding{
			Outcome: o, Criteria: criteria, Message: checks.Message{Key: key, Args: args}, Selector: selector, HTML: html,
			Component: component, Box: &page.Box{X: 24, Y: 120, Width: 240, Height: 48}, Fingerprint: digest(key, what, component),
		}
	}
	add("image-alternative", 3, finding(checks.Failed, []string{"1.1.1"}, "banner", "missing", "logo", map[string]string{"src": "logo.svg"},
		"header > a > img", `<img src="/logo.svg" class="logo">`))
	if i%4 == 1 {
		add("field-label", 2, finding(checks.Failed, []string{"1.3.1", "4.1.2"}, "main", "none", "email", map[string]string{"name": Hostile},
			"#courriel", `<input type="email" id="courriel" placeholder="Courriel" `+Hostile))
	}
	if i%2 == 0 {
		add("text-contrast", 41, finding(checks.Failed, []string{"1.4.3"}, "contentinfo", "low", "legal", map[string]string{"ratio": "2.9", "wanted": "4.5"},
			"footer p.legal", `<p class="legal">Mentions légales</p>`))
	} else {
		add("text-contrast", 44)
	}
	if i == 2 {
		add("page-language", 0, finding(checks.Failed, []string{"3.1.1"}, "", "missing", "html", nil, "html", "<html>"))
		p.Lang = ""
	} else {
		add("page-language", 1)
	}
	add("link-name", 12+i%5, finding(checks.Failed, []string{"2.4.4", "4.1.2"}, "navigation", "none", "menu", nil,
		"nav > ul > li:nth-child(4) > a", `<a href="/recherche"><i class="icon-search"></i></a>`))
	add("target-size", 9)
	if i%5 == 3 {
		add("video-captions", 0, finding(checks.CantTell, []string{"1.2.2"}, "main", "ask", "video", map[string]string{"src": "voeux.mp4"},
			"main video", `<video src="voeux.mp4" controls></video>`))
	} else {
		add("video-captions", 0)
	}
	if i%3 == 1 {
		add("heading-order", 5, finding(checks.Failed, nil, "main", "jump", "h4", map[string]string{"from": "2", "to": "4"}, "main > h4", "<h4>Pièces à fournir</h4>"))
	}
	sentence := fmt.Sprintf("Nonobstant les dispositions susvisées, il appartient au demandeur de la fiche %d de produire les pièces afférentes dans les délais impartis", i%9)
	if i != 2 {
		add("long-sentence", 18, finding(checks.Failed, nil, "main", "long", sentence, map[string]string{"words": "24", "sentence": sentence}, "main > p", "<p>"+sentence+".</p>"))
	}
	p.Results = append(p.Results, checks.Result{Check: "video-captions", Outcome: checks.Untested, Reason: "needs media"})
	if i == 1 {
		p.Channels = []checks.Channel{
			{Kind: "phone", Value: "+33476000000", Text: "04 76 00 00 00", Purpose: "Accueil de la mairie", Selector: "main a", Link: true},
			{Kind: "phone", Value: "+33899000000", Text: "0 899 00 00 00", Purpose: "Serveur vocal", Selector: "main p", Premium: true},
			{Kind: "address", Value: "1 place de la Mairie, 38000 Sainte-Ombre", Text: "1 place de la Mairie", Selector: "address"},
			{Kind: "hours", Value: "Mo-Fr 09:00-12:00", Text: "du lundi au vendredi, de 9 h à 12 h", Selector: "main table", Weekly: map[string][]string{
				"mo": {"09:00-12:00", "14:00-17:00"}, "tu": {"09:00-12:00"}, "fr": {"09:00-12:00"}}},
			{Kind: "form", Value: "javascript:alert(1)", Text: Hostile, Selector: "form"},
		}
	}
	return p
}

// facts returns what the report needs to know of the text of a page.
func facts(i int) *checks.Facts {
	f := &checks.Facts{Detected: "fr", Links: []checks.Link{{URL: site}, {URL: url(1)}, {URL: url(i + 1)}}}
	if i%3 == 0 {
		text := fmt.Sprintf("Nonobstant les dispositions susvisées, la fiche %d de la CAF est à compléter <b>par vos soins</b> dans les délais impartis.", i)
		f.Hardest = []checks.Sentence{{Text: text, Score: float64(10 + i%20), Marks: []checks.Mark{
			{Start: 0, End: 10, Kind: "jargon", Plain: "malgré"}, {Start: len(text) - 26, End: len(text) - 1, Kind: "vague"},
		}}}
		f.Signals = map[string]string{"clarity.acronyms": "CAF|ANTS", "clarity.expansions": "RSA=revenu de solidarité active"}
	}
	if i%4 == 0 {
		f.Signals = map[string]string{"clarity.expansions": "CAF=caisse d’allocations familiales"}
	}
	if f.Signals == nil {
		f.Signals = make(map[string]string)
	}
	f.Signals["country"] = "fr"
	switch i {
	case 3:
		f.Procedure = &checks.Procedure{
			Title: "Demander une carte " + Hostile, Steps: 3, OpenList: true,
			Fields:    map[string]string{"cost": "25 €", "documents": "une photo", "contact": "04 76 00 00 00"},
			Documents: []checks.Document{{Text: "une photo"}},
			Forms:     []checks.DocumentLink{{URL: url(3), Name: "Formulaire " + Hostile, PDF: true}},
		}
	case 4:
		f.Signals["statement"], f.Signals["statement.state"], f.Signals["statement.date"] = "fr", "total", "2026-01-15"
	}
	return f
}

// documents are files that the audit met, read or not.
func documents() []audit.URL {
	hard := 22.0
	read := &audit.DocumentText{Lang: "fr", Words: 412, Clarity: &hard, Hardest: facts(3).Hardest, Findings: []audit.DocumentFinding{
		{Kind: "jargon", Text: "nonobstant", Plain: "malgré", Times: 3}, {Kind: "passive", Text: "sera transmise", Times: 1},
		{Kind: "capitals", Text: Hostile, Times: 1},
	}}
	urls := []audit.URL{{URL: site + "reglement.pdf", Document: &audit.Document{MIME: "application/pdf", Size: 310_000, Text: read}}}
	for _, why := range []string{"scan", "locked", "damaged", "language", "short", "time"} {
		urls = append(urls, audit.URL{URL: site + why + ".pdf", Document: &audit.Document{MIME: "application/pdf", Size: 90_000, Text: &audit.DocumentText{Unread: why}}})
	}
	for i := range urls {
		urls[i].Outcome, urls[i].Depth, urls[i].From = "document", 1, site
	}
	return urls
}

func cover(a *audit.Audit, n int) {
	c := &a.Coverage
	for i := range n {
		u := audit.URL{URL: url(i), Outcome: "audited", Depth: min(i, 3), Final: url(i)}
		if i > 0 {
			u.From = site
		}
		c.URLs = append(c.URLs, u)
	}
	c.URLs = append(c.URLs,
		audit.URL{URL: site + "bulletin.pdf", Outcome: "document", Depth: 1, From: site, Document: &audit.Document{MIME: "application/pdf", Size: 2_400_000}},
		audit.URL{URL: site + "prive/", Outcome: "refused", Rule: "robots", Reason: "Disallow: /prive/", Depth: 1, From: site},
		audit.URL{URL: "javascript:alert(document.cookie)", Outcome: "refused", Rule: "scheme", Reason: Hostile, Depth: 1, From: url(1)},
		audit.URL{URL: site + "index.html", Outcome: "redirected", Depth: 1, From: site, Final: site, Redirects: []string{site}, Canonical: site},
		audit.URL{URL: site + "ancien", Outcome: "failed", Rule: "status", Reason: "404 Not Found", Depth: 2, From: url(1)},
	)
	c.URLs = append(c.URLs, documents()...)
	c.Audited, c.Documents, c.Refused, c.Duplicate, c.Failed = n, 1+len(documents()), 2, 1, 1
	c.Rules = map[string]int{"robots": 1, "scheme": 1, "status": 1}
}

// issues gathers the findings that share a fingerprint, as the store does.
func issues(ctx context.Context, a *audit.Audit, catalog *checks.Catalog) error {
	byPrint := make(map[string]*audit.Issue)
	add := func(url string, rs []checks.Result) {
		for _, r := range rs {
			for _, f := range r.Findings {
				i := byPrint[f.Fingerprint]
				if i == nil {
					c := catalog.Check(f.Check)
					if f.URL == "" {
						f.URL = url
					}
					i = &audit.Issue{
						Fingerprint: f.Fingerprint, Check: f.Check, Outcome: f.Outcome, Impact: c.Impact, Practice: c.Practice,
						Dimension: catalog.Family(f.Check).Dimension, Criteria: f.Criteria, Affects: c.Affects, Example: f,
					}
					byPrint[f.Fingerprint] = i
				}
				i.Count++
				i.Pages++
				if len(i.URLs) < audit.MaxIssueURLs && f.URL+url != "" {
					i.URLs = append(i.URLs, cmp.Or(url, f.URL))
				}
				i.Weight = float64(int(i.Impact) * len(i.Affects) * i.Pages)
			}
		}
	}
	add("", a.Site)
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return err
		}
		add(p.URL, p.Results)
	}
	for _, i := range byPrint {
		a.Issues = append(a.Issues, *i)
	}
	slices.SortFunc(a.Issues, func(x, y audit.Issue) int {
		return cmp.Or(-cmp.Compare(x.Outcome, y.Outcome), -cmp.Compare(x.Weight, y.Weight), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	return nil
}

var names = map[string]checks.Localized{
	"lea":     {FR: "Léa, 16 ans", NL: "Léa, 16 jaar", DE: "Léa, 16 Jahre", EN: "Léa, 16"},
	"odette":  {FR: "Odette, 80 ans", NL: "Odette, 80 jaar", DE: "Odette, 80 Jahre", EN: "Odette, 80"},
	"karim":   {FR: "Karim, aveugle", NL: "Karim, blind", DE: "Karim, blind", EN: "Karim, blind"},
	"phone":   {FR: "joindre quelqu’un par téléphone", NL: "iemand telefonisch bereiken", DE: "jemanden anrufen", EN: "reach somebody by phone"},
	"hours":   {FR: "trouver les horaires et le lieu", NL: "openingsuren en plaats vinden", DE: "Öffnungszeiten und Ort finden", EN: "find opening hours and place"},
	"far":     {FR: "La page {page} est longue et le numéro tout en bas.", NL: "De pagina {page} is lang en het nummer staat helemaal onderaan.", DE: "Die Seite {page} ist lang, die Nummer steht ganz unten.", EN: "The page {page} is long and the number at its very end."},
	"no-name": {FR: "Le menu de {page} n’a pas de nom.", NL: "Het menu van {page} heeft geen naam.", DE: "Das Menü von {page} hat keinen Namen.", EN: "The menu of {page} has no name."},
}

// Persona returns the title of a persona of the sample, or "".
func Persona(id, lang string) string { return names[id].In(lang) }

// Goal returns the title of a goal of the sample, or "".
func Goal(id, lang string) string { return names[id].In(lang) }

// Reason puts the reason of a journey of the sample in words.
func Reason(m checks.Message, lang string) string {
	return strings.ReplaceAll(names[m.Key].In(lang), "{page}", m.Args["page"])
}
