package channels

import (
	"slices"
	"testing"
)

func TestAddresses(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"12 rue de la Gare, 59000 Lille", []string{"12 rue de la Gare, 59000 Lille"}},
		{"12, rue de la Gare 59000 LILLE CEDEX 9", []string{"12 rue de la Gare, 59000 LILLE CEDEX 9"}},
		{"Mairie de Lille\nPlace Augustin Laurent\nCS 30667\n59033 Lille Cedex", []string{"Place Augustin Laurent, CS 30667, 59033 Lille Cedex"}},
		{"Rue de la Loi 16, 1000 Bruxelles", []string{"Rue de la Loi 16, 1000 Bruxelles"}},
		{"Rue de la Loi, 16 - 1000 Bruxelles", []string{"Rue de la Loi 16, 1000 Bruxelles"}},
		{"Wetstraat 16, 1000 Brussel", []string{"Wetstraat 16, 1000 Brussel"}},
		{"Musterstr. 5, 10115 Berlin", []string{"Musterstr. 5, 10115 Berlin"}},
		{"Dam 1\n1012 JS Amsterdam", []string{"Dam 1, 1012 JS Amsterdam"}},
		{"42, place Guillaume II\nL-1648 Luxembourg", []string{"42 place Guillaume II, L-1648 Luxembourg"}},
		{"Rue de l'Hôtel-de-Ville 4, 1204 Genève", []string{"Rue de l'Hôtel-de-Ville 4, 1204 Genève"}},
		{"10 Downing Street, London SW1A 2AA", []string{"10 Downing Street, London SW1A 2AA"}},
		{"Adresse : 3 bis avenue du Général de Gaulle, 59200 Tourcoing. Tél. 03 20 11 22 33", []string{"3 bis avenue du Général de Gaulle, 59200 Tourcoing"}},
		{"Venez au 12 rue de la Gare, 59000 Lille, du lundi au vendredi.", []string{"12 rue de la Gare, 59000 Lille"}},
		{"Grote Markt 1 bus 2, B-8000 Brugge", []string{"Grote Markt 1 bus 2, B-8000 Brugge"}},
		{"BP 123, 59033 Lille Cedex", []string{"BP 123, 59033 Lille Cedex"}},
		{"Postbus 202, 1000 AE Amsterdam", []string{"Postbus 202, 1000 AE Amsterdam"}},
		{"Am Markt 1, 4700 Eupen", []string{"Am Markt 1, 4700 Eupen"}},
		{"Rathausplatz 14 · 4700 Eupen", []string{"Rathausplatz 14, 4700 Eupen"}},
		{"1 place de la Mairie 59998 Saint-Aubin-sur-Lisse Tél. 03 20", []string{"1 place de la Mairie, 59998 Saint-Aubin-sur-Lisse"}},
		{"33, Rives de Clausen, L-2165 Luxembourg", []string{"33 Rives de Clausen, L-2165 Luxembourg"}},
		{"Südwestpark 75, 90449 Nürnberg; Postfach 12 34, 90001 Nürnberg", []string{"Südwestpark 75, 90449 Nürnberg", "Postfach 12 34, 90001 Nürnberg"}},
		{"Dit gaat uit van de dienst, met maatschappelijke zetel gevestigd te Simon Bolivarlaan 30, 1000 Brussel.", []string{"Simon Bolivarlaan 30, 1000 Brussel"}},
		{"En 2024 Bruxelles compte 1200000 habitants", nil},
		{"Le code postal 59000 Lille", nil},
		{"Référence 12345 Dossier", nil},
		{"Budget 2025 Commune", nil},
		{"Hébergeur : OVH, 2 rue Kellermann, 59100 Roubaix", nil},
		{"Le 14 juillet 2026 Fête nationale", nil},
		{"3 chambres, 1500 Euros", nil},
	} {
		var got []string
		for _, a := range Addresses(tt.text, false) {
			got = append(got, a.Value)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzAddresses(f *testing.F) {
	f.Add("12, rue de la Gare 59000 LILLE CEDEX 9", true)
	f.Add("10 Downing Street, London SW1A 2AA", false)
	f.Fuzz(func(t *testing.T, s string, labelled bool) {
		for _, a := range Addresses(s, labelled) {
			if a.Start < 0 || a.End > len(s) || a.Start > a.End || a.Value == "" {
				t.Fatalf("%+v of %d bytes", a, len(s))
			}
		}
	})
}
