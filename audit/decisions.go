package audit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Decision is what people decided about issues: one issue by its
// fingerprint, or those of a check on the pages that Scope matches. It hides
// nothing: reports show it with the issues it is about.
type Decision struct {
	Fingerprint string `json:"fingerprint,omitempty"`
	Check       string `json:"check,omitempty"`
	Scope       string `json:"scope,omitempty"` // regular expression on the URL; empty for every page
	State       string `json:"state"`           // one of DecisionStates
	Who         string `json:"who"`
	Why         string `json:"why"`
	Until       string `json:"until,omitempty"` // last day that it holds, "2027-06-30"; empty for ever

	// What Decide found out.
	Issues  int  `json:"issues"`            // that it is about; 0 for one that matches nothing
	Expired bool `json:"expired,omitempty"` // it holds no more

	scope *regexp.Regexp
	until time.Time
}

// DecisionStates are what may be decided: the finding is wrong; the fault is
// accepted; it is exempted as a disproportionate burden; it is in content of a
// third party; it is out of the law's scope; somebody is at work on it.
var DecisionStates = []string{"false-positive", "accepted", "derogation", "third-party", "exempt", "assigned"}

const (
	maxDecisions = 1 << 20 // bytes of a file
	maxScope     = 500     // bytes of a regular expression
)

var (
	fingerprint  = regexp.MustCompile(`^[0-9a-f]{16}$`)
	decisionKeys = []string{"fingerprint", "check", "scope", "state", "who", "why", "until"}
)

// ParseDecisions reads a YAML list of decisions, each a mapping of
// fingerprint, or check and perhaps scope; state, who, why and perhaps until.
// Whatever is not understood is an error that names the line.
func ParseDecisions(r io.Reader) ([]Decision, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxDecisions+1))
	if err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	if len(b) > maxDecisions {
		return nil, fmt.Errorf("read decisions: more than %d bytes", maxDecisions)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("read decisions: %w", err)
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil, nil
	}
	list := doc.Content[0]
	if list.Kind != yaml.SequenceNode {
		return nil, fmt.Errorf("read decisions: line %d: want a list, each item beginning with a hyphen", list.Line)
	}
	var all []Decision
	lines := make(map[string]int) // of fingerprints
	for _, n := range list.Content {
		d, err := parseDecision(n)
		if err != nil {
			return nil, fmt.Errorf("read decisions: line %d: %w", n.Line, err)
		}
		if d.Fingerprint != "" {
			if first, ok := lines[d.Fingerprint]; ok {
				return nil, fmt.Errorf("read decisions: line %d: fingerprint %s was decided on line %d", n.Line, d.Fingerprint, first)
			}
			lines[d.Fingerprint] = n.Line
		}
		all = append(all, d)
	}
	return all, nil
}

func parseDecision(n *yaml.Node) (Decision, error) {
	var d Decision
	if n.Kind != yaml.MappingNode {
		return d, errors.New("want a mapping with state, who and why")
	}
	values := make(map[string]string)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i].Value, n.Content[i+1]
		switch {
		case !slices.Contains(decisionKeys, key):
			return d, fmt.Errorf("no key %q: one of %s", key, strings.Join(decisionKeys, ", "))
		case value.Kind != yaml.ScalarNode:
			return d, fmt.Errorf("%s: want one text", key)
		}
		if _, ok := values[key]; ok {
			return d, fmt.Errorf("%s stands twice", key)
		}
		values[key] = strings.TrimSpace(value.Value)
	}
	d = Decision{
		Fingerprint: values["fingerprint"], Check: values["check"], Scope: values["scope"], State: values["state"],
		Who: values["who"], Why: values["why"], Until: values["until"],
	}
	return d, d.validate()
}

func (d *Decision) validate() (err error) {
	switch {
	case (d.Fingerprint == "") == (d.Check == ""):
		return errors.New("want either fingerprint or check")
	case d.Fingerprint != "" && !fingerprint.MatchString(d.Fingerprint):
		return fmt.Errorf("fingerprint %q: want 16 hexadecimal digits, as in the report", d.Fingerprint)
	case d.Scope != "" && d.Check == "":
		return errors.New("scope goes with check")
	case len(d.Scope) > maxScope:
		return fmt.Errorf("scope: more than %d bytes", maxScope)
	case !slices.Contains(DecisionStates, d.State):
		return fmt.Errorf("state %q: one of %s", d.State, strings.Join(DecisionStates, ", "))
	case d.Who == "":
		return errors.New("who decided? want who")
	case d.Why == "":
		return errors.New("for what reason? want why")
	}
	if d.scope, err = regexp.Compile(d.Scope); err != nil {
		return fmt.Errorf("scope: %w", err)
	}
	if d.Until != "" {
		if d.until, err = time.Parse(time.DateOnly, d.Until); err != nil {
			return fmt.Errorf("until %q: want a day such as 2027-06-30", d.Until)
		}
	}
	return nil
}

// Decide puts decisions on the issues of a loaded audit, as of a day, and lists
// them in the audit with what became of them. An issue that a decision about
// its fingerprint is made for keeps that one; otherwise the first decision
// about its check holds whose scope matches every page that it is on. Expired
// decisions are listed and change nothing.
func (s *Store) Decide(ctx context.Context, a *Audit, decisions []Decision, day time.Time) error {
	a.Decisions = slices.Clone(decisions)
	for i := range a.Decisions {
		d := &a.Decisions[i]
		d.Issues, d.Expired = 0, d.Until != "" && !day.Before(d.until.AddDate(0, 0, 1))
	}
	for k := range a.Issues {
		issue := &a.Issues[k]
		issue.Decision = nil
		for _, byFingerprint := range []bool{true, false} {
			for i := range a.Decisions {
				d := &a.Decisions[i]
				if byFingerprint != (d.Fingerprint != "") || issue.Decision != nil {
					continue
				}
				about, err := s.isAbout(ctx, a.ID, d, issue)
				if err != nil {
					return fmt.Errorf("decide on the issues of %s: %w", a.ID, err)
				}
				if !about {
					continue
				}
				d.Issues++
				if !d.Expired {
					issue.Decision = d
				}
			}
		}
	}
	return nil
}

func (s *Store) isAbout(ctx context.Context, id string, d *Decision, i *Issue) (bool, error) {
	if d.Fingerprint != "" {
		return d.Fingerprint == i.Fingerprint, nil
	}
	if d.Check != i.Check {
		return false, nil
	}
	if d.Scope == "" {
		return true, nil
	}
	outside := func(u string) bool { return !d.scope.MatchString(u) }
	if slices.ContainsFunc(i.URLs, outside) {
		return false, nil
	}
	if i.Pages <= len(i.URLs) {
		return true, nil
	}
	urls, err := s.urlsOf(ctx, id, i.Fingerprint, -1)
	return !slices.ContainsFunc(urls, outside), err
}
