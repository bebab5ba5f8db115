package channels

import (
	"slices"
	"testing"
)

func TestEmails(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"Écrivez à Mairie@Ville.fr.", []string{"mairie@ville.fr"}},
		{"info [at] commune [point] be", []string{"info@commune.be"}},
		{"info(at)commune.be", []string{"info@commune.be"}},
		{"info (arobase) ville-de-lille (point) fr", []string{"info@ville-de-lille.fr"}},
		{"info arobase commune point be", []string{"info@commune.be"}},
		{"info AT gemeente DOT be", []string{"info@gemeente.be"}},
		{"info{at}stadt{dot}de", []string{"info@stadt.de"}},
		{"info [ät] stadt.de", []string{"info@stadt.de"}},
		{"info @ gemeente.be", []string{"info@gemeente.be"}},
		{"contact[@]ville.fr", []string{"contact@ville.fr"}},
		{"accueil.social@cpas.ville.be ou etat-civil@ville.be", []string{"accueil.social@cpas.ville.be", "etat-civil@ville.be"}},
		{"logo@2x.png", nil},
		{"@mairie_lille sur X", nil},
		{"usager@1.2.3", nil},
		{"Suivez @ville.lille", nil},
		{"prenom.nom@ville.fr", nil},
		{"Exemple : camille@domaine.example", nil},
		{"https://user@host.example.com/x", nil},
		{"Look at the page. Dot the i.", nil},
		{"nom@exemple.fr", nil},
		{"Rendez-vous à 10 h (a) salle des fêtes", nil},
		{"noreply@ville.fr", []string{"noreply@ville.fr"}},
		{"contact@exemple.fr", []string{"contact@exemple.fr"}},
	} {
		var got []string
		for _, e := range Emails(tt.text) {
			got = append(got, e.Value)
			if e.Start < 0 || e.End > len(tt.text) || e.Start >= e.End {
				t.Errorf("%q: range %d to %d", tt.text, e.Start, e.End)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
		}
	}
}

func TestLinkEmails(t *testing.T) {
	for href, want := range map[string][]string{
		"mailto:Info@ville.fr?subject=Bonjour": {"info@ville.fr"},
		"MAILTO:a@b.be,c@d.be":                 {"a@b.be", "c@d.be"},
		"mailto:?subject=Partage":              nil,
		"mailto:info%40ville.fr":               {"info@ville.fr"},
		"https://ville.fr":                     nil,
	} {
		if got := LinkEmails(href); !slices.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", href, got, want)
		}
	}
}

func FuzzEmails(f *testing.F) {
	f.Add("info [at] commune [point] be")
	f.Add("a@b.be, c@d.be")
	f.Fuzz(func(t *testing.T, s string) {
		for _, e := range Emails(s) {
			if e.Start < 0 || e.End > len(s) || e.Start >= e.End {
				t.Fatalf("range %d to %d of %d", e.Start, e.End, len(s))
			}
		}
	})
}

func FuzzNumbers(f *testing.F) {
	f.Add("Tél. 03 20 11 22 33 / 34, fax 03", "FR")
	f.Add("+32 (0)2 555 12 34 of 0470/12.34.56", "BE")
	f.Fuzz(func(t *testing.T, s, region string) {
		for _, n := range Numbers(s, region, Unlabelled) {
			if n.Start < 0 || n.End > len(s) || n.Start >= n.End || n.Value == "" {
				t.Fatalf("%+v of %d bytes", n, len(s))
			}
		}
		LinkNumber("tel:"+s, region)
	})
}
