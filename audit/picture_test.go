package audit

import (
	"errors"
	"io/fs"
	"testing"
)

// TestPictures keeps pictures of journeys until the last audit that needs them
// is gone.
func TestPictures(t *testing.T) {
	s := testStore(t)
	ctx := t.Context()
	name, err := s.AddPicture([]byte("picture"))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := s.AddPicture([]byte("picture")); err != nil || again != name {
		t.Errorf("the same picture again: %s, %v", again, err)
	}
	var ids []string
	for range 2 {
		id := visit(t, s, "/", "<p>")
		a, err := s.Load(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		a.Journeys = []Journey{{Persona: "blind", Steps: []Step{{URL: "http://x/", Walked: &Act{Screenshot: name}}, {URL: "http://x/"}}}}
		if err := s.Finish(ctx, a); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := s.Delete(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	if b, err := s.Picture(name); err != nil || string(b) != "picture" {
		t.Errorf("picture that an audit needs: %q, %v", b, err)
	}
	if err := s.Delete(ctx, ids[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Picture(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("picture that no audit needs: %v", err)
	}
	for _, bad := range []string{"", "../../usager.db", name[:10], "zz" + name[2:]} {
		if _, err := s.Picture(bad); err == nil {
			t.Errorf("picture %q: no error", bad)
		}
	}
}
