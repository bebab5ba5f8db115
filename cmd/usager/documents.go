package main

import (
	"errors"
	"strings"
	"time"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks/clarity"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
	"github.com/usager/usager/text/document"
)

const (
	// documentsTime bounds the reading of the documents of one audit: a file can
	// be made to keep the reader busy.
	documentsTime = 2 * time.Minute
	// documentFindings bounds what is kept of the findings of a document.
	documentFindings = 100
)

// documents reads the documents that a crawl met.
type documents struct{ spent time.Duration }

// read tells the clarity of a document, nil if it was not fetched whole.
func (d *documents) read(v *crawler.Visit) *audit.DocumentText {
	if v.Document.Body == nil {
		return nil
	}
	if d.spent > documentsTime {
		return &audit.DocumentText{Unread: "time"}
	}
	defer func(start time.Time) { d.spent += time.Since(start) }(time.Now())
	body := v.Document.Body
	v.Document.Body = nil
	content, err := document.Read(document.FormatOf(v.URL, body), body)
	switch {
	case errors.Is(err, document.ErrLocked):
		return &audit.DocumentText{Unread: "locked"}
	case errors.Is(err, document.ErrNoText):
		return &audit.DocumentText{Unread: "scan"}
	case err != nil:
		return &audit.DocumentText{Unread: "damaged"}
	}
	lang, ok := text.Detect(content)
	if !ok {
		return &audit.DocumentText{Words: len(text.Words(content)), Unread: "language"}
	}
	t := text.Read(content, lang)
	out := &audit.DocumentText{Lang: string(lang), Words: t.Stats().Words, Hardest: clarity.Hardest(t)}
	if c, err := t.Score(); err == nil {
		out.Clarity = &c.Score
	} else {
		out.Unread = "short"
	}
	out.Findings = documentFindingsOf(t)
	return out
}

// documentFindingsOf returns the findings of a text, each distinct one once, in
// the order of their first appearance.
func documentFindingsOf(t *text.Text) []audit.DocumentFinding {
	type key struct {
		kind text.Kind
		text string
	}
	at := make(map[key]int)
	var list []audit.DocumentFinding
	for _, f := range t.Findings() {
		k := key{f.Kind, strings.ToLower(f.Text)}
		if i, ok := at[k]; ok {
			list[i].Times++
			continue
		}
		if len(list) == documentFindings {
			continue
		}
		at[k] = len(list)
		list = append(list, audit.DocumentFinding{Kind: string(f.Kind), Text: short(page.Collapse(f.Text), 240), Plain: f.Plain, Times: 1})
	}
	return list
}
