package service

import (
	"slices"
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/channels"
)

var languages = []string{"fr", "nl", "de", "en"}

func TestQuestions(t *testing.T) {
	seen := make(map[string]bool)
	for _, q := range Questions() {
		if q.ID == "" || seen[q.ID] {
			t.Errorf("%q: no ID of its own", q.ID)
		}
		seen[q.ID] = true
		for _, l := range languages {
			if q.Practice.In(l) == "" || q.Question.In(l) == "" {
				t.Errorf("%s: not in %s", q.ID, l)
			}
		}
	}
}

func TestCommitments(t *testing.T) {
	all := slices.Concat(Family.Checks, channels.Family.Checks)
	for _, c := range Commitments() {
		for _, l := range languages {
			if c.Text.In(l) == "" {
				t.Errorf("%s %d: not in %s", c.Set, c.Number, l)
			}
		}
		for _, id := range c.Checks {
			if !slices.ContainsFunc(all, func(k *checks.Check) bool { return k.ID == id }) {
				t.Errorf("%s %d: no check %s", c.Set, c.Number, id)
			}
		}
	}
}
