-- +goose Up
-- Comparing two audits asks whether the one saw the pages of the other.
CREATE INDEX pages_url ON pages (audit, url);
