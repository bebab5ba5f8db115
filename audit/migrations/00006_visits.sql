-- +goose Up
ALTER TABLE pages ADD COLUMN met TEXT NOT NULL DEFAULT ''; -- hash of the snapshot with the banner that was refused, or ''
ALTER TABLE occurrences ADD COLUMN unstable INTEGER NOT NULL DEFAULT 0; -- found on one of two visits only
ALTER TABLE occurrences ADD COLUMN banner INTEGER NOT NULL DEFAULT 0; -- found only until the banner was refused
