package report

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Failure *junitFailure `xml:"failure"`
		Skipped *junitSkipped `xml:"skipped"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
	junitSkipped struct {
		Message string `xml:"message,attr"`
	}
)

// junitPages is how many pages of an issue a test case names.
const junitPages = 20

// writeJUnit writes one test suite for each check that applied somewhere, and
// in it one test case for each issue. What a person must decide, what the team
// has decided upon and what is not required is skipped with the reason; a check
// without any is one case that passes, or is skipped if it could not run.
func writeJUnit(ctx context.Context, out io.Writer, a *audit.Audit, t *words) error {
	outcomes, order, err := checkOutcomes(ctx, a)
	if err != nil {
		return err
	}
	byCheck := make(map[string][]audit.Issue)
	for _, i := range a.Issues {
		byCheck[i.Check] = append(byCheck[i.Check], i)
	}
	all := junitSuites{Name: "usager " + host(a)}
	for _, id := range order {
		s := junitSuite{Name: id + ": " + t.Title(id), Timestamp: a.Manifest.Started.UTC().Format(time.RFC3339)}
		for _, i := range byCheck[id] {
			s.add(t.junitCase(i))
		}
		if len(s.Cases) == 0 {
			c := junitCase{Name: t.Title(id), Class: "usager." + id}
			switch outcomes[id] {
			case checks.Inapplicable:
				continue
			case checks.Passed:
			default:
				c.Skipped = &junitSkipped{t.Word("outcome", outcomes[id].String())}
			}
			s.add(c)
		}
		all.Suites = append(all.Suites, s)
		all.Tests, all.Failures, all.Skipped = all.Tests+s.Tests, all.Failures+s.Failures, all.Skipped+s.Skipped
	}
	if _, err := io.WriteString(out, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(out)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err = io.WriteString(out, "\n")
	return err
}

// checkOutcomes returns the heaviest outcome of each check over the site and
// its pages, and the checks in the order they were met.
func checkOutcomes(ctx context.Context, a *audit.Audit) (map[string]checks.Outcome, []string, error) {
	outcomes := make(map[string]checks.Outcome)
	var order []string
	add := func(rs []checks.Result) {
		for _, r := range rs {
			o, ok := outcomes[r.Check]
			if !ok {
				order = append(order, r.Check)
			}
			outcomes[r.Check] = max(o, r.Outcome)
		}
	}
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return nil, nil, fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		add(p.Results)
	}
	add(a.Site)
	return outcomes, order, nil
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

func (w *words) junitCase(i audit.Issue) junitCase {
	message := w.Message(i.Example)
	c := junitCase{Name: message + " [" + i.Fingerprint + "]", Class: "usager." + i.Check}
	switch list(i) {
	case decided:
		c.Skipped = &junitSkipped{w.Decided(i)}
	case questions:
		c.Skipped = &junitSkipped{w.Word("outcome", i.Outcome.String())}
	case apart:
		c.Skipped = &junitSkipped{w.T("apart.title")}
	default:
		text := []string{w.Fix(i.Check), "", lines(i.Example.Selector), lines(i.Example.HTML), ""}
		text = append(text, i.URLs[:min(len(i.URLs), junitPages)]...)
		c.Failure = &junitFailure{message, i.Impact.String(), strings.Join(text, "\n")}
	}
	return c
}
