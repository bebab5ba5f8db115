package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/report"
)

// TestAnswers reads what people answered from the configuration.
func TestAnswers(t *testing.T) {
	write := func(text string) string {
		name := filepath.Join(t.TempDir(), "config.yaml")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	s, err := loadSettings(write("answers:\n  training: {answer: partly, note: two of five, date: 2026-11-02}\n  listening: {answer: yes}\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]report.Answer{"training": {Answer: "partly", Note: "two of five", Date: "2026-11-02"}, "listening": {Answer: "yes"}}
	if d := cmp.Diff(want, s.Answers); d != "" {
		t.Error(d)
	}
	for _, bad := range []string{"answers: {trainnig: {answer: yes}}\n", "answers: {training: {answer: perhaps}}\n", "answers: {training: {reply: yes}}\n"} {
		if _, err := loadSettings(write(bad), nil); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
