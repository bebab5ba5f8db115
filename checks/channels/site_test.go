package channels

import (
	"testing"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
)

const (
	home = "https://www.ville-exemple.fr/"
	sub  = "https://www.ville-exemple.fr/demarches"
)

func ch(kind, value, purpose, text string) checks.Channel {
	return checks.Channel{Kind: kind, Value: value, Purpose: purpose, Text: text}
}

func week(hours string) map[string][]string { return map[string][]string{"mo": {hours}} }

func hoursOf(purpose, text, hours string) checks.Channel {
	return checks.Channel{Kind: Opening, Value: "Mo " + hours, Weekly: week(hours), Purpose: purpose, Text: text}
}

// TestSite runs the checks of a site on facts made by hand.
func TestSite(t *testing.T) {
	catalog, err := checks.NewCatalog(Family)
	if err != nil {
		t.Fatal(err)
	}
	phone := ch(Phone, "+33320112233", "Accueil de la mairie", "03 20 11 22 33")
	mail := ch(Mail, "mairie@ville.fr", "", "mairie@ville.fr")
	post := ch(Postal, "1 rue X, 59000 Lille", "", "1 rue X 59000 Lille")
	contact := checks.Link{URL: home + "contact", Name: "Nous contacter", Region: page.Footer}
	two := func(a, b []checks.Channel) []*checks.Facts {
		return []*checks.Facts{{URL: home, Status: 200, Channels: a}, {URL: sub, Status: 200, Channels: b}}
	}
	none := two(nil, nil)
	for _, tt := range []struct {
		name     string
		check    *checks.Check
		partial  bool // not every page was met
		pages    []*checks.Facts
		want     checks.Outcome
		key, url string
	}{
		{"found", phoneMissing, false, two(nil, []checks.Channel{phone}), checks.Passed, "", ""},
		{"nothing", phoneMissing, false, none, checks.Failed, "missing", ""},
		{"perhaps elsewhere", phoneMissing, true, none, checks.CantTell, "unknown", ""},
		{"machines only", phoneMissing, true, two([]checks.Channel{ch(Phone, "+33320112233", "", "")}, nil), checks.Failed, "unseen", ""},
		{"emergency only", phoneMissing, false, two([]checks.Channel{ch(Phone, "112", "", "112")}, nil), checks.Failed, "missing", ""},
		{"no pages", phoneMissing, false, nil, checks.Inapplicable, "", ""},
		{"address", emailMissing, false, two([]checks.Channel{mail}, nil), checks.Passed, "", ""},
		{"form instead", emailMissing, false, two([]checks.Channel{ch(Form, home, "", "Contact")}, nil), checks.Passed, "", ""},
		{"nobody reads", emailMissing, false, two([]checks.Channel{ch(Mail, "noreply@ville.fr", "", "noreply@ville.fr")}, nil), checks.Failed, "missing", ""},
		{"found", addressMissing, false, two([]checks.Channel{post}, nil), checks.Passed, "", ""},
		{"nothing", addressMissing, false, none, checks.Failed, "missing", ""},
		{"found", hoursMissing, false, two([]checks.Channel{hoursOf("", "lundi 9h-12h", "09:00-12:00")}, nil), checks.Passed, "", ""},
		{"perhaps elsewhere", hoursMissing, true, none, checks.CantTell, "unknown", ""},
		{"three", channelsCount, false, two([]checks.Channel{phone, mail}, []checks.Channel{post}), checks.Passed, "", ""},
		{"two", channelsCount, false, two([]checks.Channel{phone, mail}, []checks.Channel{phone}), checks.Failed, "few", ""},
		{"place and hours are one", channelsCount, true, two([]checks.Channel{post, phone}, []checks.Channel{hoursOf("", "x", "09:00-12:00")}), checks.CantTell, "unknown", ""},
		{"linked", contactPageReachable, false, []*checks.Facts{{URL: home, Links: []checks.Link{contact}}, {URL: sub, Links: []checks.Link{contact}}}, checks.Passed, "", ""},
		{"not linked", contactPageReachable, false, []*checks.Facts{{URL: home, Links: []checks.Link{contact}}, {URL: sub}}, checks.Failed, "unreached", sub},
		{"number instead", contactPageReachable, false, two([]checks.Channel{phone}, []checks.Channel{mail}), checks.Passed, "", ""},
		{"one page", contactPageReachable, false, []*checks.Facts{{URL: home}}, checks.Inapplicable, "", ""},
		{"same", phoneContradiction, false, two([]checks.Channel{phone}, []checks.Channel{phone}), checks.Passed, "", ""},
		{"two numbers", phoneContradiction, false, two([]checks.Channel{phone}, []checks.Channel{ch(Phone, "+33320112244", "Accueil de la mairie", "03 20 11 22 44")}), checks.CantTell, "differ", sub},
		{"other offices", phoneContradiction, false, two([]checks.Channel{phone}, []checks.Channel{ch(Phone, "+33320112244", "Piscine", "03 20 11 22 44")}), checks.Inapplicable, "", ""},
		{"same", hoursContradiction, false, two([]checks.Channel{hoursOf("Mairie", "x", "09:00-12:00")}, []checks.Channel{hoursOf("Mairie", "x", "09:00-12:00")}), checks.Passed, "", ""},
		{"two schedules", hoursContradiction, false, two([]checks.Channel{hoursOf("Mairie", "x", "09:00-12:00")}, []checks.Channel{hoursOf("mairie", "x", "10:00-12:00")}), checks.CantTell, "differ", sub},
		{"summer", hoursContradiction, false, two([]checks.Channel{hoursOf("Horaires d’été", "x", "09:00-12:00")}, []checks.Channel{hoursOf("Horaires d’été", "x", "10:00-12:00")}), checks.Inapplicable, "", ""},
		{"machines told otherwise", hoursContradiction, false, two([]checks.Channel{hoursOf("Mairie", "x", "09:00-12:00"), hoursOf("", "", "10:00-12:00")}, nil), checks.CantTell, "machine", home},
		{"relay", phoneRelay, false, two([]checks.Channel{phone, ch(Relay, "https://app.acce-o.fr", "", "Acceo")}, nil), checks.Passed, "", ""},
		{"no relay", phoneRelay, false, two([]checks.Channel{phone}, nil), checks.CantTell, "unknown", ""},
		{"nothing to relay", phoneRelay, false, two([]checks.Channel{post}, nil), checks.Inapplicable, "", ""},
		{"helped", digitalHelp, false, two([]checks.Channel{phone, ch(DigitalHelp, home, "", "France services")}, nil), checks.Passed, "", ""},
		{"not helped", digitalHelp, true, two([]checks.Channel{phone}, nil), checks.CantTell, "unknown", ""},
		{"called back", callbackOffered, false, two([]checks.Channel{phone, ch(Callback, home, "", "Être rappelé")}, nil), checks.Passed, "", ""},
		{"not called back", callbackOffered, true, two([]checks.Channel{phone}, nil), checks.CantTell, "unknown", ""},
		{"all on one page", contactHub, false, two(nil, []checks.Channel{phone, mail, post, hoursOf("", "lundi 9h-12h", "09:00-12:00")}), checks.Passed, "", ""},
		{"on two pages", contactHub, false, two([]checks.Channel{phone, mail}, []checks.Channel{post}), checks.CantTell, "scattered", ""},
		{"no ways", contactHub, false, none, checks.Inapplicable, "", ""},
		{"one number", singleNumber, false, two([]checks.Channel{phone}, nil), checks.Passed, "", ""},
		{"two numbers", singleNumber, false, two([]checks.Channel{phone, ch(Phone, "+33320112244", "", "03 20 11 22 44")}, nil), checks.CantTell, "several", home},
		{"only emergencies", singleNumber, false, two([]checks.Channel{ch(Phone, "112", "", "112")}, nil), checks.Inapplicable, "", ""},
		{"only a form", contactFormOnly, false, two(nil, []checks.Channel{ch(Form, sub, "", "Contact")}), checks.Failed, "only", ""},
		{"perhaps only a form", contactFormOnly, true, two(nil, []checks.Channel{ch(Form, sub, "", "Contact")}), checks.CantTell, "unknown", ""},
		{"form and number", contactFormOnly, false, two([]checks.Channel{phone}, []checks.Channel{ch(Form, sub, "", "Contact")}), checks.Passed, "", ""},
	} {
		t.Run(tt.check.ID+"/"+tt.name, func(t *testing.T) {
			site := checks.Site{Seeds: []string{home}, Complete: !tt.partial}
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
