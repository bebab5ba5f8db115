package audit

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReopen(t *testing.T) {
	s := testStore(t)
	ctx := t.Context()
	if _, err := s.Unfinished(ctx, ""); !errors.Is(err, ErrNothingToResume) {
		t.Errorf("an empty store: %v", err)
	}
	id, err := s.Begin(ctx, Manifest{Started: time.Now(), Seeds: []string{"http://a.example/"}, Resume: []byte("settings")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Begin(ctx, Manifest{Started: time.Now().Add(time.Hour)}); err != nil { // of a recheck
		t.Fatal(err)
	}
	for seq, rule := range []string{"", "scope", "", "interrupted", "", "interrupted"} {
		u := URL{URL: "http://a.example/" + string(rune('a'+seq)), Outcome: "refused", Rule: rule}
		if rule == "" {
			u.Outcome, u.Visit = "audited", []byte(u.URL)
		}
		if err := s.Add(ctx, id, seq, u, nil, nil, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Note(ctx, id, 0, "sitemaps:", []byte("listed")); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(ctx, &Audit{ID: id, Status: "interrupted", Manifest: Manifest{Seeds: []string{"http://a.example/"}}}); err != nil {
		t.Fatal(err)
	}
	u, err := s.Unfinished(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if u.ID != id || string(u.Manifest.Resume) != "settings" || u.Status != "interrupted" || len(u.Manifest.Seeds) != 1 {
		t.Errorf("got %+v", u)
	}
	kept, err := s.Reopen(ctx, id, func(rule string) bool { return rule == "interrupted" })
	if err != nil || kept != 3 {
		t.Fatalf("%d kept, %v", kept, err)
	}
	c, err := s.Coverage(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, u := range c.URLs {
		urls = append(urls, u.URL)
	}
	if d := cmp.Diff([]string{"http://a.example/a", "http://a.example/b", "http://a.example/c"}, urls); d != "" {
		t.Error(d)
	}
	for name, want := range map[string]string{"http://a.example/a": "http://a.example/a", "http://a.example/b": "", "http://a.example/e": "", "sitemaps:": "listed"} {
		if b, err := s.Visit(ctx, id, name); err != nil || string(b) != want {
			t.Errorf("%s: %q, %v", name, b, err)
		}
	}
	list, err := s.List(ctx)
	if err != nil || list[0].Status != "running" {
		t.Errorf("%v, %v", list, err)
	}
	if err := s.Finish(ctx, &Audit{ID: id, Status: "complete"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Unfinished(ctx, id); !errors.Is(err, ErrNothingToResume) {
		t.Errorf("a complete audit: %v", err)
	}
}

func TestLease(t *testing.T) {
	s := testStore(t)
	release, err := s.Lease("x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Lease("x"); !errors.Is(err, ErrInUse) {
		t.Errorf("leased twice: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if release, err = s.Lease("x"); err != nil {
		t.Fatal(err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}
