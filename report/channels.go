package report

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/service"
)

// channelKinds are the ways to reach a service that the report looks for, in
// its order; others that were found follow.
var channelKinds = []string{"phone", "email", "form", "address", "hours", "appointment"}

// livingKinds are those that lead to a person.
var livingKinds = []string{"phone", "email", "form", "address", "hours", "appointment", "chat", "callback", "sms"}

// channelFindings are the checks whose findings stand on the page about
// channels: contradictions, and what leads to nobody.
var channelFindings = []string{
	"hours-contradiction", "phone-contradiction", "phone-link-mismatch", "human-exit", "appointment-online-only",
	"online-is-pdf", "contact-form-only", "contact-form-needs-email", "phone-image-only", "phone-premium", "print-sign-scan",
}

// channelBook gathers what the page about channels needs of each page.
type channelBook struct {
	rows       map[string]pageRow // by address, of pages that state a channel
	procedures []procedureRow
	pages      int
	statements []statementRow
	countries  map[string]int // pages that tell of a country
}

// The signals of checks/service that the report reads.
const (
	signalCountry   = "country"
	signalStatement = "statement"
	signalState     = "statement.state"
	signalDate      = "statement.date"
)

// statementRow is a page with an accessibility statement.
type statementRow struct {
	pageRow
	State       string    // "total", "partial", "none" or ""
	Made, Until time.Time // Until: zero where no law says how often it is reviewed
	Days        int       // until then; negative after
	Denied      bool      // it claims what was found to be untrue
}

type procedureRow struct {
	pageRow
	*checks.Procedure
	Kinds       []string // of channels that lead to a person and are the page's own
	Says, Lacks string   // fields
}

func (b *channelBook) add(p *audit.Page, row pageRow) {
	b.pages++
	if len(p.Channels) > 0 {
		if b.rows == nil {
			b.rows = make(map[string]pageRow)
		}
		b.rows[p.URL] = row
	}
	if p.Facts == nil {
		return
	}
	if c := p.Facts.Signals[signalCountry]; c != "" {
		if b.countries == nil {
			b.countries = make(map[string]int)
		}
		b.countries[c]++
	}
	if s := p.Facts.Signals[signalStatement]; s != "" && len(b.statements) < rowsPerFile {
		st := statementRow{pageRow: row, State: p.Facts.Signals[signalState]}
		if made, err := time.Parse(time.DateOnly, p.Facts.Signals[signalDate]); err == nil {
			st.Made = made
			if years := service.StatementYears(s); years > 0 {
				st.Until = made.AddDate(years, 0, 0)
			}
		}
		b.statements = append(b.statements, st)
	}
	if p.Facts.Procedure != nil && len(b.procedures) < rowsPerFile {
		b.procedures = append(b.procedures, procedureRow{pageRow: row, Procedure: p.Facts.Procedure})
	}
}

type channelData struct {
	Kind    string
	All     []audit.SiteChannel // the nearest first
	Nearest *audit.SiteChannel
}

// contactRow is a page in the matrix of pages and channels.
type contactRow struct {
	pageRow
	Own map[string]bool // kinds of channels that are the page's own
}

type fieldRow struct {
	service.ProcedureField
	Said int // procedures that say it
}

type channelsData struct {
	Kinds      []channelData
	Columns    []string        // kinds, of the matrix
	Everywhere map[string]bool // kinds that stand on most pages
	Pages      []contactRow
	More       int // pages left out
	Findings   []issueRow
	Procedures []procedureRow
	Fields     []fieldRow
	Law        lawData
}

// lawData says whose law applies and what the statements of the site claim.
type lawData struct {
	Country    string // "fr" …, or ""
	Set        bool   // by the settings, not found
	Statements []statementRow
	Failed     []string // criteria of levels A and AA that certainly fail
}

// law says which country's law applies: the one that was set, else the one that
// most pages tell of.
func (s *site) law() lawData {
	d := lawData{Country: s.Audit.Manifest.Country, Set: s.Audit.Manifest.Country != "", Statements: s.contact.statements}
	for _, c := range slices.Sorted(maps.Keys(s.contact.countries)) {
		if !d.Set && s.contact.countries[c] > s.contact.countries[d.Country] {
			d.Country = c
		}
	}
	for _, c := range s.Audit.Criteria {
		if c.State == "failed" && c.Level != "AAA" {
			d.Failed = append(d.Failed, c.Number)
		}
	}
	for i := range d.Statements {
		st := &d.Statements[i]
		st.Days = int(st.Until.Sub(s.Audit.Manifest.Started).Hours() / 24)
		st.Denied = st.State == "total" && len(d.Failed) > 0
	}
	return d
}

