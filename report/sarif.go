package report

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// The parts of SARIF 2.1.0 (OASIS, 27 March 2020) that we write.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		Automation  sarifAutomation   `json:"automationDetails"`
		Language    string            `json:"language"`
		ColumnKind  string            `json:"columnKind"`
		Newlines    []string          `json:"newlineSequences"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		Version         string      `json:"version"` // of the rule set
		Language        string      `json:"language"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID         string         `json:"id"`
		Short      sarifText      `json:"shortDescription"`
		Full       sarifText      `json:"fullDescription"`
		Help       sarifText      `json:"help"`
		HelpURI    string         `json:"helpUri,omitempty"`
		Default    sarifLevel     `json:"defaultConfiguration"`
		Properties map[string]any `json:"properties"`
	}
	sarifLevel struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifInvocation struct {
		Successful bool   `json:"executionSuccessful"`
		Start      string `json:"startTimeUtc"`
		End        string `json:"endTimeUtc"`
	}
	sarifAutomation struct {
		ID string `json:"id"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        string             `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations,omitempty"`
		Related      []sarifLocation    `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions,omitempty"`
		Properties   map[string]any     `json:"properties"`
	}
	sarifLocation struct {
		ID       int            `json:"id,omitempty"`
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine int        `json:"startLine"`
		Snippet   *sarifText `json:"snippet,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
		Kind string `json:"kind"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Status        string `json:"status"`
		Justification string `json:"justification"`
	}
)

// sarifPages is how many more pages of an issue a result names.
const sarifPages = 10

// writeSARIF writes one result for each issue that failed and is required; for
// what a person must decide as well if the options ask for it, as notes. Issues
// that the team decided upon are suppressed, not left out.
func writeSARIF(_ context.Context, out io.Writer, a *audit.Audit, t *words) error {
	tool, version, _ := strings.Cut(a.Manifest.Tool, " ")
	run := sarifRun{
		Tool: sarifTool{sarifDriver{Name: tool, SemanticVersion: version, Version: a.Manifest.RuleSet, Language: t.Lang, Rules: []sarifRule{}}},
		Invocations: []sarifInvocation{{
			Successful: a.Status == "complete",
			Start:      a.Manifest.Started.UTC().Format(time.RFC3339), End: a.Manifest.Ended.UTC().Format(time.RFC3339),
		}},
		Automation: sarifAutomation{"usager/" + url.PathEscape(host(a)) + "/"},
		Language:   t.Lang,
		ColumnKind: "unicodeCodePoints",
		Newlines:   []string{"\r\n", "\n"},
		Results:    []sarifResult{},
	}
	index := make(map[string]int)
	for _, i := range a.Issues {
		if !t.machine(i) {
			continue
		}
		n, ok := index[i.Check]
		if !ok {
			n = len(run.Tool.Driver.Rules)
			index[i.Check] = n
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, t.sarifRule(i))
		}
		run.Results = append(run.Results, t.sarifResult(a, i, n))
	}
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// machine reports whether the formats for machines hold an issue: what fails
// and is required; questions if the options ask for them.
func (w *words) machine(i audit.Issue) bool {
	if i.Practice || i.Dimension == checks.Accessibility && i.Level == "AAA" {
		return false
	}
	return i.Outcome == checks.Failed || w.Questions
}

func (w *words) sarifRule(i audit.Issue) sarifRule {
	tags := []string{string(i.Dimension)}
	r := sarifRule{
		ID: i.Check, Short: sarifText{Text: w.Title(i.Check)}, Full: sarifText{Text: cmp.Or(w.Why(i.Check), w.Title(i.Check))},
		Help: sarifText{Text: cmp.Or(w.Fix(i.Check), w.Title(i.Check))}, Default: sarifLevel{level(checks.Failed, i.Impact)},
	}
	for _, c := range criteria(i.Criteria) {
		tags = append(tags, "WCAG "+c.Number+" "+c.Level)
	}
	if cs := criteria(i.Criteria); len(cs) > 0 {
		r.HelpURI = understanding(cs[0])
		r.Help.Markdown = r.Help.Text + "\n\n[WCAG " + cs[0].Number + " " + cs[0].Title.In(w.Lang) + "](" + r.HelpURI + ")"
	}
	r.Properties = map[string]any{"tags": tags}
	return r
}

// understanding returns the address of what W3C explains of a criterion.
func understanding(c norm.SuccessCriterion) string {
	return c.Understanding()
}

func level(o checks.Outcome, impact checks.Impact) string {
	switch {
	case o != checks.Failed:
		return "note"
	case impact >= checks.Serious:
		return "error"
	case impact == checks.Moderate:
		return "warning"
	}
	return "note"
}

func (w *words) sarifResult(a *audit.Audit, i audit.Issue, rule int) sarifResult {
	r := sarifResult{
		RuleID: i.Check, RuleIndex: rule, Level: level(i.Outcome, i.Impact),
		// Foreign text must not become a link: "](" is what makes one.
		Message:      sarifText{Text: strings.ReplaceAll(w.Message(i.Example), "](", "] (")},
		Fingerprints: map[string]string{"usager/v1": i.Fingerprint},
		Properties:   map[string]any{"pages": i.Pages, "places": i.Count, "outcome": i.Outcome, "criteria": slice(i.Criteria)},
	}
	if i.Impact != 0 {
		r.Properties["impact"] = i.Impact
	}
	if d := i.Decision; d != nil {
		r.Suppressions = []sarifSuppression{{"external", "accepted", w.Decided(i)}}
	}
	where := i.Example.URL
	if where == "" && len(a.Manifest.Seeds) > 0 {
		where = a.Manifest.Seeds[0]
	}
	if !web(where) {
		return r
	}
	first := sarifLocation{Physical: sarifPhysical{sarifArtifact{where}, sarifRegion{StartLine: 1}}}
	if i.Example.HTML != "" {
		first.Physical.Region.Snippet = &sarifText{Text: lines(i.Example.HTML)}
	}
	if i.Example.Selector != "" {
		first.Logical = []sarifLogical{{lines(i.Example.Selector), "element"}}
	}
	r.Locations = []sarifLocation{first}
	for _, u := range i.URLs {
		if u != where && web(u) && len(r.Related) < sarifPages {
			r.Related = append(r.Related, sarifLocation{ID: len(r.Related) + 1, Physical: sarifPhysical{sarifArtifact{u}, sarifRegion{StartLine: 1}}})
		}
	}
	return r
}
