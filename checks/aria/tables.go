// Package aria answers what assistive technology is told of an element: its
// role, its accessible name and description, whether it is exposed at all and
// whether the keyboard can reach it.
//
// Roles follow WAI-ARIA 1.2 and HTML-AAM, names the Accessible Name and
// Description Computation 1.2. The tables of roles, of states and properties,
// and of the implicit roles of elements are data files of this package. Every
// function works on a parsed page and on a rendered one; the latter decides
// more (styles, pseudo-elements, what the browser computed).
package aria

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A RoleInfo describes a role of WAI-ARIA. Properties are named without the
// prefix "aria-".
type RoleInfo struct {
	Super      []string `yaml:"super"`
	Abstract   bool     `yaml:"abstract"`   // not for authors
	Deprecated bool     `yaml:"deprecated"` // valid, but not to be used any more
	Required   []string `yaml:"required"`   // properties that an author must give
	Supported  []string `yaml:"supported"`  // properties beside the global ones; after loading, the inherited and required ones too
	Prohibited bool     `yaml:"prohibited"` // an author must not name it
	Contents   bool     `yaml:"contents"`   // its name may come from its contents
	Named      bool     `yaml:"named"`      // must have an accessible name
	Leaf       bool     `yaml:"leaf"`       // its children are presentational
	Context    []string `yaml:"context"`    // roles of which one must own it
	Owns       []string `yaml:"owns"`       // roles of which it must own one
	Only       bool     `yaml:"only"`       // it must own nothing else than Owns
}

// ValueType says what the value of a state or property looks like.
type ValueType string

// The types of values.
const (
	String  ValueType = "string"
	Integer ValueType = "integer"
	Number  ValueType = "number"
	IDRef   ValueType = "idref"
	IDRefs  ValueType = "idrefs"
	Token   ValueType = "token"
	Tokens  ValueType = "tokens"
)

// An AttributeInfo describes a state or property of WAI-ARIA.
type AttributeInfo struct {
	Type       ValueType `yaml:"type"`
	Values     []string  `yaml:"values"`     // of a Token or Tokens
	Global     bool      `yaml:"global"`     // allowed on every role
	Deprecated bool      `yaml:"deprecated"` // as a global property, or altogether
}

var (
	//go:embed roles.yaml
	rolesYAML []byte
	//go:embed attributes.yaml
	attributesYAML []byte
	//go:embed elements.yaml
	elementsYAML []byte

	roles        = mustLoad[map[string]*RoleInfo]("roles.yaml", rolesYAML)
	attributes   = mustLoad[map[string]*AttributeInfo]("attributes.yaml", attributesYAML)
	elementRoles = mustLoad[map[string]string]("elements.yaml", elementsYAML)
)

func mustLoad[T any](name string, b []byte) T {
	var v T
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	if err := d.Decode(&v); err != nil {
		panic(fmt.Sprintf("aria: %s: %v", name, err))
	}
	return v
}

func init() {
	// Every role gets what it inherits.
	done := make(map[string]bool)
	var inherit func(name string) []string
	inherit = func(name string) []string {
		r := roles[name]
		if done[name] {
			return r.Supported
		}
		done[name] = true
		all := slices.Concat(r.Supported, r.Required)
		for _, s := range r.Super {
			all = append(all, inherit(s)...)
		}
		slices.Sort(all)
		r.Supported = slices.Compact(all)
		return r.Supported
	}
	for name := range roles {
		inherit(name)
	}
}

// Lookup returns what is known of a role, or nil if there is no such role.
func Lookup(role string) *RoleInfo { return roles[role] }

// Roles returns the names of all roles, abstract ones included, sorted.
func Roles() []string { return slices.Sorted(maps.Keys(roles)) }

// Attribute returns what is known of a state or property, named with its
// prefix such as "aria-checked", or nil if there is none.
func Attribute(name string) *AttributeInfo {
	short, ok := strings.CutPrefix(name, "aria-")
	if !ok {
		return nil
	}
	return attributes[short]
}

// Is reports whether a role is or inherits from another, such as "switch" from
// "checkbox", "form" from "landmark".
func Is(role, super string) bool { return lineage[role][super] }

// lineage holds for each role itself and all it inherits from.
var lineage = func() map[string]map[string]bool {
	m := make(map[string]map[string]bool)
	for name := range roles {
		all := make(map[string]bool)
		var add func(string)
		add = func(r string) {
			all[r] = true
			for _, s := range roles[r].Super {
				add(s)
			}
		}
		add(name)
		m[name] = all
	}
	return m
}()

// Supports reports whether a state or property, named with its prefix, may
// stand on a role. An element without role may have the global ones.
func Supports(role, attr string) bool {
	a := Attribute(attr)
	if a == nil {
		return false
	}
	if Prohibits(role, attr) {
		return false
	}
	if a.Global {
		return true
	}
	r := roles[role]
	return r != nil && slices.Contains(r.Supported, strings.TrimPrefix(attr, "aria-"))
}

// Prohibits reports whether WAI-ARIA forbids a state or property on a role.
func Prohibits(role, attr string) bool {
	r := roles[role]
	if r == nil || !r.Prohibited {
		return false
	}
	switch attr {
	case "aria-label", "aria-labelledby", "aria-braillelabel":
		return true
	case "aria-roledescription", "aria-brailleroledescription":
		return role == "generic"
	}
	return false
}

var (
	integer = regexp.MustCompile(`^[-+]?[0-9]+$`)
	number  = regexp.MustCompile(`^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+)?$`)
)

// ValidValue reports whether a value has the type of a state or property,
// named with its prefix. That ids exist is not looked at.
func ValidValue(attr, value string) bool {
	a := Attribute(attr)
	if a == nil {
		return false
	}
	value = strings.ToLower(strings.TrimSpace(value))
	switch a.Type {
	case Token:
		return slices.Contains(a.Values, value)
	case Tokens:
		for v := range strings.FieldsSeq(value) {
			if !slices.Contains(a.Values, v) {
				return false
			}
		}
	case Integer:
		return integer.MatchString(value)
	case Number:
		return number.MatchString(value)
	case IDRef:
		return len(strings.Fields(value)) == 1
	case IDRefs:
		return value != ""
	}
	return true
}
