package audit

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// A Comparison tells what became of the issues between two audits. An issue
// is in one of its lists only.
type Comparison struct {
	Old, New   Point
	Added      []Issue // failed now, and not then, on a page that both audits saw
	Reopened   []Issue // the same, but an older audit of the site had them: they were fixed, and came back
	Fixed      []Issue // failed then, and not now, on pages that both saw
	Persisting []Issue
	// NotComparable issues were found by one audit where the other could not
	// have: it did not see the page, or did not have the check.
	NotComparable []Issue
	// RuleSets differ: verdicts may have changed though the pages did not.
	// "usager recheck" judges the older audit by today's rules.
	RuleSetsDiffer bool
}

// A Point is one audit in the history of a site.
type Point struct {
	ID      string    `json:"id"`
	Started time.Time `json:"started"`
	RuleSet string    `json:"rule_set"`
	Pages   int       `json:"pages"`
	Issues  int       `json:"issues"` // see Issue.Required
	Scores  []Score   `json:"scores"`
}

func (a *Audit) point() Point {
	p := Point{a.ID, a.Manifest.Started, a.Manifest.RuleSet, a.Coverage.Audited, 0, a.Scores}
	for i := range a.Issues {
		if a.Issues[i].Required() {
			p.Issues++
		}
	}
	return p
}

// Compare compares the failures of two audits. An issue keeps its identity
// over audits: see the fingerprints of package checks.
func (s *Store) Compare(ctx context.Context, oldID, newID string) (*Comparison, error) {
	before, err := s.Load(ctx, oldID)
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	after, err := s.Load(ctx, newID)
	if err != nil {
		return nil, fmt.Errorf("compare: %w", err)
	}
	c := &Comparison{Old: before.point(), New: after.point(), RuleSetsDiffer: before.Manifest.RuleSet != after.Manifest.RuleSet}
	then, now := failed(before), failed(after)
	for _, i := range after.Issues {
		if now[i.Fingerprint] == nil {
			continue
		}
		if then[i.Fingerprint] != nil {
			c.Persisting = append(c.Persisting, i)
			continue
		}
		comparable, err := s.saw(ctx, oldID, newID, i)
		if err != nil {
			return nil, fmt.Errorf("compare: %w", err)
		}
		if !comparable {
			c.NotComparable = append(c.NotComparable, i)
			continue
		}
		reopened, err := s.had(ctx, oldID, i)
		if err != nil {
			return nil, fmt.Errorf("compare: %w", err)
		}
		if reopened {
			c.Reopened = append(c.Reopened, i)
		} else {
			c.Added = append(c.Added, i)
		}
	}
	for _, i := range before.Issues {
		if then[i.Fingerprint] == nil || now[i.Fingerprint] != nil {
			continue
		}
		comparable, err := s.saw(ctx, newID, oldID, i)
		if err != nil {
			return nil, fmt.Errorf("compare: %w", err)
		}
		if comparable {
			c.Fixed = append(c.Fixed, i)
		} else {
			c.NotComparable = append(c.NotComparable, i)
		}
	}
	return c, nil
}

func failed(a *Audit) map[string]*Issue {
	m := make(map[string]*Issue)
	for k := range a.Issues {
		if i := &a.Issues[k]; i.Outcome == failedOutcome {
			m[i.Fingerprint] = i
		}
	}
	return m
}

// saw reports whether an audit judged a page on which another audit found an
// issue, or the whole site, with the issue's check.
func (s *Store) saw(ctx context.Context, id, found string, i Issue) (bool, error) {
	// CROSS JOIN keeps SQLite to this order of the tables: from the few places
	// of the issue to the page there, by its URL.
	var seen bool
	err := s.db.QueryRowContext(ctx, `SELECT EXISTS (
			SELECT 1 FROM occurrences o CROSS JOIN verdicts v
			WHERE o.audit = ?2 AND o.fingerprint = ?3 AND o.seq = -1
				AND v.audit = ?1 AND v.check_id = ?4 AND v.seq = -1 AND v.outcome <> ?5
		) OR EXISTS (
			SELECT 1 FROM occurrences o CROSS JOIN pages p CROSS JOIN verdicts v
			WHERE o.audit = ?2 AND o.fingerprint = ?3 AND p.audit = ?1 AND p.url = o.url
				AND v.audit = ?1 AND v.check_id = ?4 AND v.seq = p.seq AND v.outcome <> ?5
		)`, id, found, i.Fingerprint, i.Check, untestedOutcome).Scan(&seen)
	return seen, err
}

// had reports whether an audit of the same site, older than a given one, had an
// issue.
func (s *Store) had(ctx context.Context, id string, i Issue) (bool, error) {
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM issues i JOIN audits a ON a.id = i.audit JOIN audits o ON o.id = ?1
		WHERE a.site = o.site AND a.started < o.started AND i.fingerprint = ?2 AND i.outcome = ?3`,
		id, i.Fingerprint, failedOutcome).Scan(&n)
	return n > 0, err
}

// Previous returns the ID of the complete audit of the same site that came
// before an audit, or "" if there is none. An audit and what was judged anew
// from its snapshots tell of the same day: neither comes before the other.
func (s *Store) Previous(ctx context.Context, id string) (string, error) {
	var previous string
	err := s.db.QueryRowContext(ctx, `SELECT a.id FROM audits a JOIN audits n ON n.id = ?
		WHERE a.site = n.site AND a.started < n.started AND a.status = 'complete' ORDER BY a.started DESC, a.id DESC LIMIT 1`, id).Scan(&previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("find the audit before %s: %w", id, err)
	}
	return previous, nil
}

// Trend returns the complete audits of the site of an audit up to that one, the
// oldest first. Of an audit and those that judged it anew, the last counts.
func (s *Store) Trend(ctx context.Context, id string) ([]Point, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT a.id, a.summary, (SELECT count(*) FROM pages WHERE audit = a.id)
		FROM audits a JOIN audits n ON n.id = ?
		WHERE a.site = n.site AND a.started <= n.started AND a.status = 'complete' AND a.summary IS NOT NULL ORDER BY a.started, a.id`, id)
	if err != nil {
		return nil, fmt.Errorf("read the trend up to %s: %w", id, err)
	}
	defer rows.Close()
	var all []Point
	for rows.Next() {
		var a Audit
		var p Point
		var summary []byte
		if err := rows.Scan(&p.ID, &summary, &p.Pages); err != nil {
			return nil, fmt.Errorf("read the trend up to %s: %w", id, err)
		}
		if err := json.Unmarshal(summary, &a); err != nil {
			return nil, fmt.Errorf("read the trend up to %s: %w", id, err)
		}
		p.Started, p.RuleSet, p.Scores = a.Manifest.Started, a.Manifest.RuleSet, a.Scores
		if a.Manifest.RecheckOf != "" {
			all = slices.DeleteFunc(all, func(q Point) bool { return q.Started.Equal(p.Started) })
		}
		all = append(all, p)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("read the trend up to %s: %w", id, err)
	}
	for i := range all {
		if all[i].Issues, err = s.requiredIssues(ctx, all[i].ID); err != nil {
			return nil, fmt.Errorf("read the trend up to %s: %w", id, err)
		}
	}
	return all, nil
}
