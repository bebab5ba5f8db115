package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

//go:embed migrations/*.sql
var migrations embed.FS

// A Store keeps audits in one folder: a SQLite file, and the snapshots beside
// it, compressed, named by their content.
type Store struct {
	dir     string
	db      *sql.DB
	catalog *checks.Catalog
	pack    *zstd.Encoder
	open    *zstd.Decoder

	mu    sync.Mutex
	shown struct { // the last picture that was read
		hash string
		img  image.Image
	}
}

// ErrNoAudit is returned when a store has no such audit.
var ErrNoAudit = errors.New("no such audit")

// Open returns the store in dir, and makes the folder if there is none. The
// catalog tells how heavy an issue weighs.
func Open(ctx context.Context, dir string, catalog *checks.Catalog) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, "snapshots"), 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	// One writer at a time; readers are not disturbed (write-ahead log).
	dsn := (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.Join(dir, "usager.db"), RawQuery: url.Values{
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)"},
		"_txlock": {"immediate"},
	}.Encode()}).String()
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", dir, err)
	}
	s := &Store{dir: dir, db: db, catalog: catalog}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", dir, err), db.Close())
	}
	if s.pack, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1)); err == nil {
		s.open, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(page.MaxDecoded))
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open store %s: %w", dir, err), db.Close())
	}
	return s, nil
}

func (s *Store) migrate(ctx context.Context) error {
	sub, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, s.db, sub)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// Close closes the store.
func (s *Store) Close() error {
	s.open.Close()
	return s.db.Close()
}

// Begin records that an audit has started and returns its ID.
func (s *Store) Begin(ctx context.Context, m Manifest) (string, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return "", fmt.Errorf("begin audit: %w", err)
	}
	site := ""
	if len(m.Seeds) > 0 {
		site = m.Seeds[0]
	}
	for n := 0; ; n++ {
		id := m.Started.UTC().Format("20060102-150405")
		if n > 0 {
			id += fmt.Sprintf("-%d", n+1)
		}
		r, err := s.db.ExecContext(ctx, `INSERT OR IGNORE INTO audits (id, site, started, status, manifest, settings) VALUES (?, ?, ?, 'running', ?, ?)`,
			id, site, m.Started.UTC().Format(time.RFC3339), b, m.Resume)
		if err != nil {
			return "", fmt.Errorf("begin audit: %w", err)
		}
		if rows, err := r.RowsAffected(); err != nil || rows == 1 {
			return id, err
		}
	}
}

// Add records one URL that was met and, if it was audited, its page and its
// snapshot, in one transaction. seq is its place in the order of the crawl. met
// is the page as it was first met, nil if its banner was not refused.
func (s *Store) Add(ctx context.Context, id string, seq int, u URL, p *Page, snapshot, met *page.Page) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("store %s: %w", u.URL, err)
		}
	}()
	if p != nil && snapshot != nil {
		if p.Snapshot, err = s.saveSnapshot(snapshot); err != nil {
			return err
		}
	}
	if p != nil && met != nil {
		if p.Met, err = s.saveSnapshot(met); err != nil {
			return err
		}
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	detail, err := json.Marshal(u)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO urls (audit, seq, url, outcome, rule, detail) VALUES (?, ?, ?, ?, ?, ?)`,
		id, seq, u.URL, u.Outcome, u.Rule, detail); err != nil {
		return err
	}
	if u.Visit != nil {
		if _, err := tx.ExecContext(ctx, noteQuery, id, u.URL, seq, s.pack.EncodeAll(u.Visit, nil)); err != nil {
			return err
		}
	}
	if p != nil {
		if err := s.addPage(ctx, tx, id, seq, p); err != nil {
			return err
		}
	}
	return tx.Commit()
}

func (s *Store) addPage(ctx context.Context, tx *sql.Tx, id string, seq int, p *Page) error {
	pb, err := s.packJSON(p)
	if err != nil {
		return err
	}
	fb, err := s.packJSON(p.Facts)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO pages (audit, seq, url, page, facts, snapshot, met) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		id, seq, p.URL, pb, fb, p.Snapshot, p.Met); err != nil {
		return err
	}
	return addResults(ctx, tx, id, seq, p.URL, p.Results)
}

func addResults(ctx context.Context, tx *sql.Tx, id string, seq int, url string, rs []checks.Result) error {
	for _, r := range rs {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO verdicts (audit, check_id, seq, outcome) VALUES (?, ?, ?, ?)`, id, r.Check, seq, r.Outcome); err != nil {
			return err
		}
		for _, f := range r.Findings {
			if f.URL == "" && seq >= 0 {
				f.URL = url
			}
			example, err := json.Marshal(f)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO issues (audit, fingerprint, check_id, outcome, example) VALUES (?, ?, ?, ?, ?)`,
				id, f.Fingerprint, f.Check, f.Outcome, example); err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO occurrences (audit, fingerprint, seq, url, unstable, banner) VALUES (?, ?, ?, ?, ?, ?)`,
				id, f.Fingerprint, seq, f.URL, f.Unstable, f.While == WhileBanner); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Store) packJSON(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return s.pack.EncodeAll(b, nil), nil
}

