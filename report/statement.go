package report

import (
	"context"
	"embed"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"text/template"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

//go:embed statements/*.md
var statementFiles embed.FS

// statementSample is how many pages a statement names.
const statementSample = 25

type statementData struct {
	Host, Site, Date, Tool, RuleSet, Browser string
	Pages                                    string // how many were checked
	Belgium                                  bool
	Failures                                 []statementFailure
	Derogations, Exempt                      []statementException
	Contacts, Sample                         []string
}

type statementFailure struct{ Number, Title, RGAA, Clause, Pages string }

type statementException struct{ Title, Why string }

// writeStatementFR drafts an accessibility statement after the mandatory model
// of RGAA 4.1.2 (France).
func writeStatementFR(ctx context.Context, out io.Writer, a *audit.Audit, t *words) error {
	return t.statement(ctx, out, a, "fr")
}

// writeStatementEU drafts an accessibility statement after the model of
// Implementing Decision (EU) 2018/1523, as in Belgium.
func writeStatementEU(ctx context.Context, out io.Writer, a *audit.Audit, t *words) error {
	return t.statement(ctx, out, a, "eu")
}

// statement drafts a statement: filled with what the audit knows, marked where
// a person must write. It states no conformity.
func (w *words) statement(ctx context.Context, out io.Writer, a *audit.Audit, model string) error {
	name := fmt.Sprintf("statements/%s.%s.md", model, w.Lang)
	tmpl, err := template.New("").Funcs(template.FuncMap{
		"todo": func(what string) string { return w.T("statement.todo", "what", what) },
	}).ParseFS(statementFiles, name)
	if err != nil {
		return err
	}
	m := a.Manifest
	d := statementData{
		Host: md(host(a)), Date: w.Date(m.Started), Tool: md(m.Tool), RuleSet: md(m.RuleSet), Browser: md(m.Browser),
		Pages: w.N("pages", a.Coverage.Audited), Belgium: m.Country == "be", Contacts: w.contacts(a),
	}
	d.Site = d.Host
	if len(m.Seeds) > 0 {
		d.Site = address(m.Seeds[0])
	}
	for _, c := range a.Criteria {
		if c.State != "failed" || c.Level == "AAA" {
			continue
		}
		sc, _ := norm.Criterion(c.Number)
		d.Failures = append(d.Failures, statementFailure{c.Number, sc.Title.In(w.Lang), strings.Join(failedRGAA(a, c.Number), ", "), sc.Clause, w.N("pages", c.Failed)})
	}
	for _, i := range a.Issues {
		if i.Decision == nil || i.Dimension != checks.Accessibility {
			continue
		}
		e := statementException{md(w.Title(i.Check)), md(i.Decision.Why)}
		switch i.Decision.State {
		case "derogation":
			if !slices.Contains(d.Derogations, e) {
				d.Derogations = append(d.Derogations, e)
			}
		case "exempt", "third-party":
			if !slices.Contains(d.Exempt, e) {
				d.Exempt = append(d.Exempt, e)
			}
		}
	}
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if len(d.Sample) == statementSample {
			break
		}
		d.Sample = append(d.Sample, strings.TrimSpace(md(p.Title)+" "+address(p.URL)))
	}
	var b strings.Builder
	if err := tmpl.ExecuteTemplate(&b, path.Base(name), d); err != nil {
		return err
	}
	_, err = io.WriteString(out, w.spaced(b.String()))
	return err
}

// failedRGAA returns the criteria of RGAA that issues under a success criterion
// certainly fail.
func failedRGAA(a *audit.Audit, number string) []string {
	var all []string
	for _, i := range a.Issues {
		if i.Outcome != checks.Failed || !slices.Contains(i.Criteria, number) || list(i) == decided {
			continue
		}
		for _, n := range norm.RGAAOf(i.Check) {
			if !slices.Contains(all, n) {
				all = append(all, n)
			}
		}
	}
	return all
}

// contacts returns the nearest way of each kind to reach the service.
func (w *words) contacts(a *audit.Audit) []string {
	var all []string
	for _, kind := range []string{"form", "email", "phone", "address"} {
		var nearest *audit.SiteChannel
		for i, c := range a.Channels {
			if c.Kind == kind && !c.Premium && (nearest == nil || c.Clicks < nearest.Clicks) {
				nearest = &a.Channels[i]
			}
		}
		if nearest == nil {
			continue
		}
		text := md(nearest.Text)
		switch {
		case kind == "form" && web(nearest.Value):
			text = address(nearest.Value)
		case kind == "form":
			continue
		case text == "" || kind == "email" || kind == "address":
			text = md(nearest.Value)
		}
		all = append(all, w.T("statement.contact", "kind", w.Word("channel", kind), "value", text))
	}
	return all
}

// address writes a foreign address for Markdown: as a link if it is one.
func address(u string) string {
	if !web(u) {
		return md(u)
	}
	return "<" + strings.NewReplacer("<", "%3C", ">", "%3E", " ", "%20").Replace(line(u)) + ">"
}
