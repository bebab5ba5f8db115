package report

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// earlContext is the JSON-LD context of what we write: EARL 1.0 within an
// evaluation as the WCAG-EM Report Tool of W3C saves it. The prefix WCAG22 is
// not in it on purpose: that tool knows tests by names such as
// "WCAG22:non-text-content", and would not know them again if they were
// expanded.
var earlContext = map[string]any{
	"wcagem": "http://www.w3.org/TR/WCAG-EM/#", "earl": "http://www.w3.org/ns/earl#", "dcterms": "http://purl.org/dc/terms/",
	"WAI":        "http://www.w3.org/WAI/",
	"Evaluation": "wcagem:procedure", "defineScope": "wcagem:step1", "scope": "wcagem:step1a", "conformanceTarget": "wcagem:step1b",
	"selectSample": "wcagem:step3", "structuredSample": "wcagem:step3a", "randomSample": "wcagem:step3b",
	"auditSample": "wcagem:step4", "reportFindings": "wcagem:step5", "evaluator": "wcagem:evaluator", "evaluationSpecifics": "wcagem:step5b",
	"wcagVersion": "WAI:standards-guidelines/wcag/#versions", "Website": "wcagem:website", "Webpage": "wcagem:webpage",
	"Assertion": "earl:Assertion", "TestSubject": "earl:TestSubject", "TestResult": "earl:TestResult", "Software": "earl:Software",
	"assertedBy": map[string]string{"@id": "earl:assertedBy", "@type": "@id"},
	"mode":       map[string]string{"@id": "earl:mode", "@type": "@id"},
	"subject":    map[string]string{"@id": "earl:subject", "@type": "@id"},
	"test":       map[string]string{"@id": "earl:test", "@type": "@id"},
	"outcome":    map[string]string{"@id": "earl:outcome", "@type": "@id"},
	"result":     "earl:result",
	"source":     map[string]string{"@id": "dcterms:source", "@type": "@id"},
	"title":      "dcterms:title", "description": "dcterms:description", "summary": "dcterms:summary", "date": "dcterms:date",
}

type earlSubject struct {
	ID          string   `json:"@id"`
	Type        []string `json:"@type"`
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Source      string   `json:"source"`
}

type earlAssertion struct {
	Type       string     `json:"@type"`
	AssertedBy string     `json:"assertedBy"`
	Mode       string     `json:"mode"`
	Subject    string     `json:"subject"`
	Test       string     `json:"test"`
	Result     earlResult `json:"result"`
}

type earlResult struct {
	Type        string `json:"@type"`
	Outcome     string `json:"outcome"`
	Description string `json:"description"`
}

const assertor = "_:usager"

