package report

import (
	"bufio"
	"context"
	"fmt"
	"io"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

// writeJSONL writes one JSON object a line, each with its "type": the audit
// without its lists; each page without its results; each finding, with the URL
// of its page; each journey; each issue.
func writeJSONL(ctx context.Context, out io.Writer, a *audit.Audit, words *words) error {
	w := bufio.NewWriter(out)
	write := func(v any) error {
		b, err := marshal(v, "", "")
		if err != nil {
			return err
		}
		_, err = w.Write(b)
		return err
	}
	findings := func(url string, rs []checks.Result) error {
		for _, r := range rs {
			for _, f := range r.Findings {
				if f.URL == "" {
					f.URL = url
				}
				if err := write(struct {
					Type string `json:"type"`
					jsonFinding
				}{"finding", words.presentFinding(f)}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	all := words.present(a)
	if err := write(map[string]any{
		"type": "audit", "schema": a.Schema, "id": a.ID, "status": a.Status, "manifest": all.Manifest, "scores": slice(a.Scores), "decisions": slice(a.Decisions),
	}); err != nil {
		return err
	}
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		bare := *p
		bare.Results = nil
		if err := write(struct {
			Type string `json:"type"`
			jsonPage
		}{"page", words.presentPage(&bare)}); err != nil {
			return err
		}
		if err := findings(p.URL, p.Results); err != nil {
			return err
		}
	}
	if err := findings("", a.Site); err != nil {
		return err
	}
	for _, j := range all.Journeys {
		if err := write(struct {
			Type string `json:"type"`
			jsonJourney
		}{"journey", j}); err != nil {
			return err
		}
	}
	for _, i := range all.Issues {
		if err := write(struct {
			Type string `json:"type"`
			jsonIssue
		}{"issue", i}); err != nil {
			return err
		}
	}
	return w.Flush()
}
