package clarity

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

// facts returns what a page of a site tells.
func facts(t *testing.T, url, lang, body string, alternates map[string]string) *checks.Facts {
	t.Helper()
	p, err := page.Parse(url, strings.NewReader(`<!doctype html><html lang="`+lang+`"><title>x</title><main>`+body+`</main></html>`))
	if err != nil {
		t.Fatal(err)
	}
	f := &checks.Facts{URL: url, Final: url, Lang: lang, Words: 100, Alternates: alternates}
	extract(p, f)
	return f
}

func TestSite(t *testing.T) {
	const (
		caf     = "<p>Demandez cette aide à la caisse d'allocations familiales (CAF) de votre ville. Elle répond en un mois.</p>"
		short   = "<p>Demandez cette aide à la CAF de votre ville, qui vous répond en un mois par courrier.</p>"
		form    = "<p>Remplissez le formulaire et envoyez-le à la mairie de votre ville avant la fin du mois.</p>"
		printed = "<p>Remplissez cet imprimé et envoyez-le à la mairie de votre ville avant la fin du mois.</p>"
		dutch   = "<p>Vul het formulier in en stuur het voor het einde van de maand naar het gemeentehuis van uw stad.</p>"
	)
	both := func(fr, nl string) map[string]string { return map[string]string{"fr": fr, "nl": nl} }
	for _, c := range []struct {
		name  string
		check *checks.Check
		pages []*checks.Facts
		want  []string
	}{
		{"acronym explained elsewhere", siteAcronyms, []*checks.Facts{facts(t, "/a", "fr", caf, nil), facts(t, "/b", "fr", short, nil)},
			[]string{"/b known caisse d'allocations familiales"}},
		{"acronym explained nowhere", siteAcronyms, []*checks.Facts{facts(t, "/a", "fr", short, nil), facts(t, "/b", "fr", short, nil)},
			[]string{"/a unknown "}},
		{"acronym explained on its page", siteAcronyms, []*checks.Facts{facts(t, "/a", "fr", caf+short, nil)}, nil},
		{"two words for one thing", inconsistentTerms, []*checks.Facts{
			facts(t, "/a", "fr", form, nil), facts(t, "/b", "fr", form, nil), facts(t, "/c", "fr", printed, nil), facts(t, "/d", "fr", printed, nil)},
			[]string{"/c several "}},
		{"both words on one page", inconsistentTerms, []*checks.Facts{facts(t, "/a", "fr", form+printed, nil), facts(t, "/b", "fr", form, nil), facts(t, "/c", "fr", form, nil)}, nil},
		{"no translation", missingTranslation, []*checks.Facts{
			facts(t, "/fr", "fr", form, both("/fr", "/nl")), facts(t, "/nl", "nl", dutch, both("/fr", "/nl")), facts(t, "/b", "fr", form, nil)},
			[]string{"/b none "}},
		{"a translation that is none", missingTranslation, []*checks.Facts{
			facts(t, "/fr", "fr", form, both("/fr", "/nl")), facts(t, "/nl", "nl", printed, both("/fr", "/nl"))},
			[]string{"/fr other "}},
		{"one language", missingTranslation, []*checks.Facts{facts(t, "/a", "fr", form, nil)}, nil},
	} {
		results := checks.RunSite(checks.Site{}, c.pages, []*checks.Check{c.check})
		var got []string
		for _, f := range results[0].Findings {
			got = append(got, f.URL+" "+f.Message.Key+" "+f.Message.Args["long"])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestThings(t *testing.T) {
	for s, want := range map[string]int{
		"Apportez une carte, une photo et une facture.":                                3,
		"Apportez une carte, une photo, une facture, un acte et un papier.":            5,
		"Wir brauchen: Ausweis, Foto, Vertrag, Rechnung, und einen Brief.":             6,
		"Vous venez, vous signez.":                                                     0,
		"Bring a card, a photo, which must be no older than three months at most, and": 2,
	} {
		if got := things(s); got != want {
			t.Errorf("%q: %d things, want %d", s, got, want)
		}
	}
}
