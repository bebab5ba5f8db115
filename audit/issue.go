package audit

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// impactWeight is how much heavier an impact weighs than the next lesser one:
// a fault that stops people outweighs many that only slow them down.
var impactWeight = map[checks.Impact]float64{checks.Minor: 1, checks.Moderate: 2, checks.Serious: 4, checks.Critical: 8}

// Issues returns the issues of an audit, the heaviest first.
func (s *Store) Issues(ctx context.Context, id string) ([]Issue, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT i.fingerprint, i.check_id, i.outcome, i.example, count(DISTINCT o.url), count(*), min(o.unstable), min(o.banner)
		FROM issues i JOIN occurrences o ON o.audit = i.audit AND o.fingerprint = i.fingerprint
		WHERE i.audit = ? GROUP BY i.fingerprint`, id)
	if err != nil {
		return nil, fmt.Errorf("read issues of %s: %w", id, err)
	}
	defer rows.Close()
	var all []Issue
	same := make(shared)
	for rows.Next() {
		var i Issue
		var example []byte
		if err := rows.Scan(&i.Fingerprint, &i.Check, &i.Outcome, &example, &i.Pages, &i.Count, &i.Unstable, &i.Banner); err != nil {
			return nil, fmt.Errorf("read issues of %s: %w", id, err)
		}
		if err := json.Unmarshal(example, &i.Example); err != nil {
			return nil, fmt.Errorf("read issues of %s: %w", id, err)
		}
		i.Example.Check, i.Example.Fingerprint, i.Example.URL = i.Check, i.Fingerprint, same.text(i.Example.URL)
		if c := s.catalog.Check(i.Check); c != nil && slices.Equal(c.Criteria, i.Example.Criteria) {
			i.Example.Criteria = c.Criteria
		}
		s.weigh(&i)
		all = append(all, i)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read issues of %s: %w", id, err)
	}
	if err := rows.Close(); err != nil {
		return nil, fmt.Errorf("read issues of %s: %w", id, err)
	}
	for k := range all {
		if all[k].URLs, err = s.urlsOf(ctx, id, all[k].Fingerprint, MaxIssueURLs); err != nil {
			return nil, fmt.Errorf("read issues of %s: %w", id, err)
		}
		for n, u := range all[k].URLs {
			all[k].URLs[n] = same.text(u)
		}
	}
	slices.SortFunc(all, func(x, y Issue) int {
		return cmp.Or(-cmp.Compare(x.Outcome, y.Outcome), -cmp.Compare(x.Weight, y.Weight),
			cmp.Compare(x.Check, y.Check), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	for k := range all[min(len(all), MaxIssueExcerpts):] {
		all[MaxIssueExcerpts+k].Example.HTML = ""
	}
	return all, nil
}

// shared keeps one copy of each text.
type shared map[string]string

func (m shared) text(s string) string {
	if kept, ok := m[s]; ok {
		return kept
	}
	m[s] = s
	return s
}

// weigh adds what the catalog knows of the issue's check. Weight is functional
// needs affected × pages × impact; good practice and level AAA weigh a quarter.
func (s *Store) weigh(i *Issue) {
	i.Criteria = i.Example.Criteria
	i.Level = level(i.Criteria)
	c := s.catalog.Check(i.Check)
	if c == nil {
		return // a check of another version of usager
	}
	i.Impact, i.Affects, i.Practice = c.Impact, c.Affects, c.Practice
	i.Dimension = s.catalog.Family(i.Check).Dimension
	i.Weight = float64(len(c.Affects)*i.Pages) * impactWeight[c.Impact]
	if c.Practice || i.Dimension == checks.Accessibility && i.Level == "AAA" {
		i.Weight /= 4
	}
}

// Required reports whether the issue is a certain failure of what is required:
// no good practice, nor accessibility of level AAA.
func (i *Issue) Required() bool {
	return i.Outcome == failedOutcome && !i.Practice && !(i.Dimension == checks.Accessibility && i.Level == "AAA")
}

// requiredIssues counts the issues of an audit that are required.
func (s *Store) requiredIssues(ctx context.Context, id string) (int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT check_id, count(*) FROM issues WHERE audit = ? AND outcome = ? GROUP BY check_id`, id, failedOutcome)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	total := 0
	for rows.Next() {
		i := Issue{Outcome: failedOutcome}
		var n int
		if err := rows.Scan(&i.Check, &n); err != nil {
			return 0, err
		}
		if c := s.catalog.Check(i.Check); c != nil {
			i.Example.Criteria = c.Criteria
		}
		if s.weigh(&i); i.Required() {
			total += n
		}
	}
	return total, rows.Err()
}

// urlsOf returns the first pages that an issue is on, all of them if limit is
// negative.
func (s *Store) urlsOf(ctx context.Context, id, fingerprint string, limit int) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT DISTINCT url FROM occurrences WHERE audit = ? AND fingerprint = ? ORDER BY seq LIMIT ?`, id, fingerprint, limit)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var urls []string
	for rows.Next() {
		var u string
		if err := rows.Scan(&u); err != nil {
			return nil, err
		}
		urls = append(urls, u)
	}
	return urls, rows.Err()
}

// level returns the lowest level of some success criteria, or "" if there are
// none.
func level(criteria []string) string {
	lowest := ""
	for _, number := range criteria {
		if sc, ok := norm.Criterion(number); ok && (lowest == "" || len(sc.Level) < len(lowest)) {
			lowest = sc.Level
		}
	}
	return lowest
}
