package audit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/suite"
	"github.com/usager/usager/page"
)

// TestRGAA reads the states of RGAA from pages that fail some criteria, prove
// the absence of what others are about, and leave the rest to a person.
func TestRGAA(t *testing.T) {
	catalog, err := suite.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	tl := tally{catalog: catalog, rgaa: make(map[string]*rgaaTally)}
	for _, src := range []string{
		`<!DOCTYPE html><html lang=fr><title>Accueil</title><main><h1>Accueil</h1><img src=a.png><a href=/b>Démarches</a></main>`,
		`<!DOCTYPE html><html lang=fr><title>Horaires</title><main><h1>Horaires</h1><table><tr><th>Lundi<td>9 h</table></main>`,
	} {
		p, err := page.Parse("http://x/", strings.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		tl.rgaaResults(checks.Run(p, catalog.Checks()))
	}
	got := make(map[string]string)
	for _, n := range []string{"1.1", "1.6", "2.1", "4.3", "5.1", "11.1", "13.3", "8.3", "13.5"} {
		got[n] = tl.of(n).criterion(n).State
	}
	want := map[string]string{
		"1.1": "failed", "1.6": "person", "2.1": "not-applicable", "4.3": "not-applicable", "5.1": "person",
		"11.1": "not-applicable", "13.3": "not-applicable", "8.3": "nothing-found", "13.5": "not-tested",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