func (s *Store) unpackJSON(b []byte, v any) error {
	b, err := s.open.DecodeAll(b, nil)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

func (s *Store) snapshotPath(hash string) string {
	return filepath.Join(s.dir, "snapshots", hash[:2], hash+".zst")
}

func (s *Store) saveSnapshot(p *page.Page) (string, error) {
	var b bytes.Buffer
	if err := p.Encode(&b); err != nil {
		return "", err
	}
	sum := sha256.Sum256(b.Bytes())
	hash := hex.EncodeToString(sum[:])
	if err := keep(s.snapshotPath(hash), b.Bytes()); err != nil {
		return "", fmt.Errorf("save snapshot: %w", err)
	}
	return hash, nil
}

// keep writes a file that is named by its content, unless it is there.
func keep(path string, content []byte) error {
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails after the rename, as it should
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// AddPicture keeps a picture (JPEG) of a step of a journey and returns its
// name, by which the step refers to it.
func (s *Store) AddPicture(jpeg []byte) (string, error) {
	sum := sha256.Sum256(jpeg)
	name := hex.EncodeToString(sum[:])
	if err := keep(s.picturePath(name), jpeg); err != nil {
		return "", fmt.Errorf("save picture: %w", err)
	}
	return name, nil
}

// Picture reads a picture (JPEG) by its name, see Act.Screenshot.
func (s *Store) Picture(name string) ([]byte, error) {
	if !isHash(name) {
		return nil, fmt.Errorf("read picture: %q is not a content hash", name)
	}
	b, err := os.ReadFile(s.picturePath(name))
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	return b, nil
}

func (s *Store) picturePath(name string) string {
	return filepath.Join(s.dir, "snapshots", name[:2], name+".jpg")
}

func isHash(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == 2*sha256.Size
}

// Snapshot reads a stored snapshot.
func (s *Store) Snapshot(hash string) (*page.Page, error) {
	if !isHash(hash) {
		return nil, fmt.Errorf("read snapshot: %q is not a content hash", hash)
	}
	f, err := os.Open(s.snapshotPath(hash))
	if err != nil {
		return nil, fmt.Errorf("read snapshot: %w", err)
	}
	defer f.Close()
	return page.Decode(f)
}

// PageSnapshot reads the snapshot that an audit made of a page; nil if it made
// none.
func (s *Store) PageSnapshot(ctx context.Context, id, url string) (*page.Page, error) {
	var hash string
	err := s.db.QueryRowContext(ctx, `SELECT snapshot FROM pages WHERE audit = ? AND url = ?`, id, url).Scan(&hash)
	if errors.Is(err, sql.ErrNoRows) || err == nil && hash == "" {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find the snapshot of %s: %w", url, err)
	}
	return s.Snapshot(hash)
}

// Facts returns the facts of all audited pages, in the order of the crawl.
func (s *Store) Facts(ctx context.Context, id string) ([]*checks.Facts, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT facts FROM pages WHERE audit = ? ORDER BY seq`, id)
	if err != nil {
		return nil, fmt.Errorf("read facts of %s: %w", id, err)
	}
	defer rows.Close()
	var all []*checks.Facts
	same := make(shared)
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, fmt.Errorf("read facts of %s: %w", id, err)
		}
		f := new(checks.Facts)
		if err := s.unpackJSON(b, f); err != nil {
			return nil, fmt.Errorf("read facts of %s: %w", id, err)
		}
		same.facts(f)
		all = append(all, f)
	}
	return all, rows.Err()
}

// facts shares the texts that tend to stand on every page of a site.
func (m shared) facts(f *checks.Facts) {
	for i := range f.Links {
		l := &f.Links[i]
		l.URL, l.Name, l.Text, l.Context, l.Lang = m.text(l.URL), m.text(l.Name), m.text(l.Text), m.text(l.Context), m.text(l.Lang)
		l.Region = page.Region(m.text(string(l.Region)))
	}
	for i := range f.Headings {
		f.Headings[i].Text = m.text(f.Headings[i].Text)
	}
	for i := range f.Texts {
		p := &f.Texts[i]
		p.Text, p.Region = m.text(p.Text), page.Region(m.text(string(p.Region)))
	}
	f.Links, f.Headings, f.Texts = slices.Clone(f.Links), slices.Clone(f.Headings), slices.Clone(f.Texts)
}

// Finish records what was found over all pages and ends the audit. The issues
// and the coverage of a are kept by Add; Finish fills them in from there.
func (s *Store) Finish(ctx context.Context, a *Audit) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("finish audit %s: %w", a.ID, err)
		}
	}()
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	if err := addResults(ctx, tx, a.ID, -1, "", a.Site); err != nil {
		return err
	}
	if err := addPictures(ctx, tx, a); err != nil {
		return err
	}
	head := *a
	head.Coverage.URLs, head.Issues = nil, nil
	summary, err := json.Marshal(head)
	if err != nil {
		return err
	}
	manifest, err := json.Marshal(a.Manifest)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE audits SET ended = ?, status = ?, manifest = ?, summary = ? WHERE id = ?`,
		a.Manifest.Ended.UTC().Format(time.RFC3339), a.Status, manifest, summary, a.ID); err != nil {
		return err
	}
	return tx.Commit()
}

// addPictures records which pictures the journeys of an audit need.
func addPictures(ctx context.Context, tx *sql.Tx, a *Audit) error {
	for _, j := range a.Journeys {
		for _, step := range j.Steps {
			if step.Walked == nil || step.Walked.Screenshot == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO pictures (audit, name) VALUES (?, ?)`, a.ID, step.Walked.Screenshot); err != nil {
				return err
			}
		}
	}
	return nil
}

// Resolve returns the ID of the audit that a person means: an ID, its
// beginning if only one audit has it, or "last".
func (s *Store) Resolve(ctx context.Context, name string) (string, error) {
	query, arg := `SELECT id FROM audits WHERE substr(id, 1, length(?)) = ? ORDER BY (id = ?) DESC, id LIMIT 2`, []any{name, name, name}
	if name == "last" || name == "" {
		query, arg = `SELECT id FROM audits ORDER BY started DESC, id DESC LIMIT 1`, nil
	}
	rows, err := s.db.QueryContext(ctx, query, arg...)
	if err != nil {
		return "", fmt.Errorf("find audit %q: %w", name, err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return "", fmt.Errorf("find audit %q: %w", name, err)
		}
		ids = append(ids, id)
	}
	switch {
	case rows.Err() != nil:
		return "", fmt.Errorf("find audit %q: %w", name, rows.Err())
	case len(ids) == 0:
		return "", fmt.Errorf("%w: %q", ErrNoAudit, name)
	case len(ids) == 2 && ids[0] != name:
		return "", fmt.Errorf("more than one audit begins with %q", name)
	}
	return ids[0], nil
}

// Load reads an audit. Its pages are read when they are asked for.
func (s *Store) Load(ctx context.Context, id string) (*Audit, error) {
	a, err := s.load(ctx, id)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNoAudit
	}
	if err != nil {
		return nil, fmt.Errorf("load audit %s: %w", id, err)
	}
	return a, nil
}

func (s *Store) load(ctx context.Context, id string) (*Audit, error) {
	var manifest, summary []byte
	var status string
	if err := s.db.QueryRowContext(ctx, `SELECT manifest, summary, status FROM audits WHERE id = ?`, id).Scan(&manifest, &summary, &status); err != nil {
		return nil, err
	}
	a := &Audit{Schema: Schema, ID: id, Status: status}
	if summary != nil {
		if err := json.Unmarshal(summary, a); err != nil {
			return nil, err
		}
	} else if err := json.Unmarshal(manifest, &a.Manifest); err != nil {
		return nil, err
	}
	var err error
	if a.Coverage, err = s.Coverage(ctx, id); err != nil {
		return nil, err
	}
	a.SetPages(func(ctx context.Context) iter.Seq2[*Page, error] { return s.Pages(ctx, id) })
	a.Issues, err = s.Issues(ctx, id)
	return a, err
}

// Coverage reads what was met in an audit and what became of it.
func (s *Store) Coverage(ctx context.Context, id string) (Coverage, error) {
	var c Coverage
	rows, err := s.db.QueryContext(ctx, `SELECT detail FROM urls WHERE audit = ? ORDER BY seq`, id)
	if err != nil {
		return c, fmt.Errorf("read coverage: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		var u URL
		if err := rows.Scan(&b); err != nil {
			return c, fmt.Errorf("read coverage: %w", err)
		}
		if err := json.Unmarshal(b, &u); err != nil {
			return c, fmt.Errorf("read coverage: %w", err)
		}
		c.add(u)
	}
	return c, rows.Err()
}

func (c *Coverage) add(u URL) {
	c.URLs = append(c.URLs, u)
	switch u.Outcome {
	case "audited":
		c.Audited++
	case "document":
		c.Documents++
	case "refused":
		c.Refused++
	case "failed":
		c.Failed++
	case "duplicate", "redirected":
		c.Duplicate++
	}
	if u.Rule != "" {
		if c.Rules == nil {
			c.Rules = make(map[string]int)
		}
		c.Rules[u.Rule]++
	}
}

// Pages yields the pages of an audit in the order of the crawl.
func (s *Store) Pages(ctx context.Context, id string) iter.Seq2[*Page, error] {
	return func(yield func(*Page, error) bool) {
		// One row at a time: the reader may write in between, and stop.
		seq := -1
		for {
			var pb, fb []byte
			err := s.db.QueryRowContext(ctx, `SELECT seq, page, facts FROM pages WHERE audit = ? AND seq > ? ORDER BY seq LIMIT 1`, id, seq).Scan(&seq, &pb, &fb)
			if errors.Is(err, sql.ErrNoRows) {
				return
			}
			p := &Page{Facts: new(checks.Facts)}
			if err == nil {
				err = errors.Join(s.unpackJSON(pb, p), s.unpackJSON(fb, p.Facts))
			}
			if err != nil {
				yield(nil, fmt.Errorf("read pages of %s: %w", id, err))
				return
			}
			if !yield(p, nil) {
				return
			}
		}
	}
}

// Delete removes an audit and the snapshots and pictures that no other audit
// needs.
func (s *Store) Delete(ctx context.Context, id string) error {
	files, err := s.orphans(ctx, id)
	if err == nil {
		_, err = s.db.ExecContext(ctx, `DELETE FROM audits WHERE id = ?`, id)
	}
	if err != nil {
		return fmt.Errorf("delete audit %s: %w", id, err)
	}
	for _, f := range files {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}

// orphans lists the files that only one audit needs.
func (s *Store) orphans(ctx context.Context, id string) ([]string, error) {
	var files []string
	for _, q := range []struct {
		query string
		path  func(string) string
	}{
		{`SELECT f FROM (SELECT audit AS a, snapshot AS f FROM pages UNION ALL SELECT audit, met FROM pages) WHERE a = ? AND f <> ''
			EXCEPT SELECT f FROM (SELECT audit AS a, snapshot AS f FROM pages UNION ALL SELECT audit, met FROM pages) WHERE a <> ?`, s.snapshotPath},
		{`SELECT name FROM pictures WHERE audit = ? EXCEPT SELECT name FROM pictures WHERE audit <> ?`, s.picturePath},
	} {
		rows, err := s.db.QueryContext(ctx, q.query, id, id)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				return nil, errors.Join(err, rows.Close())
			}
			files = append(files, q.path(name))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Summary is one line of a list of audits.
type Summary struct {
	ID      string    `json:"id"`
	Site    string    `json:"site"`
	Started time.Time `json:"started"`
	Status  string    `json:"status"`
	Pages   int       `json:"pages"`
	Issues  int       `json:"issues"` // see Issue.Required
}

// List returns the audits, the oldest first.
func (s *Store) List(ctx context.Context) ([]Summary, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT id, site, started, status, (SELECT count(*) FROM pages WHERE audit = id)
		FROM audits ORDER BY started, id`)
	if err != nil {
		return nil, fmt.Errorf("list audits: %w", err)
	}
	defer rows.Close()
	var all []Summary
	for rows.Next() {
		var x Summary
		var started string
		if err := rows.Scan(&x.ID, &x.Site, &started, &x.Status, &x.Pages); err != nil {
			return nil, fmt.Errorf("list audits: %w", err)
		}
		if x.Started, err = time.Parse(time.RFC3339, started); err != nil {
			return nil, fmt.Errorf("list audits: %w", err)
		}
		all = append(all, x)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, fmt.Errorf("list audits: %w", err)
	}
	for i := range all {
		if all[i].Issues, err = s.requiredIssues(ctx, all[i].ID); err != nil {
			return nil, fmt.Errorf("list audits: %w", err)
		}
	}
	return all, nil
}

// DefaultDir returns where audits are kept unless told otherwise: usager in
// the user's data directory.
func DefaultDir() (string, error) {
	if d := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(d) {
		return filepath.Join(d, "usager"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the user's data directory: %w", err)
	}
	return filepath.Join(home, ".local", "share", "usager"), nil
}
