package report

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

// writeJSON writes audit.json: the fields of the audit, then its pages one by
// one, each on a line of its own. docs/audit.schema.json describes it. Nor are
// the other long lists, of addresses and issues, written in one piece.
func writeJSON(ctx context.Context, out io.Writer, a *audit.Audit, words *words) error {
	short := *a
	short.Coverage.URLs, short.Issues = nil, nil
	head, err := marshal(words.present(&short), "", "\t")
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	fields, err := cutAt(bytes.TrimSuffix(head, []byte("\n}\n")), "\n\t\t\"urls\": []", "\n\t\"issues\": []")
	if err != nil {
		return err
	}
	w.Write(fields[0])
	if err := writeList(w, a.Coverage.URLs, "\t\t", func(u audit.URL) any { return words.presentURL(u) }); err != nil {
		return err
	}
	w.Write(fields[1])
	if err := writeList(w, a.Issues, "\t", func(i audit.Issue) any { return words.presentIssue(i) }); err != nil {
		return err
	}
	w.Write(fields[2])
	w.WriteString(",\n\t\"pages\": [")
	separator := "\n"
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := marshal(words.presentPage(p), "", "")
		if err != nil {
			return fmt.Errorf("page %s: %w", p.URL, err)
		}
		w.WriteString(separator)
		w.Write(bytes.TrimRight(b, "\n"))
		separator = ",\n"
	}
	w.WriteString("\n\t]\n}\n")
	return w.Flush()
}

// cutAt cuts a text after the opening bracket of each empty list, which come in
// this order.
func cutAt(text []byte, lists ...string) (parts [][]byte, err error) {
	for _, l := range lists {
		at := bytes.Index(text, []byte(l))
		if at < 0 {
			return nil, fmt.Errorf("%q is not among the fields", l)
		}
		at += len(l) - len("]")
		parts, text = append(parts, text[:at]), text[at:]
	}
	return append(parts, text), nil
}

// writeList writes the elements of a list whose brackets are there, in a line
// that is indented so far.
func writeList[T any](w *bufio.Writer, list []T, indent string, present func(T) any) error {
	for i, x := range list {
		b, err := marshal(present(x), indent+"\t", "\t")
		if err != nil {
			return err
		}
		if i > 0 {
			w.WriteByte(',')
		}
		w.WriteString("\n" + indent + "\t")
		w.Write(bytes.TrimRight(b, "\n"))
	}
	if len(list) > 0 {
		w.WriteString("\n" + indent)
	}
	return nil
}

func marshal(v any, prefix, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, indent)
	err := enc.Encode(v)
	return b.Bytes(), err
}

// The types below are those of package audit as other programs read them: what
// is said stands there in words, beside its key and its data.

type jsonAudit struct {
	*audit.Audit
	Site     []jsonResult  `json:"site"`
	Journeys []jsonJourney `json:"journeys"`
	Issues   []jsonIssue   `json:"issues"`
}

type jsonPage struct {
	*audit.Page
	Results []jsonResult `json:"results"`
}

type jsonResult struct {
	checks.Result
	Findings []jsonFinding `json:"findings,omitempty"`
}

type jsonFinding struct {
	checks.Finding
	Message  string            `json:"message"`
	Key      string            `json:"key"`
	Evidence map[string]string `json:"evidence,omitempty"`
}

type jsonIssue struct {
	audit.Issue
	Example jsonFinding `json:"example"`
}

type jsonJourney struct {
	audit.Journey
	Steps    []jsonStep        `json:"steps"`
	Barrier  string            `json:"barrier,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Evidence map[string]string `json:"evidence,omitempty"`
	Change   *jsonChange       `json:"change,omitempty"`
	Walked   *jsonWalked       `json:"walked,omitempty"`
}

type jsonWalked struct {
	audit.Walked
	Barrier  string            `json:"barrier,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Evidence map[string]string `json:"evidence,omitempty"`
	Seen     []jsonObservation `json:"seen,omitempty"`
}

