package profiles

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

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
	// Topics say in which sections of a site it may be: see [Topics], each with
	// a weight as that of a word.
	Topics map[string]float64 `yaml:"topics" json:"topics,omitempty"`
	// Found lists what the persona may be content with: one is enough.
	Found []Found `yaml:"found" json:"found"`
}

//go:embed words/topics.yaml
var topicsYAML []byte

// Topics returns the words that name the sections of a public service's site,
// by topic and language. It must not be changed.
var Topics = sync.OnceValue(func() (topics map[string]map[string][]string) {
	if err := yaml.Unmarshal(topicsYAML, &topics); err != nil {
		panic(fmt.Sprintf("profiles: words/topics.yaml: %v", err)) // a test has read it
	}
	return topics
})

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

// GoalsIn returns the goals of a list that stands in a YAML document under a
// path of keys; none if there is no such list. Errors give the line in the
// document, and for a key that does not exist the nearest one.
func GoalsIn(document []byte, path ...string) ([]Goal, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(document, &doc); err != nil || len(doc.Content) == 0 {
		return nil, err
	}
	n := doc.Content[0]
	for _, key := range path {
		if n = value(n, key); n == nil {
			return nil, nil
		}
	}
	where := strings.Join(path, ".")
	if n.Kind != yaml.SequenceNode {
		if n.Tag == "!!null" {
			return nil, nil
		}
		return nil, fmt.Errorf("%s: line %d: want a list of goals", where, n.Line)
	}
	var goals []Goal
	for _, item := range n.Content {
		var g Goal
		err := known(item, reflect.TypeOf(g))
		if err == nil {
			err = item.Decode(&g)
		}
		if err == nil {
			if err = g.Validate(); err != nil {
				err = fmt.Errorf("line %d: %w", item.Line, err)
			}
		}
		if err == nil && slices.ContainsFunc(goals, func(other Goal) bool { return other.ID == g.ID }) {
			err = fmt.Errorf("line %d: the id %q is there twice", item.Line, g.ID)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", where, err)
		}
		goals = append(goals, g)
	}
	return goals, nil
}

// value returns the value of a key in a mapping, nil if it has none.
func value(n *yaml.Node, key string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if strings.EqualFold(n.Content[i].Value, key) {
			return n.Content[i+1]
		}
	}
	return nil
}

// Merge returns the goals with others added, sorted by ID; those of others take
// the place of goals with the same ID.
func Merge(goals, others []Goal) []Goal {
	out := slices.Clone(others)
	for _, g := range goals {
		if !slices.ContainsFunc(others, func(o Goal) bool { return o.ID == g.ID }) {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(a, b Goal) int { return cmp.Compare(a.ID, b.ID) })
	return out
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
	for topic, weight := range g.Topics {
		if _, ok := Topics()[topic]; !ok {
			return fmt.Errorf("topics: no topic %q; want one of %s", topic, strings.Join(slices.Sorted(maps.Keys(Topics())), ", "))
		}
		if !(weight > 0 && weight <= 1) {
			return fmt.Errorf("topics: %q has weight %v, want above 0 and at most 1", topic, weight)
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
