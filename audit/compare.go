package audit

import (
	"context"
	"fmt"
)

// A Comparison tells what became of the issues between two audits.
type Comparison struct {
	Old, New   string  // audit IDs
	Added      []Issue // failed now, and not then, on a page that both audits saw
	Fixed      []Issue // failed then, and not now, on pages that both saw
	Persisting []Issue
	// NotComparable issues were found by one audit where the other could not
	// have: it did not see the page, or did not have the check.
	NotComparable []Issue
	// RuleSets differ: verdicts may have changed though the pages did not.
	// "usager recheck" judges the older audit by today's rules.
	RuleSetsDiffer bool
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
	c := &Comparison{Old: oldID, New: newID, RuleSetsDiffer: before.Manifest.RuleSet != after.Manifest.RuleSet}
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
		if comparable {
			c.Added = append(c.Added, i)
		} else {
			c.NotComparable = append(c.NotComparable, i)
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
	var n int
	err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM occurrences o
		WHERE o.audit = ?2 AND o.fingerprint = ?3 AND (
			o.seq = -1 AND EXISTS (SELECT 1 FROM verdicts v WHERE v.audit = ?1 AND v.check_id = ?4 AND v.seq = -1 AND v.outcome <> ?5)
			OR EXISTS (SELECT 1 FROM pages p JOIN verdicts v ON v.audit = p.audit AND v.seq = p.seq
				WHERE p.audit = ?1 AND p.url = o.url AND v.check_id = ?4 AND v.outcome <> ?5))`,
		id, found, i.Fingerprint, i.Check, untestedOutcome).Scan(&n)
	return n > 0, err
}