type jsonObservation struct {
	audit.Observation
	Barrier  string            `json:"barrier,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Evidence map[string]string `json:"evidence,omitempty"`
}

type jsonStep struct {
	audit.Step
	Walked *jsonAct `json:"walked,omitempty"`
}

type jsonAct struct {
	audit.Act
	Notes []jsonBarrier `json:"notes,omitempty"`
}

// jsonBarrier is what stands in a persona's way.
type jsonBarrier struct {
	Barrier  string            `json:"barrier,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Evidence map[string]string `json:"evidence,omitempty"`
}

type jsonChange struct {
	Change   string            `json:"change"`
	Text     string            `json:"text"`
	Evidence map[string]string `json:"evidence,omitempty"`
}

// present returns an audit for other programs: every list that the schema
// requires is there, if empty, and not null.
func (w *words) present(a *audit.Audit) jsonAudit {
	c := *a
	c.Manifest.Seeds = slice(c.Manifest.Seeds)
	if c.Manifest.Config == nil {
		c.Manifest.Config = map[string]any{}
	}
	c.Coverage.URLs = each(c.Coverage.URLs, w.presentURL)
	c.Criteria = slice(c.Criteria)
	c.Scores = slice(c.Scores)
	c.Channels = slices.Clone(slice(c.Channels))
	for i := range c.Channels {
		c.Channels[i].Pages = slice(c.Channels[i].Pages)
	}
	return jsonAudit{
		Audit:    &c,
		Site:     each(a.Site, w.presentResult),
		Journeys: each(a.Journeys, w.presentJourney),
		Issues:   each(a.Issues, w.presentIssue),
	}
}

func (w *words) presentURL(u audit.URL) audit.URL {
	u.Reason = w.Because(u.Reason)
	return u
}

func (w *words) presentPage(p *audit.Page) jsonPage {
	c := *p
	c.Channels = slice(c.Channels)
	return jsonPage{&c, each(p.Results, w.presentResult)}
}

func (w *words) presentResult(r checks.Result) jsonResult {
	r.Reason = w.Because(r.Reason)
	return jsonResult{r, each(r.Findings, w.presentFinding)}
}

func (w *words) presentFinding(f checks.Finding) jsonFinding {
	return jsonFinding{f, w.Message(f), f.Message.Key, f.Message.Args}
}

func (w *words) presentIssue(i audit.Issue) jsonIssue {
	i.Affects = slice(i.Affects)
	i.URLs = slice(i.URLs)
	return jsonIssue{i, w.presentFinding(i.Example)}
}

func (w *words) presentJourney(j audit.Journey) jsonJourney {
	b := w.barrier(j.Reason)
	out := jsonJourney{Journey: j, Barrier: b.Barrier, Reason: b.Reason, Evidence: b.Evidence, Steps: each(j.Steps, func(s audit.Step) jsonStep {
		out := jsonStep{Step: s}
		if s.Walked != nil {
			out.Walked = &jsonAct{*s.Walked, each(s.Walked.Notes, w.barrier)}
		}
		return out
	})}
	if j.Change.Key != "" {
		out.Change = &jsonChange{j.Change.Key, w.journey(j.Change), j.Change.Args}
	}
	if k := j.Walked; k != nil {
		b := w.barrier(k.Reason)
		out.Walked = &jsonWalked{*k, b.Barrier, b.Reason, b.Evidence, each(k.Seen, func(o audit.Observation) jsonObservation {
			b := w.barrier(o.Barrier)
			return jsonObservation{o, b.Barrier, b.Reason, b.Evidence}
		})}
	}
	return out
}

func (w *words) barrier(m checks.Message) jsonBarrier {
	return jsonBarrier{m.Key, w.journey(m), m.Args}
}

// each returns what f makes of the elements of a list, never nil.
func each[E, F any](list []E, f func(E) F) []F {
	out := make([]F, 0, len(list))
	for _, e := range list {
		out = append(out, f(e))
	}
	return out
}

func slice[S ~[]E, E any](s S) S {
	if s == nil {
		return S{}
	}
	return s
}
