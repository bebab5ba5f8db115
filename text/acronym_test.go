package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExpansions(t *testing.T) {
	for _, c := range []struct {
		lang Lang
		text string
		want []Expansion
	}{
		{French, "Demandez à la Caisse d'allocations familiales (CAF). La CAF répond.", []Expansion{{"CAF", "Caisse d'allocations familiales"}}},
		{French, "La MDPH (maison départementale des personnes handicapées) aide.", []Expansion{{"MDPH", "maison départementale des personnes handicapées"}}},
		{French, "Voyez le guide (PDF).", nil},
		{French, "La CAF (voir plus bas) aide.", nil},
		{Dutch, "Ga naar het Openbaar Centrum voor Maatschappelijk Welzijn (OCMW).", []Expansion{{"OCMW", "Openbaar Centrum voor Maatschappelijk Welzijn"}}},
		{English, "Ask the Department for Work and Pensions (DWP).", []Expansion{{"DWP", "Department for Work and Pensions"}}},
	} {
		if diff := cmp.Diff(c.want, Read(c.text, c.lang).Expansions()); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func TestRare(t *testing.T) {
	s := "La ville a un zygomorphe et un autre zygomorphe."
	if diff := cmp.Diff([]string{"zygomorphe"}, in(s, Read(s, French).Rare())); diff != "" {
		t.Error(diff)
	}
}
