package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// WriteIssue explains one issue on a terminal: what is wrong, whom it stops, how
// to put it right, where it is, and how to write down a decision about it. since
// is when an earlier audit saw it first, zero if none did.
func WriteIssue(out io.Writer, i audit.Issue, since time.Time, opts Options) error {
	t := newWords(opts)
	var b strings.Builder
	head := func(s string) {
		b.WriteByte('\n')
		t.paragraph(&b, "1", s)
	}
	t.paragraph(&b, "1", t.Title(i.Check))
	facts := []string{t.Word("outcome", i.Outcome.String())}
	if i.Impact > 0 {
		facts = append(facts, t.Word("impact", i.Impact.String()))
	}
	facts = append(facts, t.N("pages", i.Pages), t.N("places", i.Count))
	if i.Example.Component != "" {
		facts = append(facts, t.Word("component", i.Example.Component))
	}
	t.paragraph(&b, impactColour[i.Impact], strings.Join(facts, " · "))
	if s := t.Decided(i); s != "" {
		t.paragraph(&b, "", s)
	}
	if !since.IsZero() {
		t.paragraph(&b, "2", t.T("explain.since", "date", t.Date(since)))
	}
	if i.Outcome == checks.Failed {
		head(t.T("issue.what"))
	} else {
		head(t.T("issue.ask"))
	}
	t.paragraph(&b, "", t.Message(i.Example))
	for _, field := range []string{i.Example.Selector, i.Example.HTML} {
		if field != "" {
			t.paragraph(&b, "2", field)
		}
	}
	head(t.T("issue.who"))
	var groups []string
	for _, g := range i.Affects {
		groups = append(groups, t.Word("group", string(g)))
	}
	t.paragraph(&b, "", strings.Join(groups, ", "))
	t.paragraph(&b, "", t.Why(i.Check))
	head(t.T("issue.fix"))
	t.paragraph(&b, "", t.Fix(i.Check))
	if len(i.Criteria) > 0 {
		head(t.T("issue.criteria"))
		for _, c := range criteria(i.Criteria) {
			s := "WCAG " + c.Number + " " + c.Title.In(t.Lang) + " (" + c.Level + ")"
			if c.Clause != "" {
				s += " · EN 301 549 " + c.Clause
			}
			if len(c.RGAA) > 0 {
				s += " · RGAA " + strings.Join(c.RGAA, ", ")
			}
			t.paragraph(&b, "", s)
			b.WriteString(c.Understanding() + "\n")
		}
		for _, technique := range norm.Techniques(i.Check) {
			b.WriteString(technique.URL + "\n")
		}
	}
	head(t.T("issue.pages"))
	if len(i.URLs) == 0 || len(i.URLs) == 1 && i.URLs[0] == "" {
		t.paragraph(&b, "", t.T("issue.site"))
	} else {
		urls := i.URLs[:min(len(i.URLs), explainedPages)]
		if len(urls) < i.Pages {
			t.paragraph(&b, "", t.T("issue.pages.first", "n", len(urls), "of", i.Pages))
		}
		for _, u := range urls {
			b.WriteString(line(u) + "\n") // whole, to be copied
		}
	}
	head(t.T("explain.decide"))
	fmt.Fprintf(&b, "- fingerprint: %s\n  state: false-positive  # %s\n  who:\n  why:\n", i.Fingerprint, strings.Join(slices.DeleteFunc(slices.Clone(audit.DecisionStates), func(s string) bool { return s == "false-positive" }), ", "))
	_, err := io.WriteString(out, b.String())
	return err
}

// explainedPages is how many pages WriteIssue names.
const explainedPages = 10
