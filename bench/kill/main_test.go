package main

import "testing"

// TestKill is the harness on a smaller site.
func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	out, err := harness{pages: 60, kills: 12, seed: 7}.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if out.lost+out.twice > 0 || out.diff != "" || out.pages != 60 {
		t.Error(out)
	}
	t.Log(out)
}