// writeEARL writes one EARL assertion for each page and success criterion of
// levels A and AA that was tested there: failed, inapplicable where that is
// proven, else cantTell, for a machine never tests a whole criterion. Site
// checks speak of the site.
func writeEARL(ctx context.Context, out io.Writer, a *audit.Audit, t *words) error {
	w := bufio.NewWriter(out)
	wrong := falsePositives(a)
	home := host(a)
	if len(a.Manifest.Seeds) > 0 && web(a.Manifest.Seeds[0]) {
		home = a.Manifest.Seeds[0]
	}
	head, err := marshal(map[string]any{
		"@context": earlContext, "@type": "Evaluation", "@id": "_:evaluation",
		"defineScope": map[string]any{
			"@id":               "_:defineScope",
			"scope":             map[string]any{"@id": "_:website", "@type": []string{"TestSubject", "Website"}, "title": host(a), "description": home},
			"conformanceTarget": "AA", "wcagVersion": "2.2",
		},
		"reportFindings": map[string]any{
			"@id": "_:reportFindings", "title": t.T("overview.title", "host", host(a)), "evaluator": a.Manifest.Tool,
			"date": a.Manifest.Started.UTC().Format(time.DateOnly), "summary": t.T("method.limits.1"), "evaluationSpecifics": t.T("footer.limits"),
		},
		"wcagem:assertor": map[string]any{"@id": assertor, "@type": "Software", "title": a.Manifest.Tool, "description": t.T("method.rules") + " " + a.Manifest.RuleSet},
	}, "", "  ")
	if err != nil {
		return err
	}
	w.Write(bytes.TrimSuffix(head, []byte("\n}\n")))
	w.WriteString(",\n  \"selectSample\": {\n    \"@id\": \"_:selectSample\",\n    \"structuredSample\": [")
	separator := "\n"
	write := func(v any) error {
		b, err := marshal(v, "", "")
		w.WriteString(separator)
		w.Write(bytes.TrimRight(b, "\n"))
		separator = ",\n"
		return err
	}
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		title := line(p.Title)
		if title == "" {
			title = t.T("page.untitled")
		}
		if err := write(earlSubject{p.URL, []string{"TestSubject", "Webpage"}, title, p.URL, p.URL}); err != nil {
			return err
		}
	}
	w.WriteString("\n    ]\n  },\n  \"auditSample\": [")
	separator = "\n"
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		for _, as := range t.assertions(p.URL, p.Results, wrong) {
			if err := write(as); err != nil {
				return err
			}
		}
	}
	for _, as := range t.assertions("_:website", a.Site, wrong) {
		if err := write(as); err != nil {
			return err
		}
	}
	w.WriteString("\n  ]\n}\n")
	return w.Flush()
}

// assertions returns what is known of each criterion on one subject.
func (w *words) assertions(subject string, rs []checks.Result, wrong map[string]bool) []earlAssertion {
	type verdict struct {
		outcome checks.Outcome
		absent  bool // proven
		why     string
	}
	verdicts := make(map[string]*verdict)
	for _, r := range rs {
		c := w.check(r.Check)
		if c == nil || c.Practice || r.Outcome == checks.Untested {
			continue
		}
		outcome, findings := believed(r, wrong)
		for _, sc := range c.Criteria {
			v := verdicts[sc]
			if v == nil {
				v = &verdict{absent: true}
				verdicts[sc] = v
			}
			if outcome > v.outcome {
				v.outcome, v.why = outcome, ""
				if len(findings) > 0 {
					v.why = w.Message(findings[0])
				}
			}
			v.absent = v.absent && c.Absence && outcome == checks.Inapplicable
		}
	}
	var all []earlAssertion
	for _, sc := range norm.Criteria() {
		v := verdicts[sc.Number]
		if v == nil || sc.Level == "AAA" {
			continue
		}
		outcome, why := "earl:cantTell", v.why
		switch {
		case v.outcome == checks.Failed:
			outcome = "earl:failed"
		case v.outcome == checks.Inapplicable && v.absent:
			outcome, why = "earl:inapplicable", w.T("method.state.not-applicable")
		case why == "":
			why = w.T("method.state.nothing-found")
		}
		all = append(all, earlAssertion{"Assertion", assertor, "earl:automatic", subject, "WCAG22:" + sc.Anchor(), earlResult{"TestResult", outcome, why}})
	}
	return all
}

// falsePositives returns the fingerprints that the team calls false alarms.
func falsePositives(a *audit.Audit) map[string]bool {
	wrong := make(map[string]bool)
	for _, i := range a.Issues {
		if i.Decision != nil && i.Decision.State == "false-positive" {
			wrong[i.Fingerprint] = true
		}
	}
	return wrong
}

// believed returns the outcome of a result without the findings that are
// wrong, and the findings that make it.
func believed(r checks.Result, wrong map[string]bool) (checks.Outcome, []checks.Finding) {
	o := r.Outcome
	if o == checks.Failed || o == checks.CantTell {
		o = checks.Passed
	}
	for _, f := range r.Findings {
		if !wrong[f.Fingerprint] {
			o = max(o, f.Outcome)
		}
	}
	var made []checks.Finding
	for _, f := range r.Findings {
		if f.Outcome == o && !wrong[f.Fingerprint] {
			made = append(made, f)
		}
	}
	return o, made
}
