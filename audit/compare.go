package audit

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"slices"
	"strings"
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
	// Spread tells, by fingerprint, which persisting issues came to pages or left
	// some.
	Spread map[string]Spread
	// What became of required faults in each part of the site; what did not
	// change is left out. An issue counts once for each page it is on.
	Pages, Sections, Criteria, Dimensions []Change
	Journeys                              []JourneyChange // whose outcome is another
	// RuleSets differ: verdicts may have changed though the pages did not.
	// "usager recheck" judges the older audit by today's rules.
	RuleSetsDiffer bool
}

// Spread counts pages, of those that both audits saw.
type Spread struct{ Came, Left int }

// A Change tells what became of the faults in one part of a site: a page, by
// its URL; a section, by the beginning of its path; a success criterion, by its
// number; a dimension.
type Change struct {
	Name                   string
	New, Fixed, Persisting int // faults, of what both audits could see
}

// A JourneyChange is a journey that ended otherwise than before.
type JourneyChange struct {
	Persona, Goal string
	Before, After string // outcomes, see Journey
}

// Better reports whether the journey goes better than before.
func (c JourneyChange) Better() bool { return outcomeRank[c.After] < outcomeRank[c.Before] }

var outcomeRank = map[string]int{"reached": 0, "difficult": 1, "blocked": 2}

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
	c, err := s.compare(ctx, oldID, newID)
	if err != nil {
		return nil, fmt.Errorf("compare %s with %s: %w", oldID, newID, err)
	}
	return c, nil
}

func (s *Store) compare(ctx context.Context, oldID, newID string) (*Comparison, error) {
	before, err := s.Load(ctx, oldID)
	if err != nil {
		return nil, err
	}
	after, err := s.Load(ctx, newID)
	if err != nil {
		return nil, err
	}
	c := &Comparison{
		Old: before.point(), New: after.point(), RuleSetsDiffer: before.Manifest.RuleSet != after.Manifest.RuleSet,
		Spread: make(map[string]Spread), Journeys: journeyChanges(before.Journeys, after.Journeys),
	}
	changed, err := s.changes(ctx, c, before, after)
	if err != nil {
		return nil, err
	}
	for _, i := range after.Issues {
		if i.Outcome != failedOutcome {
			continue
		}
		switch ch := changed[i.Fingerprint]; {
		case ch.persists:
			c.Persisting = append(c.Persisting, i)
			if ch.Came+ch.Left > 0 {
				c.Spread[i.Fingerprint] = ch.Spread
			}
		case ch.Came == 0:
			c.NotComparable = append(c.NotComparable, i)
		default:
			reopened, err := s.had(ctx, oldID, i)
			if err != nil {
				return nil, err
			}
			if reopened {
				c.Reopened = append(c.Reopened, i)
			} else {
				c.Added = append(c.Added, i)
			}
		}
	}
	for _, i := range before.Issues {
		if ch := changed[i.Fingerprint]; i.Outcome != failedOutcome || ch.persists {
			continue
		} else if ch.Left > 0 {
			c.Fixed = append(c.Fixed, i)
		} else {
			c.NotComparable = append(c.NotComparable, i)
		}
	}
	return c, nil
}

// changed is what became of one issue.
type changed struct {
	Spread
	persists bool // both audits have it
}

// changes tells what became of every issue that failed in one of two audits, by
// fingerprint, and counts the faults of each part of the site in c.
func (s *Store) changes(ctx context.Context, c *Comparison, before, after *Audit) (map[string]changed, error) {
	then, err := s.sight(ctx, before.ID)
	if err != nil {
		return nil, err
	}
	now, err := s.sight(ctx, after.ID)
	if err != nil {
		return nil, err
	}
	t := newChangeTally(before, after)
	out := make(map[string]changed)
	next, stop := iter.Pull2(s.places(ctx, before.ID))
	defer stop()
	old, err, more := next()
	for places, perr := range s.places(ctx, after.ID) {
		if perr != nil {
			return nil, perr
		}
		for more && err == nil && old.before(places) {
			if out[old.fingerprint], err = t.count(ctx, old, issuePlaces{}, then, now); err != nil {
				return nil, err
			}
			old, err, more = next()
		}
		if err != nil {
			return nil, err
		}
		was := issuePlaces{}
		if more && old.fingerprint == places.fingerprint {
			was = old
			old, err, more = next()
		}
		if out[places.fingerprint], perr = t.count(ctx, was, places, then, now); perr != nil {
			return nil, perr
		}
	}
	for ; more && err == nil; old, err, more = next() {
		if out[old.fingerprint], err = t.count(ctx, old, issuePlaces{}, then, now); err != nil {
			return nil, err
		}
	}
	c.Pages, c.Sections, c.Criteria, c.Dimensions = t.result("page"), t.result("section"), t.result("criterion"), t.result("dimension")
	return out, err
}

