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
)

// writeJSON writes audit.json: the fields of the audit, then its pages one by
// one, each on a line of its own. docs/audit.schema.json describes it.
func writeJSON(ctx context.Context, out io.Writer, a *audit.Audit, _ *words) error {
	head, err := marshal(present(a), "\t")
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	w.Write(bytes.TrimSuffix(head, []byte("\n}\n")))
	w.WriteString(",\n\t\"pages\": [")
	separator := "\n"
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		b, err := marshal(presentPage(p), "")
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

func marshal(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	err := enc.Encode(v)
	return b.Bytes(), err
}

// present returns a copy of an audit in which every list that the schema
// requires is there, if empty, and not null.
func present(a *audit.Audit) *audit.Audit {
	c := *a
	c.Manifest.Seeds = slice(c.Manifest.Seeds)
	if c.Manifest.Config == nil {
		c.Manifest.Config = map[string]any{}
	}
	c.Coverage.URLs = slice(c.Coverage.URLs)
	c.Site = slice(c.Site)
	c.Criteria = slice(c.Criteria)
	c.Scores = slice(c.Scores)
	c.Channels = slices.Clone(slice(c.Channels))
	for i := range c.Channels {
		c.Channels[i].Pages = slice(c.Channels[i].Pages)
	}
	c.Journeys = slices.Clone(slice(c.Journeys))
	for i := range c.Journeys {
		c.Journeys[i].Steps = slice(c.Journeys[i].Steps)
	}
	c.Issues = slices.Clone(slice(c.Issues))
	for i := range c.Issues {
		c.Issues[i].Affects = slice(c.Issues[i].Affects)
		c.Issues[i].URLs = slice(c.Issues[i].URLs)
	}
	return &c
}

func presentPage(p *audit.Page) *audit.Page {
	c := *p
	c.Results = slice(c.Results)
	c.Channels = slice(c.Channels)
	return &c
}

func slice[S ~[]E, E any](s S) S {
	if s == nil {
		return S{}
	}
	return s
}
