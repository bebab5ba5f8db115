package channels

import (
	"slices"
	"testing"
)

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		text, region string
		want         []string
	}{
		{"Tél. : 03 20 11 22 33", "FR", []string{"+33320112233"}},
		{"03.20.11.22.33", "FR", []string{"+33320112233"}},
		{"Mairie 0320112233", "FR", []string{"+33320112233"}},
		{"+33 (0)3 20 11 22 33", "FR", []string{"+33320112233"}},
		{"+33(0)320112233", "BE", []string{"+33320112233"}},
		{"0033 3 20 11 22 33", "FR", []string{"+33320112233"}},
		{"03 20 11 22 33 / 34", "FR", []string{"+33320112233", "+33320112234"}},
		{"03 20 11 22 33 ou 34", "FR", []string{"+33320112233", "+33320112234"}},
		{"03 20 11 22 33 - 06 12 34 56 78", "FR", []string{"+33320112233", "+33612345678"}},
		{"Tél. 03 20 11 22 33 – Fax 03 20 11 22 34", "FR", []string{"+33320112233"}},
		{"Fax : 03 20 11 22 34 Tél : 03 20 11 22 33", "FR", []string{"+33320112233"}},
		{"03 20 11 22 34 (fax)", "FR", nil},
		{"Télécopie : 03 20 11 22 34", "FR", nil},
		{"Tél./Fax : 03 20 11 22 34", "FR", []string{"+33320112234"}},
		{"Téléphone et télécopie : 03 20 11 22 34", "FR", []string{"+33320112234"}},
		{"T: 02 555 12 34 F: 02 555 12 35", "BE", []string{"+3225551234"}},
		{"Tél. 02/123.45.67", "BE", []string{"+3221234567"}},
		{"081/12.34.56", "BE", []string{"+3281123456"}},
		{"0470 12 34 56", "BE", []string{"+32470123456"}},
		{"0470/12.34.56", "BE", []string{"+32470123456"}},
		{"+32 (0)2 555 12 34", "BE", []string{"+3225551234"}},
		{"02 555 12 34 ou 0470 12 34 56", "BE", []string{"+3225551234", "+32470123456"}},
		{"0800 12 345", "BE", []string{"+3280012345"}},
		{"BCE 0671.516.647", "BE", nil},
		{"BE 0671.516.647", "BE", nil},
		{"TVA BE0671516647", "BE", nil},
		{"IBAN BE68 5390 0754 7034", "BE", nil},
		{"FR76 3000 6000 0112 3456 7890 189", "FR", nil},
		{"SIRET : 215 900 014 00017", "FR", nil},
		{"le 01/02/2026 à 10h", "FR", nil},
		{"Öffnungszeiten ab 01.02.2026", "DE", nil},
		{"50.8503, 4.3517", "BE", nil},
		{"ISBN 978-2-07-036822-8", "FR", nil},
		{"Dossier n° 0320112233", "FR", nil},
		{"12 500,00 €", "FR", nil},
		{"Appelez le 3939 (0,15 €/min)", "FR", []string{"3939"}},
		{"Composez le 39 39.", "FR", []string{"3939"}},
		{"Depuis le 15 mars", "FR", nil},
		{"SAMU : 15, pompiers : 18", "FR", []string{"15", "18"}},
		{"Bel 1700", "BE", []string{"1700"}},
		{"Bel het gratis nummer 1700", "BE", []string{"1700"}},
		{"Appelez gratuitement le 1718", "BE", []string{"1718"}},
		{"Telefoon: 14 020", "NL", []string{"14020"}},
		{"Telefon: 0211 123-4567", "DE", []string{"+492111234567"}},
		{"Tel. (030) 901820", "DE", []string{"+4930901820"}},
		{"+49 (0) 211 / 899-1", "DE", []string{"+492118991"}},
		{"020 - 624 11 11", "NL", []string{"+31206241111"}},
		{"022 327 41 11", "CH", []string{"+41223274111"}},
		{"Tél. 247-82478", "LU", []string{"+35224782478"}},
		{"(+352) 247-82478", "LU", []string{"+35224782478"}},
		{"Call 020 7946 0000", "GB", []string{"+442079460000"}},
		{"Exemple : 03 53 01 42 10", "FR", nil},
		{"0 800 123 456", "FR", []string{"+33800123456"}},
		{"0 825 12 34 56", "FR", []string{"+33825123456"}},
		{"TEL 03 20 11 22 33 24h/24", "FR", []string{"+33320112233"}},
		{"Article 2016/2102 du 27.04.2016", "BE", nil},
		{"59000 Lille 03 20 11 22 33", "FR", []string{"+33320112233"}},
		{"Fax 03 20 11 22 33 / 34", "FR", nil},
		{"Fax: 03 20 11 22 33, 03 20 11 22 34", "FR", nil},
		{"Suivi de votre dossier : 03 20 11 22 33", "FR", []string{"+33320112233"}},
	} {
		var got []string
		for _, n := range Numbers(tt.text, tt.region, Unlabelled) {
			got = append(got, n.Value)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s %q: got %v, want %v", tt.region, tt.text, got, tt.want)
		}
	}
}
