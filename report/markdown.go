package report

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/usager/usager/audit"
)

// markdownRows is how many issues a list of the summary has.
const markdownRows = 10

// writeMarkdown writes a summary for a merge request: the scores, what changed
// since an earlier audit if there is one, what to do first, what stops people.
func writeMarkdown(_ context.Context, out io.Writer, a *audit.Audit, t *words) error {
	w := bufio.NewWriter(out)
	p := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	p("## usager: %s\n", md(host(a)))
	p("%s\n", t.N("overview.seen", a.Coverage.Audited, "date", t.Date(a.Manifest.Started)))
	if a.Status != "complete" {
		p("**%s**\n", t.T("overview.partial", "why", t.Word("status", a.Status)))
	}
	if c := t.Comparison; c != nil {
		p("**%s**\n", t.Since(a, c))
		if c.RuleSetsDiffer {
			p("%s\n", t.T("comparison.rules", "old", md(c.Old.RuleSet), "new", md(c.New.RuleSet)))
		}
	}
	p("| %s | %s | %s | %s |\n| --- | ---: | ---: | ---: |", t.T("col.dimension"), t.T("col.score"), t.T("col.failures"), t.T("col.tocheck"))
	for _, s := range a.Scores {
		value := t.T("score.none")
		if s.Value != nil {
			value = t.Score(*s.Value)
			if t.Comparison != nil {
				if old := scoreOf(t.Comparison.Old.Scores, s.Dimension); old != nil && t.Score(*old) != value {
					value = t.Score(*old) + " → " + value
				}
			}
		}
		p("| %s | %s | %s | %s |", t.Word("dimension", string(s.Dimension)), value, t.Num(s.Failed), t.Num(s.CantTell))
	}
	if t.Comparison != nil {
		for _, ch := range changes(a, t.Comparison) {
			if ch.ID != "added" && ch.ID != "reopened" {
				continue
			}
			rows := slices.DeleteFunc(ch.Rows, func(r changedRow) bool { return list(r.Issue) != required })
			if len(rows) == 0 {
				continue
			}
			p("\n### %s\n", t.T("comparison."+ch.ID))
			if n := len(rows); n > markdownRows {
				p("%s\n", t.T("comparison.first", "n", markdownRows, "of", n))
			}
			for _, r := range rows[:min(len(rows), markdownRows)] {
				p("- %s: **%s**. %s", t.Word("impact", r.Impact.String()), md(t.Title(r.Check)), md(t.Message(r.Example)))
				if web(r.Example.URL) {
					p("  %s", address(r.Example.URL))
				}
			}
		}
	}
	if acts := actions(a, markdownRows); len(acts) > 0 {
		p("\n### %s\n", t.T("table.top"))
		p("| %s | %s | %s | %s | %s |\n| --- | --- | --- | ---: | ---: |", t.T("col.impact"), t.T("col.issue"), t.T("col.criteria"), t.T("nav.issues"), t.T("col.pages"))
		for _, act := range acts {
			p("| %s | %s | %s | %s | %s |", t.Word("impact", act.First.Impact.String()), md(t.Title(act.First.Check)), strings.Join(act.First.Criteria, " "), t.Num(act.Issues), t.Num(act.Pages))
		}
	} else {
		p("\n%s", t.T("overview.actions.none"))
	}
	if all := t.walks(a, nil); len(all.Stops) > 0 {
		p("\n### %s\n", t.T("journeys.why"))
		for _, s := range all.Stops[:min(len(all.Stops), tableStops)] {
			p("- **%s**. %s", md(t.stopped(all, s)), md(s.Reason))
		}
	}
	if n := stale(a.Decisions); n > 0 {
		p("\n%s", t.N("decisions.stale", n))
	}
	p("\n%s", t.T("footer.limits"))
	return w.Flush()
}

// stopped says whom a stop stops, from what.
func (w *words) stopped(all *walks, s *stop) string {
	if s.Nobody {
		return w.T("journeys.nobody", "goal", s.Goal)
	}
	return w.T("journeys.stops", "n", len(s.Personas), "of", len(all.Personas), "goal", s.Goal)
}

// md keeps foreign text from being taken for Markdown, HTML or a mention.
func md(s string) string { return mdEscapes.Replace(line(s)) }

var mdEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "|", `\|`,
	"#", `\#`, "~", `\~`, "!", `\!`, "@", "@\u200b", "://", ":\u200b//",
)
