-- +goose Up
ALTER TABLE audits ADD COLUMN settings BLOB; -- what it takes to go on with the audit; NULL if no site was visited for it

CREATE TABLE frontier ( -- what a crawl that goes on must know of each URL it asked for
	audit TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
	url   TEXT NOT NULL,
	seq   INTEGER NOT NULL, -- as in urls; of what is not there, the seq before
	visit BLOB NOT NULL,    -- JSON, zstd
	PRIMARY KEY (audit, url)
) WITHOUT ROWID;
