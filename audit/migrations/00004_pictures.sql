-- +goose Up
CREATE TABLE pictures ( -- that the journeys of an audit refer to
	audit TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
	name  TEXT NOT NULL, -- hash of the content
	PRIMARY KEY (audit, name)
) WITHOUT ROWID;
