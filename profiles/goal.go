package profiles

import (
	"fmt"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
)

// A Goal is what somebody comes for.
type Goal struct {
	ID          string           `yaml:"id" json:"id"` // lower-case-hyphens
	Title       checks.Localized `yaml:"title" json:"title"`
	Description checks.Localized `yaml:"description" json:"description"`
	// Personas are those the goal is for; empty means all.
	Personas []string `yaml:"personas" json:"personas,omitempty"`
	// Start is the page the walk begins on; empty means the home page.
	Start string `yaml:"start" json:"start,omitempty"`
	// Optional marks a goal that not every service offers: it is walked only
	// where a page or a link speaks of it.
	Optional bool `yaml:"optional" json:"optional,omitempty"`
	// Words are what a lay person has in mind, by language: each word or
	// phrase with a weight, from 1 for the thing itself to .1 for a section
	// where it may be. A word in capitals is an acronym: it speaks only to
	// those who know it.
	Words map[string]map[string]float64 `yaml:"words" json:"words"`
	// Found lists what the persona may be content with: one is enough.
	Found []Found `yaml:"found" json:"found"`
}

// Found is something that a page may hold. All that is given must be there.
type Found struct {
	Channels []string `yaml:"channels" json:"channels,omitempty"` // kinds of channels, each on the page
	// Subject is what the title or a heading must name, by language: one of
	// the phrases.
	Subject map[string][]string `yaml:"subject" json:"subject,omitempty"`
	// Text is what the visible text must hold, by language: one of the phrases.
	Text    map[string][]string `yaml:"text" json:"text,omitempty"`
	Form    string              `yaml:"form" json:"form,omitempty"`       // kind of a form
	Signals map[string]string   `yaml:"signals" json:"signals,omitempty"` // of checks.Facts; an empty value stands for any
	URL     string              `yaml:"url" json:"url,omitempty"`         // the page itself
}

// LoadGoals returns the shipped goals and those in the *.yaml files of dirs,
// sorted by ID. A file whose id is that of a shipped goal takes its place.
func LoadGoals(dirs ...string) ([]Goal, error) {
	return load(shipped, "goals", dirs, "goal", func(g *Goal) string { return g.ID }, (*Goal).Validate)
}

// Validate returns an error if the goal lacks something or has a value out of
// range.
func (g *Goal) Validate() error {
	if err := described(g.ID, g.Title, g.Description); err != nil {
		return err
	}
	if len(g.Words) == 0 {
		return fmt.Errorf("words: none")
	}
	for lang, words := range g.Words {
		if !slices.Contains(checks.Languages, lang) {
			return fmt.Errorf("words: no language %q; want one of %s", lang, strings.Join(checks.Languages, ", "))
		}
		for w, weight := range words {
			if strings.TrimSpace(w) == "" || !(weight > 0 && weight <= 1) {
				return fmt.Errorf("words: %q has weight %v, want above 0 and at most 1", w, weight)
			}
		}
	}
	if len(g.Found) == 0 {
		return fmt.Errorf("found: nothing says when the goal is reached")
	}
	for i, f := range g.Found {
		if len(f.Channels) == 0 && len(f.Subject) == 0 && len(f.Text) == 0 && f.Form == "" && len(f.Signals) == 0 && f.URL == "" {
			return fmt.Errorf("found: item %d asks for nothing", i+1)
		}
	}
	return nil
}
