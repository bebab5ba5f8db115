package service

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

const (
	home = "https://www.ville-exemple.fr/"
	sub  = "https://www.ville-exemple.fr/accessibilite"
)

type signals = map[string]string

// TestSite runs the checks of a site on facts made by hand.
func TestSite(t *testing.T) {
	catalog, err := checks.NewCatalog(Family)
	if err != nil {
		t.Fatal(err)
	}
	pages := func(ss ...signals) []*checks.Facts {
		var list []*checks.Facts
		for i, s := range ss {
			list = append(list, &checks.Facts{URL: []string{home, sub}[i], Status: 200, Lang: "fr", Signals: s})
		}
		return list
	}
	stmt := func(country, date, visited string) signals {
		return signals{signalStatement: country, signalDate: date, signalVisited: visited}
	}
	link := signalTopic + "accessibility"
	many := func(s signals) []*checks.Facts {
		list := pages(s)
		for range least {
			list = append(list, &checks.Facts{URL: sub, Status: 200})
		}
		return list
	}
	for _, tt := range []struct {
		name     string
		check    *checks.Check
		country  string
		partial  bool
		pages    []*checks.Facts
		want     checks.Outcome
		key, url string
	}{
		{"there", conformityMention, "fr", false, pages(signals{signalMention: partial}), checks.Passed, "", ""},
		{"missing", conformityMention, "fr", true, pages(nil), checks.Failed, "missing", home},
		{"found country", conformityMention, "", true, pages(signals{signalCountry: "fr"}), checks.CantTell, "perhaps", home},
		{"Belgium", conformityMention, "be", false, pages(nil), checks.Inapplicable, "", ""},
		{"on all", statementLink, "fr", false, pages(signals{link: "Accessibilité"}, signals{signalStatement: "fr"}), checks.Passed, "", ""},
		{"not on one", statementLink, "fr", false, pages(signals{}, signals{signalStatement: "fr"}), checks.Failed, "unlinked", home},
		{"no statement", statementLink, "fr", false, pages(nil), checks.Inapplicable, "", ""},
		{"there", statementMissing, "be", true, pages(nil, signals{signalStatement: "be"}), checks.Passed, "", ""},
		{"missing", statementMissing, "be", false, pages(nil), checks.Failed, "missing", ""},
		{"linked", statementMissing, "be", false, pages(signals{link: "Toegankelijkheid"}), checks.CantTell, "linked", ""},
		{"elsewhere", statementMissing, "ch", false, pages(nil), checks.Inapplicable, "", ""},
		{"same", mentionMatchesStatement, "fr", false, pages(signals{signalMention: partial}, signals{signalStatement: "fr", signalState: partial}), checks.Passed, "", ""},
		{"other", mentionMatchesStatement, "fr", false, pages(signals{signalMention: total}, signals{signalStatement: "fr", signalState: none}), checks.Failed, "total-none", sub},
		{"valid", statementDate, "fr", false, pages(stmt("fr", "2024-03-10", "2026-11-22")), checks.Passed, "", ""},
		{"ends soon", statementDate, "fr", false, pages(stmt("fr", "2024-01-10", "2026-11-22")), checks.CantTell, "soon", home},
		{"expired", statementDate, "fr", false, pages(stmt("fr", "2023-11-10", "2026-11-22")), checks.Failed, "expired", home},
		{"unreviewed", statementDate, "be", false, pages(stmt("be", "2025-01-10", "2026-11-22")), checks.Failed, "unreviewed", home},
		{"undated", statementDate, "be", false, pages(stmt("be", "", "2026-11-22")), checks.Failed, "undated", home},
		{"unknown day", statementDate, "be", false, pages(stmt("be", "2025-01-10", "")), checks.CantTell, "age", home},
		{"in the future", statementDate, "be", false, pages(stmt("be", "2027-01-10", "2026-11-22")), checks.CantTell, "future", home},
		{"this year", actionPlanFR, "fr", false, pages(signals{signalStatement: "fr", signalPlan: "2026", signalVisited: "2026-11-22"}), checks.Passed, "", ""},
		{"old", actionPlanFR, "fr", false, pages(signals{signalStatement: "fr", signalPlan: "2024", signalVisited: "2026-11-22"}), checks.Failed, "old", home},
		{"missing", actionPlanFR, "fr", false, pages(signals{signalStatement: "fr"}), checks.Failed, "missing", home},
		{"no year", actionPlanFR, "fr", false, pages(signals{signalStatement: "fr", signalPlan: undated}), checks.CantTell, "undated", home},
		{"unknown day", actionPlanFR, "fr", false, pages(signals{signalStatement: "fr", signalPlan: "2026"}), checks.CantTell, "age", home},
		{"there", legalNotice, "", false, pages(nil, signals{signalTopic + "legal": "Mentions légales"}), checks.Passed, "", ""},
		{"missing", legalNotice, "", false, pages(nil), checks.Failed, "missing", ""},
		{"perhaps", privacyPage, "", true, pages(nil), checks.CantTell, "unknown", ""},
		{"missing", complaintPath, "", false, pages(nil), checks.Failed, "missing", ""},
		{"not offered", easyRead, "", false, pages(nil), checks.CantTell, "unknown", ""},
		{"not offered", signLanguage, "", false, pages(nil), checks.CantTell, "unknown", ""},
		{"not offered", commitmentsPublished, "", false, pages(nil), checks.CantTell, "unknown", ""},
		{"small site", searchPresent, "", false, pages(nil), checks.Inapplicable, "", ""},
		{"large site", searchPresent, "", false, many(nil), checks.CantTell, "unknown", ""},
		{"large site", faqPresent, "", false, many(signals{signalTopic + "faq": "FAQ"}), checks.Passed, "", ""},
		{"one", languagesOffered, "", false, pages(nil, nil), checks.CantTell, "single", ""},
		{"asked", pageFeedback, "", false, pages(signals{signalProcedure: "Passeport", signalTopic + "feedback": "Votre avis"}), checks.Passed, "", ""},
		{"not asked", pageFeedback, "", false, pages(nil, signals{signalProcedure: "Passeport"}), checks.Failed, "missing", sub},
		{"survey", satisfactionSurvey, "fr", true, many(signals{signalTopic + "survey": "Enquête de satisfaction"}), checks.Passed, "", ""},
		{"no survey", satisfactionSurvey, "fr", true, many(nil), checks.CantTell, "unknown", ""},
		{"no survey on a small site", satisfactionSurvey, "fr", true, pages(nil), checks.Inapplicable, "", ""},
		{"results of last year", qualityResults, "fr", true, many(signals{signalTopic + "results": "Taux de satisfaction 2025", signalResults: "2025", signalVisited: "2026-11-22"}), checks.Passed, "", ""},
		{"old results", qualityResults, "fr", true, many(signals{signalTopic + "results": "Taux de satisfaction 2021", signalResults: "2021", signalVisited: "2026-11-22"}), checks.CantTell, "old", ""},
		{"undated results", qualityResults, "fr", true, many(signals{signalTopic + "results": "Taux de satisfaction"}), checks.CantTell, "undated", ""},
		{"no results", qualityResults, "fr", true, many(nil), checks.CantTell, "unknown", ""},
		{"right to error", rightToError, "fr", true, pages(signals{signalTopic + "righttoerror": "Droit à l'erreur"}), checks.Passed, "", ""},
		{"no right to error", rightToError, "fr", true, pages(nil), checks.CantTell, "unknown", ""},
		{"right to error elsewhere", rightToError, "be", true, pages(nil), checks.Inapplicable, "", ""},
		{"plus", servicesPublicsPlus, "fr", true, pages(signals{signalTopic + "spplus": "Services publics +"}), checks.Passed, "", ""},
		{"nine", servicesPublicsPlus, "fr", true, []*checks.Facts{{URL: home, Status: 200, Signals: signals{signalTopic + "spplus": "Services publics +"}, Texts: []checks.Passage{{Text: "Nos 9 engagements"}}}}, checks.CantTell, "nine", home},
		{"Marianne", servicesPublicsPlus, "fr", true, pages(signals{signalTopic + "marianne": "Charte Marianne"}), checks.CantTell, "marianne", home},
		{"counter, no premises", premisesAccess, "fr", true, []*checks.Facts{{URL: home, Status: 200, Channels: []checks.Channel{{Kind: "address"}}}}, checks.CantTell, "unknown", ""},
		{"counter and premises", premisesAccess, "fr", true, []*checks.Facts{{URL: home, Status: 200, Channels: []checks.Channel{{Kind: "address"}}, Signals: signals{signalTopic + "premises": "accès PMR"}}}, checks.Passed, "", ""},
		{"no counter", premisesAccess, "fr", true, pages(nil), checks.Inapplicable, "", ""},
		{"tracking", caseTracking, "fr", true, []*checks.Facts{{URL: home, Status: 200, Procedure: &checks.Procedure{}, Signals: signals{signalTopic + "tracking": "Suivre ma demande"}}}, checks.Passed, "", ""},
		{"no tracking", caseTracking, "fr", true, []*checks.Facts{{URL: home, Status: 200, Procedure: &checks.Procedure{}}}, checks.CantTell, "unknown", ""},
		{"publics", audienceEntry, "fr", true, append([]*checks.Facts{{URL: home, Status: 200, Links: []checks.Link{{Name: "Particuliers"}, {Name: "Entreprises"}}}}, many(nil)...), checks.Passed, "", ""},
		{"no publics", audienceEntry, "fr", true, many(nil), checks.CantTell, "none", home},
	} {
		t.Run(tt.check.ID+"/"+tt.name, func(t *testing.T) {
			site := checks.Site{Seeds: []string{home}, Country: tt.country, Complete: !tt.partial}
			r := checks.RunSite(site, tt.pages, []*checks.Check{tt.check})[0]
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s %s %v, want %s", r.Outcome, r.Reason, r.Findings, tt.want)
			}
			if tt.key == "" {
				return
			}
			f := r.Findings[0]
			if f.Message.Key != tt.key || f.URL != tt.url {
				t.Errorf("finding %s at %q, want %s at %q", f.Message.Key, f.URL, tt.key, tt.url)
			}
			if err := catalog.Complete(tt.check.ID, f.Message); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestLanguagesOffered(t *testing.T) {
	pages := []*checks.Facts{{URL: home, Lang: "fr", Alternates: map[string]string{"nl": sub}}}
	if r := checks.RunSite(checks.Site{}, pages, []*checks.Check{languagesOffered})[0]; r.Outcome != checks.Passed {
		t.Error(r)
	}
}

// TestExtract reads the signals of a statement and of a home page.
func TestExtract(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "..", "testdata", "checks", "statement-state", "passed-partial.html"))
	if err != nil {
		t.Fatal(err)
	}
	p, err := page.Parse("https://www.bellerive.example/accessibilite", strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	p.Header = http.Header{"Date": {"Sun, 22 Nov 2026 10:00:00 GMT"}}
	f := checks.Gather(p)
	extract(p, f)
	want := signals{
		signalStatement: "fr", signalState: partial, signalDate: "2026-09-01", signalPlan: "2026", signalVisited: "2026-11-22", signalCountry: "fr",
	}
	for k, v := range want {
		if f.Signals[k] != v {
			t.Errorf("%s is %q, want %q", k, f.Signals[k], v)
		}
	}
	p, err = page.Parse(home, strings.NewReader(`<html lang="fr"><footer><a href="/mentions">Mentions légales</a>
		<a href="/accessibilite">ACCESSIBILITÉ&nbsp;: NON&nbsp;CONFORME</a> <a href="/faq">Foire aux questions</a></footer>`))
	if err != nil {
		t.Fatal(err)
	}
	f = checks.Gather(p)
	extract(p, f)
	got := make(signals)
	for _, k := range []string{signalMention, signalTopic + "legal", signalTopic + "faq", signalTopic + "complaint"} {
		got[k] = f.Signals[k]
	}
	want = signals{signalMention: none, signalTopic + "legal": "Mentions légales", signalTopic + "faq": "Foire aux questions", signalTopic + "complaint": ""}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestDates(t *testing.T) {
	for s, want := range map[string]string{
		"etablie le 12 mars 2026":        "2026-03-12",
		"le 1er septembre 2026":          "2026-09-01",
		"op 3 mei 2025":                  "2025-05-03",
		"am 23. september 2020 erstellt": "2020-09-23",
		"on 5 november 2024":             "2024-11-05",
		"november 5, 2024":               "2024-11-05",
		"le 14/02/2025":                  "2025-02-14",
		"2025-02-14":                     "2025-02-14",
		"en mars 2024":                   "2024-03-31",
		"le 45 mars 2024 et 12/13/2024":  "2024-03-31",
		"version 4.1.2":                  "",
	} {
		got := ""
		if ds := datesIn(s); len(ds) > 0 {
			got = ds[0].time.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
}

func FuzzDates(f *testing.F) {
	f.Add("le 12 mars 2026, mise a jour 3/4/2025")
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range datesIn(s) {
			if d.start < 0 || d.start >= len(s) || d.time.Year() < 1900 || d.time.Year() > 2100 {
				t.Fatalf("%+v", d)
			}
		}
	})
}
