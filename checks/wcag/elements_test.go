package wcag

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/checktest"
	"github.com/usager/usager/page"
)

// FuzzChecks judges foreign markup: no check may break on it.
func FuzzChecks(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(checktest.Dir, "*", "failed.html"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b))
	}
	f.Fuzz(func(t *testing.T, source string) {
		p, err := page.Parse("http://test.example/", strings.NewReader(source))
		if err != nil {
			t.Skip()
		}
		for _, c := range elementChecks {
			if c.Needs == 0 {
				checks.Verdicts(p, c)
			}
		}
	})
}

func TestNameWords(t *testing.T) {
	for _, tt := range []struct {
		name, label string
		want        bool
	}{
		{"Next page in the list", "next page", true},
		{"Download the specification", "download specification", false},
		{"just ice", "justice", false},
		{"20 21", "2021", false},
		{"Fees", "Fees (PDF)", false},
		{"Prix : 5 €", "5 €", true},
		{"Étape 2 sur 3", "étape 2", true},
	} {
		if got := containsWords(nameWords(tt.name), nameWords(tt.label)); got != tt.want {
			t.Errorf("%q in %q: %v", tt.label, tt.name, got)
		}
	}
}

func TestValidAutocomplete(t *testing.T) {
	for _, tt := range []struct {
		value string
		want  bool
	}{
		{"email", true},
		{"work email", true},
		{"work given-name", false},
		{"section-a billing home tel-national webauthn", true},
		{"webauthn", false},
		{"billing shipping name", false},
		{"name name", false},
		{"off", false},
	} {
		if got := validAutocomplete(strings.Fields(tt.value)); got != tt.want {
			t.Errorf("%q: %v", tt.value, got)
		}
	}
}

func TestSameTarget(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want checks.Outcome
	}{
		{"https://www.example.org/a/", "http://example.org/a/index.html", checks.Passed},
		{"https://example.org/?a=1&b=2", "https://example.org/?b=2&a=1", checks.Passed},
		{"https://example.org/a", "https://example.org/b", checks.CantTell},
		{"https://example.org/a#x", "https://example.org/a#y", checks.CantTell},
		{"https://example.org/?id=1", "https://example.org/?id=2", checks.Failed},
		{"https://example.org/?from=menu", "https://example.org/?from=foot", checks.CantTell},
		{"https://one.gouv.fr/", "https://two.gouv.fr/", checks.Failed},
		{"https://a.example.org/", "https://b.example.org/", checks.CantTell},
		{"https://bit.ly/x", "https://example.org/", checks.CantTell},
	} {
		if got := sameTarget(mustURL(t, tt.a), mustURL(t, tt.b)); got != tt.want {
			t.Errorf("%s and %s: %s, want %s", tt.a, tt.b, got, tt.want)
		}
	}
}

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
