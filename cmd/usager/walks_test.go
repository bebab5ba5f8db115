package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/testdata/sites"
)

// demoSettings has the goals that the obstacles planted in the demonstration site
// are on the way of; one of them is its own.
const demoSettings = `
journeys:
  live: few
  live_personas: [adult, young-16, senior-80, blind, low-vision]
  goals:
    - id: social-service-hours
      title: {fr: Horaires du service social, nl: Uren van de sociale dienst, de: Zeiten des Sozialdienstes, en: Hours of the social service}
      description: {fr: Savoir quand venir., nl: Weten wanneer te komen., de: Wissen wann zu kommen., en: Know when to come.}
      words: {fr: {aide sociale: 1, action sociale: 1, CCAS: 0.9, permanences: 0.8, horaires: 0.7, maison de retraite: 0.6, démarches: 0.4}}
      found: [{channels: [hours], subject: {fr: [action sociale, CCAS, permanences]}}]
`

// TestDemoJourneys expects that what was planted stops or slows those whom it
// should, and that the repaired site stops none of them.
func TestDemoJourneys(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "config.yaml")
	if err := os.WriteFile(config, []byte(demoSettings), 0o600); err != nil {
		t.Fatal(err)
	}
	personas := []string{"young-16", "senior-80", "blind", "low-vision"}
	walk := func(version string) map[string]audit.Journey {
		result, store := auditDemo(t, version, "--config", config, "--persona", strings.Join(personas, ","))
		js := make(map[string]audit.Journey)
		for _, j := range result.Journeys {
			if !slices.Contains([]string{"opening-hours-and-place", "reach-human", "social-service-hours"}, j.Goal) {
				continue
			}
			if j.Walked == nil {
				t.Errorf("%s: %s to %s was not walked in the browser", version, j.Persona, j.Goal)
				continue
			}
			js[j.Persona+" "+j.Goal] = j
			if name := j.Steps[0].Walked.Screenshot; name == "" {
				t.Errorf("%s: %s to %s has no picture", version, j.Persona, j.Goal)
			} else if b, err := store.Picture(name); err != nil || len(b) < 1000 {
				t.Errorf("%s: picture of %d bytes, %v", version, len(b), err)
			}
			t.Logf("%s: %s %s: %s %.0f s × %.1f, %s %v; walked: %s %s %v; %s", version, j.Persona, j.Goal, j.Outcome, j.Seconds, j.Ratio,
				j.Reason.Key, j.Reason.Args, j.Walked.Outcome, j.Walked.Reason.Key, j.Walked.Reason.Args, j.Change.Key)
		}
		return js
	}
	broken, repaired := walk(sites.Broken), walk(sites.Repaired)
	for key, j := range repaired {
		if j.Outcome == "blocked" || j.Walked.Outcome != "reached" {
			t.Errorf("repaired: %s is %s %s, in the browser %s %s", key, j.Outcome, j.Reason.Key, j.Walked.Outcome, j.Walked.Reason.Key)
		}
	}
	// contact-behind-acronym: those who do not know the acronyms of the
	// administration, and need more than an e-mail address, are stopped.
	for persona, stopped := range map[string]bool{"senior-80": true, "young-16": false, "blind": false, "adult": false} {
		j := broken[persona+" reach-human"]
		if got := j.Outcome == "blocked"; got != stopped || stopped && (j.Reason.Key != "jargon-link" || j.Change.Key != "change-words") {
			t.Errorf("contact-behind-acronym: %s is %s: %s %s", persona, j.Outcome, j.Reason.Key, j.Change.Key)
		}
	}
	// contact-hidden-on-mobile: who enlarges to 320 pixels knows the acronym and
	// does not see the entry; who has 360 does not either.
	for persona, stopped := range map[string]bool{"low-vision": true, "young-16": true, "blind": false, "adult": false} {
		j := broken[persona+" opening-hours-and-place"]
		if got := j.Outcome == "blocked"; got != stopped || stopped && j.Walked.Reason.Key != "hidden-at-width" {
			t.Errorf("contact-hidden-on-mobile: %s is %s: %s, in the browser %s", persona, j.Outcome, j.Reason.Key, j.Walked.Reason.Key)
		}
	}
	// hours-four-clicks-deep: everybody goes further, and fewer arrive.
	for _, persona := range append(personas, "adult") {
		b, r := broken[persona+" social-service-hours"], repaired[persona+" social-service-hours"]
		if len(b.Steps) <= len(r.Steps) || b.Success >= r.Success {
			t.Errorf("hours-four-clicks-deep: %s takes %d steps with success %v, %d with %v on the repaired site", persona, len(b.Steps), b.Success, len(r.Steps), r.Success)
		}
	}
}
