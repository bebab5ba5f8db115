package main

import (
	"path/filepath"
	"testing"
)

// TestMeasure asserts the figures that docs/channels.md promises.
func TestMeasure(t *testing.T) {
	scores, diffs, pages, err := measure(filepath.Join("..", "..", "testdata", "channels"))
	if err != nil {
		t.Fatal(err)
	}
	if pages < 150 {
		t.Errorf("%d pages, want at least 150", pages)
	}
	for _, k := range kinds {
		s := scores[k]
		if s.wanted < 20 {
			t.Errorf("%s: only %d items in the test set", k, s.wanted)
		}
		if s.precision() < .97 || s.recall() < .93 {
			t.Errorf("%s: precision %.3f, recall %.3f", k, s.precision(), s.recall())
		}
	}
	if t.Failed() {
		for _, d := range diffs {
			t.Log(d)
		}
	}
}

func TestMeasureEmptyFolder(t *testing.T) {
	if _, _, _, err := measure(t.TempDir()); err == nil {
		t.Error("no error for a folder without pages")
	}
}

// TestProcedures asserts the figures that docs/channels.md promises.
func TestProcedures(t *testing.T) {
	total, _, diffs, pages, err := measureProcedures(filepath.Join("..", "..", "testdata", "procedures"))
	if err != nil {
		t.Fatal(err)
	}
	if pages < 20 || total.precision() < .95 || total.recall() < .85 {
		t.Errorf("%d pages, precision %.3f, recall %.3f", pages, total.precision(), total.recall())
		for _, d := range diffs {
			t.Log(d)
		}
	}
}
