package service

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

func TestReadProcedure(t *testing.T) {
	p, err := page.Parse(home, strings.NewReader(`<html lang="fr"><main><h1>Renouveler sa carte de riverain</h1>
		<p>La carte permet de stationner dans votre quartier sans limite de durée, tous les jours de la semaine et de l’année.</p>
		<h2>Documents à fournir</h2><ul><li>une facture ou un bail ;</li><li>l’ancienne carte, si vous l’avez encore ;</li><li>une photo, etc.</li></ul>
		<h2>Tarif</h2><p>20 € par an</p><a href="carte.pdf">Formulaire de demande</a><p>Mis à jour le 3 mai 2026</p></main></html>`))
	if err != nil {
		t.Fatal(err)
	}
	r := ReadProcedure(p)
	if r == nil {
		t.Fatal("no procedure")
	}
	want := []checks.Document{
		{Text: "une facture ou un bail ;", Choice: true},
		{Text: "l’ancienne carte, si vous l’avez encore ;", If: true},
		{Text: "une photo, etc."},
	}
	if d := cmp.Diff(want, r.Documents); d != "" {
		t.Error(d)
	}
	if !r.OpenList || !r.PDFOnly || r.Updated != "2026-05-03" || !strings.HasPrefix(r.Fields["cost"], "20 € par an") {
		t.Errorf("%+v", r)
	}
	if d := cmp.Diff([]string{"documents", "cost"}, r.Order); d != "" {
		t.Error(d)
	}
}

func TestProcedureUniform(t *testing.T) {
	pages := func(orders ...string) (list []*checks.Facts) {
		for i, o := range orders {
			pr := &checks.Procedure{Order: strings.Fields(o), Fields: make(map[string]string)}
			for _, f := range pr.Order {
				pr.Fields[f] = "x"
			}
			list = append(list, &checks.Facts{URL: fmt.Sprint(home, i), Procedure: pr})
		}
		return list
	}
	same := "documents cost delay"
	for _, tt := range []struct {
		name, key string
		pages     []*checks.Facts
		want      checks.Outcome
	}{
		{"few", "", pages(same, same, "documents"), checks.Inapplicable},
		{"alike", "", pages(same, same, same, same), checks.Passed},
		{"no cost", "cost", pages(same, same, same, "documents delay"), checks.CantTell},
		{"other order", "order", pages(same, same, same, "cost documents delay"), checks.CantTell},
		{"no habit", "", pages(same, same, "documents", "documents"), checks.Passed},
	} {
		r := checks.RunSite(checks.Site{}, tt.pages, []*checks.Check{procedureUniform})[0]
		if r.Outcome != tt.want || tt.key != "" && (len(r.Findings) != 1 || r.Findings[0].Message.Key != tt.key) {
			t.Errorf("%s: %s %v", tt.name, r.Outcome, r.Findings)
		}
	}
}

func TestProcedureFields(t *testing.T) {
	for _, f := range ProcedureFields() {
		for _, lang := range []string{"fr", "nl", "de", "en"} {
			if f.Label.In(lang) == "" {
				t.Errorf("%s: no label in %s", f.Name, lang)
			}
		}
		if f.CPSV == "" && f.SDG == "" {
			t.Errorf("%s: asked for by no model", f.Name)
		}
	}
}

func FuzzReadProcedure(f *testing.F) {
	f.Add("<h1>Demander</h1><ol><li>a<li>b</ol><dl><dt>Coût<dd>5 €")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := page.Parse(home, strings.NewReader(s))
		if err != nil {
			return
		}
		if r := ReadProcedure(p); r != nil && (len(r.Documents) > maxDocuments || len(r.Forms) > maxDocuments) {
			t.Fatal("unbounded")
		}
	})
}