// issuePlaces are the pages that a failed issue is on; "" is the site.
type issuePlaces struct {
	check, fingerprint string
	urls               map[string]bool
}

// before is the order in which places come: all of one check together.
func (p issuePlaces) before(q issuePlaces) bool {
	return cmp.Or(cmp.Compare(p.check, q.check), cmp.Compare(p.fingerprint, q.fingerprint)) < 0
}

// places yields the places of the issues of an audit that failed, in their order.
func (s *Store) places(ctx context.Context, id string) iter.Seq2[issuePlaces, error] {
	return func(yield func(issuePlaces, error) bool) {
		rows, err := s.db.QueryContext(ctx, `SELECT i.check_id, i.fingerprint, o.url, o.seq
			FROM issues i JOIN occurrences o ON o.audit = i.audit AND o.fingerprint = i.fingerprint
			WHERE i.audit = ? AND i.outcome = ? ORDER BY i.check_id, i.fingerprint`, id, failedOutcome)
		if err != nil {
			yield(issuePlaces{}, err)
			return
		}
		defer rows.Close()
		var p issuePlaces
		for rows.Next() {
			var q issuePlaces
			var url string
			var seq int
			if err := rows.Scan(&q.check, &q.fingerprint, &url, &seq); err != nil {
				yield(p, err)
				return
			}
			if q.fingerprint != p.fingerprint {
				if p.fingerprint != "" && !yield(p, nil) {
					return
				}
				p = q
				p.urls = make(map[string]bool)
			}
			if seq < 0 {
				url = "" // the whole site was judged, though the fault may name a page
			}
			p.urls[url] = true
		}
		if err := rows.Err(); err != nil {
			yield(p, err)
			return
		}
		if p.fingerprint != "" {
			yield(p, nil)
		}
	}
}

// sight is what an audit could see.
type sight struct {
	store *Store
	id    string
	pages map[string]int // seq by URL; "" is the site
	check string         // that blind is about
	runs  bool           // the audit has the check
	blind map[int]bool   // pages where it was not tested
}

func (s *Store) sight(ctx context.Context, id string) (*sight, error) {
	v := &sight{store: s, id: id, pages: map[string]int{"": -1}}
	rows, err := s.db.QueryContext(ctx, `SELECT url, seq FROM pages WHERE audit = ?`, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var url string
		var seq int
		if err := rows.Scan(&url, &seq); err != nil {
			return nil, err
		}
		v.pages[url] = seq
	}
	return v, rows.Err()
}

// saw reports whether the audit judged a page, or the site, with a check.
func (v *sight) saw(ctx context.Context, check, url string) (bool, error) {
	seq, ok := v.pages[url]
	if !ok {
		return false, nil
	}
	if check != v.check {
		if err := v.look(ctx, check); err != nil {
			return false, err
		}
	}
	return v.runs && !v.blind[seq], nil
}

