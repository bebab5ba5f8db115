package channels

import "testing"

func TestHours(t *testing.T) {
	for _, tt := range []struct{ lang, text, want string }{
		{"fr", "du lundi au vendredi de 9h à 12h et de 13h30 à 17h", "Mo-Fr 09:00-12:00,13:30-17:00"},
		{"fr", "Lundi : 9 h à 12 h\nMardi : 9 h 30 - 12 h 30 / 14 h - 18 h\nMercredi : fermé", "Mo 09:00-12:00; Tu 09:30-12:30,14:00-18:00; We off"},
		{"fr", "lun-ven 9:00-12:00", "Mo-Fr 09:00-12:00"},
		{"fr", "Lu, Ma, Je et Ve : 8h30-12h", "Mo,Tu,Th,Fr 08:30-12:00"},
		{"fr", "de 9h à 12h du lundi au vendredi", "Mo-Fr 09:00-12:00"},
		{"fr", "9h-12h et 14h-17h du lundi au jeudi, 9h-12h le vendredi", "Mo-Th 09:00-12:00,14:00-17:00; Fr 09:00-12:00"},
		{"fr", "Ouvert tous les jours de 9h à 18h sauf le lundi", "Mo off; Tu-Su 09:00-18:00"},
		{"fr", "Ouvert tous les jours sauf le dimanche de 9h à 18h", "Mo-Sa 09:00-18:00"},
		{"fr", "Du mardi au samedi : 10h-18h, fermé le dimanche et le lundi", "Mo,Su off; Tu-Sa 10:00-18:00"},
		{"fr", "Du lundi au vendredi de 9h à 17h, le jeudi jusqu'à 19h", "Mo-We,Fr 09:00-17:00; Th 09:00-19:00"},
		{"fr", "Du lundi au vendredi : 8h30-12h et 13h30-17h sauf le mercredi après-midi", "Mo,Tu,Th,Fr 08:30-12:00,13:30-17:00; We 08:30-12:00"},
		{"fr", "Matin : du lundi au samedi de 9h à 12h. Après-midi : du lundi au vendredi de 14h à 17h.", "Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00"},
		{"fr", "Samedi de 9 h à midi", "Sa 09:00-12:00"},
		{"fr", "Le mercredi, 14h-17h sur rendez-vous", `We 14:00-17:00 "on appointment"`},
		{"fr", "Lundi et jeudi entre 9h et 11h30", "Mo,Th 09:00-11:30"},
		{"fr", "Lundi, mardi, jeudi : 08h00 - 12h00 et 13h00 - 16h45", "Mo,Tu,Th 08:00-12:00,13:00-16:45"},
		{"fr", "Concert le samedi 12 mars de 20h à 22h", ""},
		{"fr", "Le premier samedi du mois de 9h à 12h", ""},
		{"fr", "Réponse de 2 à 4 jours, lundi compris", ""},
		{"fr", "De 9h à 12h", ""},
		{"fr", "Le prix va de 9 à 12 euros le lundi", ""},
		{"fr", "24h/24, 7j/7", "Mo-Su 00:00-24:00"},
		{"fr", "Mercredi : 8h30-12h (fermé l'après-midi)", "We 08:30-12:00"},
		{"nl", "ma t/m vr 9.00 – 12.30 uur", "Mo-Fr 09:00-12:30"},
		{"nl", "maandag tot en met vrijdag van 9 tot 12 uur en van 13.30 tot 16 uur", "Mo-Fr 09:00-12:00,13:30-16:00"},
		{"nl", "Maandag: 9u - 12u30\nDinsdag: gesloten\nWoensdagnamiddag: 14u-17u", "Mo 09:00-12:30; Tu off; We 14:00-17:00"},
		{"nl", "elke werkdag van 9 tot 12 uur", "Mo-Fr 09:00-12:00"},
		{"nl", "di 14-20u", "Tu 14:00-20:00"},
		{"nl", "ma, di, do: 8.30-12.00 / 13.00-16.30", "Mo,Tu,Th 08:30-12:00,13:00-16:30"},
		{"nl", "dagelijks behalve zondag 10:00 - 18:00", "Mo-Sa 10:00-18:00"},
		{"de", "Montag bis Freitag 8–12 Uhr", "Mo-Fr 08:00-12:00"},
		{"de", "Mo–Do 8–16 Uhr, Fr 8–12 Uhr", "Mo-Th 08:00-16:00; Fr 08:00-12:00"},
		{"de", "Mo, Di, Do 8-12 und 14-16 Uhr", "Mo,Tu,Th 08:00-12:00,14:00-16:00"},
		{"de", "Montag – Freitag: 8.00 – 12.00 Uhr\nDonnerstag zusätzlich 14.00 – 18.00 Uhr", "Mo-We,Fr 08:00-12:00; Th 08:00-12:00,14:00-18:00"},
		{"de", "Mi geschlossen, Do 8:30 bis 12 Uhr", "We off; Th 08:30-12:00"},
		{"de", "dienstags und donnerstags von 14 bis 18 Uhr", "Tu,Th 14:00-18:00"},
		{"de", "Jeden ersten Samstag im Monat 10-12 Uhr", ""},
		{"en", "Mon–Fri 9am–5pm", "Mo-Fr 09:00-17:00"},
		{"en", "Monday to Friday, 9.30am to 4pm", "Mo-Fr 09:30-16:00"},
		{"en", "Monday to Thursday 9–5pm, Friday 9am to noon", "Mo-Th 09:00-17:00; Fr 09:00-12:00"},
		{"en", "Tuesday: 1–5pm", "Tu 13:00-17:00"},
		{"en", "Open 10:00 – 18:00 every day except Sunday", "Mo-Sa 10:00-18:00; Su off"},
		{"en", "The meeting takes place on Saturday 12 March from 2pm to 4pm", ""},
	} {
		got := ""
		for i, s := range Hours(tt.text, tt.lang) {
			if i > 0 {
				got += " || "
			}
			got += s.String()
		}
		if got != tt.want {
			t.Errorf("%s %q:\n got %s\nwant %s", tt.lang, tt.text, got, tt.want)
		}
	}
}

func FuzzHours(f *testing.F) {
	f.Add("du lundi au vendredi de 9h à 12h, sauf le mercredi", "fr")
	f.Add("Mo, Di, Do 8-12 und 14-16 Uhr", "de")
	f.Fuzz(func(t *testing.T, s, lang string) {
		for _, h := range Hours(s, lang) {
			if h.Empty() || h.String() == "" {
				t.Fatalf("empty schedule from %q", s)
			}
		}
	})
}
