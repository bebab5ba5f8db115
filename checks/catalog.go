package checks

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/page"
)

// Languages are those that everything a person reads exists in.
var Languages = []string{"fr", "nl", "de", "en"}

// A Family is a group of checks that share a package: "wcag", "clarity",
// "channels", "service".
type Family struct {
	Name      string
	Dimension Dimension
	Checks    []*Check // sorted by ID
	Texts     fs.FS    // one YAML file for each check, named after its ID with underscores
	// Extract adds what the family's site checks and the journeys need to know
	// of a page; nil if nothing.
	Extract func(*page.Page, *Facts)
}

// Localized is a text in the four languages.
type Localized struct {
	FR string `yaml:"fr" json:"fr"`
	NL string `yaml:"nl" json:"nl"`
	DE string `yaml:"de" json:"de"`
	EN string `yaml:"en" json:"en"`
}

// In returns the text in a language, in English if it is not one of ours.
func (l Localized) In(lang string) string {
	switch lang {
	case "fr":
		return l.FR
	case "nl":
		return l.NL
	case "de":
		return l.DE
	}
	return l.EN
}

// Text is what a check says to people.
type Text struct {
	Title    Localized            `yaml:"title"`    // what must be true, one line, no final period
	Why      Localized            `yaml:"why"`      // whom a failure stops, and what the check does not see
	Fix      Localized            `yaml:"fix"`      // how to put it right
	Messages map[string]Localized `yaml:"messages"` // what is wrong here, or the question to answer; data as {name}
}

// A Catalog holds the checks of several families and their texts.
type Catalog struct {
	Families []Family
	texts    map[string]*Text
	family   map[string]*Family
	checks   map[string]*Check
}

// NewCatalog reads the texts of the families' checks. It is an error if a
// check is misdescribed, or lacks a text in one of the languages.
func NewCatalog(families ...Family) (*Catalog, error) {
	c := &Catalog{Families: families, texts: map[string]*Text{}, family: map[string]*Family{}, checks: map[string]*Check{}}
	for i := range families {
		f := &families[i]
		for _, check := range f.Checks {
			name := strings.ReplaceAll(check.ID, "-", "_") + ".yaml"
			b, err := fs.ReadFile(f.Texts, name)
			if err != nil {
				return nil, fmt.Errorf("texts of check %s: %w", check, err)
			}
			t := new(Text)
			d := yaml.NewDecoder(bytes.NewReader(b))
			d.KnownFields(true)
			if err := d.Decode(t); err != nil {
				return nil, fmt.Errorf("texts of check %s: %w", check, err)
			}
			if err := t.validate(); err != nil {
				return nil, fmt.Errorf("texts of check %s: %w", check, err)
			}
			c.texts[check.ID], c.family[check.ID], c.checks[check.ID] = t, f, check
		}
	}
	return c, Validate(c.Checks())
}

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

func (t *Text) validate() error {
	all := map[string]Localized{"title": t.Title, "why": t.Why, "fix": t.Fix}
	for k, m := range t.Messages {
		all["message "+k] = m
	}
	for what, l := range all {
		var first []string
		for i, lang := range Languages {
			text := l.In(lang)
			if strings.TrimSpace(text) == "" {
				return fmt.Errorf("%s: nothing in %s", what, lang)
			}
			names := placeholders(text)
			if i > 0 && !slices.Equal(names, first) {
				return fmt.Errorf("%s: placeholders %v in %s, %v in %s", what, names, lang, first, Languages[0])
			}
			first = names
		}
	}
	return nil
}

func placeholders(text string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Checks returns all checks, family by family.
func (c *Catalog) Checks() []*Check {
	var all []*Check
	for _, f := range c.Families {
		all = append(all, f.Checks...)
	}
	return all
}

// Check returns the check with an ID, or nil.
func (c *Catalog) Check(id string) *Check { return c.checks[id] }

// Text returns the texts of a check, or nil if there is no such check.
func (c *Catalog) Text(id string) *Text { return c.texts[id] }

// Family returns the family of a check, or nil if there is no such check.
func (c *Catalog) Family(id string) *Family { return c.family[id] }

// Message returns what a finding says, in a language. The arguments are
// foreign text: escape the result for where it goes. A finding of a check that
// is not in the catalog any more gives its key.
func (c *Catalog) Message(check string, m Message, lang string) string {
	t := c.texts[check]
	if t == nil {
		return m.Key
	}
	l, ok := t.Messages[m.Key]
	if !ok {
		return m.Key
	}
	return placeholder.ReplaceAllStringFunc(l.In(lang), func(s string) string {
		return m.Args[s[1:len(s)-1]]
	})
}

// Complete returns an error if the catalog has no sentence for a message, or
// the sentence needs data that the message lacks. Tests call it on what checks
// report.
func (c *Catalog) Complete(check string, m Message) error {
	t := c.texts[check]
	if t == nil {
		return fmt.Errorf("no texts of check %s", check)
	}
	l, ok := t.Messages[m.Key]
	if !ok {
		return fmt.Errorf("check %s has no message %q", check, m.Key)
	}
	for _, name := range placeholders(l.EN) {
		if _, ok := m.Args[name]; !ok {
			return fmt.Errorf("check %s: message %s lacks %q", check, m.Key, name)
		}
	}
	return nil
}
