-- +goose Up
CREATE TABLE audits (
	id       TEXT PRIMARY KEY,
	site     TEXT NOT NULL, -- the first seed
	started  TEXT NOT NULL,
	ended    TEXT NOT NULL DEFAULT '',
	status   TEXT NOT NULL, -- running, complete, or why it ended early
	manifest BLOB NOT NULL, -- JSON
	summary  BLOB           -- JSON of the audit without URLs, pages and issues; NULL while running
);

CREATE TABLE urls (
	audit     TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
	seq       INTEGER NOT NULL, -- order of the crawl
	url       TEXT NOT NULL,
	outcome   TEXT NOT NULL,
	rule      TEXT NOT NULL,
	detail    BLOB NOT NULL, -- JSON of the whole
	PRIMARY KEY (audit, seq)
) WITHOUT ROWID;

CREATE TABLE pages (
	audit    TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
	seq      INTEGER NOT NULL,
	url      TEXT NOT NULL,
	page     BLOB NOT NULL, -- JSON, zstd
	facts    BLOB NOT NULL, -- JSON, zstd
	snapshot TEXT NOT NULL, -- hash, or ''
	PRIMARY KEY (audit, seq)
) WITHOUT ROWID;

CREATE TABLE issues (
	audit       TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
	fingerprint TEXT NOT NULL,
	check_id    TEXT NOT NULL,
	outcome     INTEGER NOT NULL,
	example     BLOB NOT NULL, -- JSON of the first finding
	PRIMARY KEY (audit, fingerprint)
) WITHOUT ROWID;

CREATE TABLE occurrences (
	audit       TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
	fingerprint TEXT NOT NULL,
	seq         INTEGER NOT NULL, -- page; -1 for the site
	url         TEXT NOT NULL,
	PRIMARY KEY (audit, fingerprint, seq, url)
) WITHOUT ROWID;

CREATE TABLE verdicts ( -- outcome of each check on each page
	audit    TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
	check_id TEXT NOT NULL,
	seq      INTEGER NOT NULL, -- page; -1 for the site
	outcome  INTEGER NOT NULL,
	PRIMARY KEY (audit, check_id, seq)
) WITHOUT ROWID;