func (s *site) writeChannels(context.Context) error {
	byKind := make(map[string][]audit.SiteChannel)
	for _, c := range s.Audit.Channels {
		byKind[c.Kind] = append(byKind[c.Kind], c)
	}
	kinds := slices.Clone(channelKinds)
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	d := channelsData{Everywhere: make(map[string]bool), Procedures: s.contact.procedures}
	for _, kind := range kinds {
		k := channelData{Kind: kind, All: byKind[kind]}
		slices.SortStableFunc(k.All, func(x, y audit.SiteChannel) int { return x.Clicks - y.Clicks })
		if len(k.All) > 0 {
			k.Nearest = &k.All[0]
			d.Columns = append(d.Columns, kind)
		}
		k.All = k.All[:min(len(k.All), rowsPerFile)]
		d.Kinds = append(d.Kinds, k)
	}
	d.Law = s.law()
	own := s.ownChannels(d.Everywhere)
	for url, kinds := range own {
		if row, ok := s.contact.rows[url]; ok {
			d.Pages = append(d.Pages, contactRow{row, kinds})
		}
	}
	slices.SortFunc(d.Pages, func(x, y contactRow) int {
		return cmp.Or(len(y.Own)-len(x.Own), x.Depth-y.Depth, strings.Compare(x.URL, y.URL))
	})
	if n := len(d.Pages); n > rowsPerFile {
		d.Pages, d.More = d.Pages[:rowsPerFile], n-rowsPerFile
	}
	for i := range d.Procedures {
		p := &d.Procedures[i]
		for _, kind := range livingKinds {
			if own[p.URL][kind] {
				p.Kinds = append(p.Kinds, s.Word("channel", kind))
			}
		}
		var says, lacks []string
		for _, f := range service.ProcedureFields() {
			if p.Fields[f.Name] != "" {
				says = append(says, f.Label.In(s.Lang))
			} else {
				lacks = append(lacks, f.Label.In(s.Lang))
			}
		}
		p.Says, p.Lacks = strings.Join(says, ", "), strings.Join(lacks, ", ")
	}
	for _, f := range service.ProcedureFields() {
		row := fieldRow{ProcedureField: f}
		for _, p := range d.Procedures {
			if p.Fields[f.Name] != "" {
				row.Said++
			}
		}
		d.Fields = append(d.Fields, row)
	}
	for _, i := range s.Audit.Issues {
		if slices.Contains(channelFindings, i.Check) && len(d.Findings) < rowsPerFile {
			d.Findings = append(d.Findings, issueRow{Issue: i, File: s.issueFiles[i.Fingerprint]})
		}
	}
	return s.render("channels", "channels.html", "channels", s.T("channels.title"), nil, d)
}

// ownChannels returns the kinds of channels that are a page's own, by its
// address. Those that stand on more than half of the pages belong to the frame
// of all of them and are noted in everywhere.
func (s *site) ownChannels(everywhere map[string]bool) map[string]map[string]bool {
	own := make(map[string]map[string]bool)
	for _, c := range s.Audit.Channels {
		if s.contact.pages > 2 && 2*len(c.Pages) > s.contact.pages {
			everywhere[c.Kind] = true
			continue
		}
		for _, url := range c.Pages {
			if own[url] == nil {
				own[url] = make(map[string]bool)
			}
			own[url][c.Kind] = true
		}
	}
	return own
}

// An Answer is what a person said to one of the questions that no machine can
// answer, see service.Questions.
type Answer struct {
	Answer string `mapstructure:"answer" json:"answer"` // one of Answers
	Note   string `mapstructure:"note" json:"note,omitempty"`
	Who    string `mapstructure:"who" json:"who,omitempty"`
	Date   string `mapstructure:"date" json:"date,omitempty"` // as 2006-01-02
}

// Answers are what may be answered.
var Answers = []string{"yes", "partly", "no"}

type questionRow struct {
	ID, Practice, Question string
	Answer                 *Answer
}

type commitmentRow struct {
	Number int
	Text   string
	Checks []commitmentCheck
}

// commitmentCheck is what was found by one of the checks that bear on a
// commitment.
type commitmentCheck struct {
	ID      string
	Outcome checks.Outcome
}

type peopleData struct {
	Questions   []questionRow
	Open        int // questions without an answer
	Commitments []commitmentRow
}

// writePeople writes the page with the questions for people, their answers,
// and in France the commitments that what was found bears on.
func (s *site) writePeople(context.Context) error {
	var d peopleData
	for _, q := range service.Questions() {
		row := questionRow{ID: q.ID, Practice: q.Practice.In(s.Lang), Question: q.Question.In(s.Lang)}
		if a, ok := s.Answers[q.ID]; ok {
			row.Answer = &a
		} else {
			d.Open++
		}
		d.Questions = append(d.Questions, row)
	}
	if s.law().Country == "fr" {
		outcomes := make(map[string]checks.Outcome)
		for _, r := range s.Audit.Site {
			outcomes[r.Check] = max(outcomes[r.Check], r.Outcome)
		}
		for _, i := range s.Audit.Issues {
			outcomes[i.Check] = max(outcomes[i.Check], i.Outcome)
		}
		for _, c := range service.Commitments() {
			if c.Set != service.CurrentCommitments {
				continue
			}
			row := commitmentRow{Number: c.Number, Text: c.Text.In(s.Lang)}
			for _, id := range c.Checks {
				row.Checks = append(row.Checks, commitmentCheck{id, outcomes[id]})
			}
			d.Commitments = append(d.Commitments, row)
		}
	}
	return s.render("people", "people.html", "people", s.T("people.title"), nil, d)
}
