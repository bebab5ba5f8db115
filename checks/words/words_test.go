package words

import "testing"

func TestFold(t *testing.T) {
	for s, want := range map[string]string{
		"Été à l’Hôtel":      "ete a l'hotel",
		"Straße – Œuvre":     "strasse - oeuvre",
		"03\u00a020\u202f11": "03 20 11",
		"soft\u00adhyphen":   "softhyphen",
	} {
		f := Fold(s)
		if f.S != want {
			t.Errorf("Fold(%q) = %q, want %q", s, f.S, want)
		}
		if len(f.At) != len(f.S)+1 || f.At[len(f.S)] != len(s) {
			t.Errorf("Fold(%q): offsets %v", s, f.At)
		}
	}
}

func TestCompile(t *testing.T) {
	e := Compile([]string{"Tél.", "fermé*", "jours ouvrés", "€", "*sitzung"})
	for s, want := range map[string]bool{
		"tél. : 03": true, "hôtel": false, "Fermeture": true, "FERMÉE": true, "jours ouvrés": true, "12€": true, "Gemeinderatssitzung": true, "Sitzungen": false,
	} {
		if got := e.Match(Fold(s).S); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Été à l’Hôtel")
	f.Fuzz(func(t *testing.T, s string) {
		for _, v := range []Folded{Fold(s), Plain(s)} {
			if len(v.At) != len(v.S)+1 {
				t.Fatalf("%d offsets of %d bytes", len(v.At), len(v.S))
			}
			for i, o := range v.At {
				if o < 0 || o > len(s) || i > 0 && o < v.At[i-1] {
					t.Fatalf("offsets %v", v.At)
				}
			}
		}
	})
}
