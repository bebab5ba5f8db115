package service

import (
	"testing"

	"github.com/usager/usager/checks/words"
)

// TestTopics names topics in the words of pages, and what only looks alike.
func TestTopics(t *testing.T) {
	for _, tt := range []struct {
		topic, text string
		want        bool
	}{
		{"premises", "Les locaux sont accessibles aux personnes à mobilité réduite par la cour.", true},
		{"premises", "Het gemeentehuis is rolstoeltoegankelijk.", true},
		{"premises", "Der Eingang ist stufenlos erreichbar.", true},
		{"premises", "Step-free access from Station Road", true},
		{"premises", "Accessibilité : partiellement conforme", false},
		{"accessplan", "Comment venir ? Bus 5, arrêt de bus Mairie.", true},
		{"accessplan", "Anfahrt mit Bus und Bahn", true},
		{"accessplan", "Abonnement transports en commun", false},
		{"busyhours", "Temps d’attente estimé : 20 minutes", true},
		{"busyhours", "Rustige momenten: dinsdagvoormiddag", true},
		{"responsetime", "Nous répondons sous cinq jours ouvrés.", true},
		{"responsetime", "We aim to reply within three working days.", true},
		{"responsetime", "Le silence vaut accord.", false},
		{"survey", "Participez à notre enquête de satisfaction", true},
		{"survey", "Tevredenheidsenquête 2026", true},
		{"results", "Taux de satisfaction : 92 % en 2025", true},
		{"results", "Résultats des élections", false},
		{"answers", "Vous avez dit, nous avons fait", true},
		{"codesign", "Devenez testeur de nos services", true},
		{"certified", "Service certifié Qualivilles par AFNOR", true},
		{"certified", "Certificat de naissance", false},
		{"lifeevents", "Je déménage", true},
		{"lifeevents", "Lebenslagen", true},
		{"glossary", "Woordenlijst", true},
		{"tracking", "Suivre l’avancement de votre dossier", true},
		{"tracking", "Volg uw aanvraag online", true},
		{"guidance", "Bij wie kan ik terecht?", true},
		{"spplus", "Nos engagements Services publics +", true},
	} {
		if got := topics[tt.topic].says(words.Fold(tt.text).S); got != tt.want {
			t.Errorf("%s: %q: %v", tt.topic, tt.text, got)
		}
	}
}
