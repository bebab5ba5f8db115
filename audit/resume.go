package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// ErrInUse is returned for an audit that a process still works on.
var ErrInUse = errors.New("the audit is under way in another process")

// ErrNothingToResume is returned if no audit is unfinished.
var ErrNothingToResume = errors.New("no audit is unfinished")

// Lease takes an audit for this process, until release is called or the process
// ends, however it ends. The error is ErrInUse if another process has it.
func (s *Store) Lease(id string) (release func() error, err error) {
	dir := filepath.Join(s.dir, "locks")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("lease audit %s: %w", id, err)
	}
	f, err := os.OpenFile(filepath.Join(dir, filepath.Base(id)), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lease audit %s: %w", id, err)
	}
	if err := lock(f); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return nil, errors.Join(fmt.Errorf("%w: %s", ErrInUse, id), f.Close())
	}
	return f.Close, nil
}

// An Unfinished audit can be gone on with.
type Unfinished struct {
	ID       string
	Manifest Manifest // with Resume
	Status   string
}

// Unfinished finds an audit that was cut short: the one that name means, see
// Resolve, or the last if name is empty. The error wraps ErrNothingToResume if
// there is none, or the audit has come to its end.
func (s *Store) Unfinished(ctx context.Context, name string) (*Unfinished, error) {
	query, arg := `SELECT id FROM audits WHERE status <> 'complete' AND settings IS NOT NULL ORDER BY started DESC, id DESC LIMIT 1`, []any{}
	if name != "" && name != "last" {
		id, err := s.Resolve(ctx, name)
		if err != nil {
			return nil, err
		}
		query, arg = `SELECT id FROM audits WHERE id = ? AND status <> 'complete' AND settings IS NOT NULL`, []any{id}
	}
	u := new(Unfinished)
	err := s.db.QueryRowContext(ctx, query, arg...).Scan(&u.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("%w: %q", ErrNothingToResume, name)
	}
	if err != nil {
		return nil, fmt.Errorf("find an unfinished audit: %w", err)
	}
	a, err := s.load(ctx, u.ID)
	if err != nil {
		return nil, fmt.Errorf("load audit %s: %w", u.ID, err)
	}
	u.Manifest, u.Status = a.Manifest, a.Status
	if err := s.db.QueryRowContext(ctx, `SELECT settings FROM audits WHERE id = ?`, u.ID).Scan(&u.Manifest.Resume); err != nil {
		return nil, fmt.Errorf("load audit %s: %w", u.ID, err)
	}
	return u, nil
}

// Reopen makes an unfinished audit one that is under way again, and returns how
// many URLs of it are kept. What was found over all pages is forgotten, and so
// is what came after the first URL that was refused under a rule for which
// stopped holds: that the audit came to its end before.
func (s *Store) Reopen(ctx context.Context, id string, stopped func(rule string) bool) (kept int, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("reopen audit %s: %w", id, err)
		}
	}()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	rows, err := tx.QueryContext(ctx, `SELECT seq, rule FROM urls WHERE audit = ? ORDER BY seq`, id)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int
		var rule string
		if err := rows.Scan(&seq, &rule); err != nil {
			return 0, err
		}
		if seq != kept || stopped(rule) {
			break
		}
		kept++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return 0, err
	}
	for _, table := range []string{"urls", "pages", "verdicts", "occurrences", "frontier"} {
		condition := "seq < 0 OR seq >= ?"
		if table == "frontier" {
			condition = "seq >= ?"
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE audit = ? AND (`+condition+`)`, id, kept); err != nil {
			return 0, err
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM issues WHERE audit = ?1 AND fingerprint NOT IN (SELECT fingerprint FROM occurrences WHERE audit = ?1)`, id); err != nil {
		return 0, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE audits SET status = 'running', ended = '', summary = NULL WHERE id = ?`, id); err != nil {
		return 0, err
	}
	return kept, tx.Commit()
}

// Note keeps what a crawl must know to go on of something that is no URL of the
// site; seq is that of the URL before it.
func (s *Store) Note(ctx context.Context, id string, seq int, name string, visit []byte) error {
	if _, err := s.db.ExecContext(ctx, noteQuery, id, name, seq, s.pack.EncodeAll(visit, nil)); err != nil {
		return fmt.Errorf("store %s: %w", name, err)
	}
	return nil
}

const noteQuery = `INSERT OR REPLACE INTO frontier (audit, url, seq, visit) VALUES (?, ?, ?, ?)`

// Visit returns what was kept of a URL with URL.Visit or Note, or nil.
func (s *Store) Visit(ctx context.Context, id, url string) ([]byte, error) {
	var b []byte
	err := s.db.QueryRowContext(ctx, `SELECT visit FROM frontier WHERE audit = ? AND url = ?`, id, url).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err == nil {
		b, err = s.open.DecodeAll(b, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("read what is known of %s: %w", url, err)
	}
	return b, nil
}