func (v *sight) look(ctx context.Context, check string) error {
	v.check, v.blind = check, make(map[int]bool)
	if err := v.store.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM verdicts WHERE audit = ? AND check_id = ?)`, v.id, check).Scan(&v.runs); err != nil {
		return err
	}
	rows, err := v.store.db.QueryContext(ctx, `SELECT seq FROM verdicts WHERE audit = ? AND check_id = ? AND outcome = ?`, v.id, check, untestedOutcome)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int
		if err := rows.Scan(&seq); err != nil {
			return err
		}
		v.blind[seq] = true
	}
	return rows.Err()
}

// changeTally counts what became of the faults in each part of a site.
type changeTally struct {
	issues map[string]*Issue // required, by fingerprint
	parts  map[string]map[string]*Change
}

func newChangeTally(before, after *Audit) *changeTally {
	t := &changeTally{issues: make(map[string]*Issue), parts: make(map[string]map[string]*Change)}
	for _, a := range []*Audit{before, after} {
		for k := range a.Issues {
			if i := &a.Issues[k]; i.Required() {
				t.issues[i.Fingerprint] = i
			}
		}
	}
	return t
}

// count tells what became of one issue, of which either place may be empty.
func (t *changeTally) count(ctx context.Context, was, is issuePlaces, then, now *sight) (ch changed, err error) {
	ch.persists = was.fingerprint != "" && is.fingerprint != ""
	issue := t.issues[cmp.Or(is.fingerprint, was.fingerprint)]
	for url := range is.urls {
		if was.urls[url] {
			t.add(issue, url, func(c *Change) { c.Persisting++ })
			continue
		}
		seen, err := then.saw(ctx, is.check, url)
		if err != nil {
			return ch, err
		}
		if seen {
			ch.Came++
			t.add(issue, url, func(c *Change) { c.New++ })
		}
	}
	for url := range was.urls {
		if is.urls[url] {
			continue
		}
		seen, err := now.saw(ctx, was.check, url)
		if err != nil {
			return ch, err
		}
		if seen {
			ch.Left++
			t.add(issue, url, func(c *Change) { c.Fixed++ })
		}
	}
	return ch, nil
}

// add counts one fault for all parts that it is in. What is not required does
// not count.
func (t *changeTally) add(i *Issue, url string, count func(*Change)) {
	if i == nil {
		return
	}
	one := func(kind, name string) {
		if t.parts[kind] == nil {
			t.parts[kind] = make(map[string]*Change)
		}
		c := t.parts[kind][name]
		if c == nil {
			c = &Change{Name: name}
			t.parts[kind][name] = c
		}
		count(c)
	}
	one("page", cmp.Or(url, i.Example.URL))
	one("section", Section(cmp.Or(url, i.Example.URL)))
	one("dimension", string(i.Dimension))
	for _, number := range i.Criteria {
		one("criterion", number)
	}
}

// result returns the parts of one kind in which something changed, where it
// became worst first.
func (t *changeTally) result(kind string) []Change {
	var all []Change
	for _, c := range t.parts[kind] {
		if c.New+c.Fixed > 0 {
			all = append(all, *c)
		}
	}
	slices.SortFunc(all, func(x, y Change) int {
		return cmp.Or(cmp.Compare(y.New-y.Fixed, x.New-x.Fixed), cmp.Compare(y.New, x.New), cmp.Compare(x.Name, y.Name))
	})
	return all
}

// Section returns the part of a site that a page is in: the first folder of its
// path, "/" for the pages that are in none.
func Section(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if dir, _, ok := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/"); ok {
		return "/" + dir + "/"
	}
	return "/"
}

func journeyChanges(before, after []Journey) []JourneyChange {
	was := make(map[[2]string]string)
	for _, j := range before {
		was[[2]string{j.Persona, j.Goal}] = j.Outcome
	}
	var all []JourneyChange
	for _, j := range after {
		if old, ok := was[[2]string{j.Persona, j.Goal}]; ok && old != j.Outcome {
			all = append(all, JourneyChange{j.Persona, j.Goal, old, j.Outcome})
		}
	}
	slices.SortStableFunc(all, func(x, y JourneyChange) int {
		return cmp.Compare(outcomeRank[y.After]-outcomeRank[y.Before], outcomeRank[x.After]-outcomeRank[x.Before])
	})
	return all
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

// Clarity returns the clarity scores of the pages of an audit, by URL.
func (s *Store) Clarity(ctx context.Context, id string) (map[string]float64, error) {
	scores := make(map[string]float64)
	for p, err := range s.Pages(ctx, id) {
		if err != nil {
			return nil, err
		}
		if p.Clarity != nil {
			scores[p.URL] = *p.Clarity
		}
	}
	return scores, nil
}

// Since returns when an audit of the same site, older than a given one, first
// had an issue, whatever its outcome; zero if none had it.
func (s *Store) Since(ctx context.Context, id, fingerprint string) (time.Time, error) {
	var started string
	err := s.db.QueryRowContext(ctx, `SELECT a.started FROM issues i JOIN audits a ON a.id = i.audit JOIN audits o ON o.id = ?
		WHERE a.site = o.site AND a.started < o.started AND i.fingerprint = ? ORDER BY a.started LIMIT 1`, id, fingerprint).Scan(&started)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("find when issue %s began: %w", fingerprint, err)
	}
	return time.Parse(time.RFC3339, started)
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
