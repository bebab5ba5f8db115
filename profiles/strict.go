package profiles

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// decode reads one YAML document into v, a pointer to a struct. A key that the
// struct does not have is an error that gives its line and the nearest key.
func decode(b []byte, v any) error {
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return err
	}
	if len(doc.Content) == 0 {
		return fmt.Errorf("the file is empty")
	}
	if err := known(doc.Content[0], reflect.TypeOf(v).Elem()); err != nil {
		return err
	}
	return doc.Decode(v)
}

// known returns an error if a mapping in n has a key that type t has no field
// for.
func known(n *yaml.Node, t reflect.Type) error {
	switch t.Kind() {
	case reflect.Struct:
		if n.Kind != yaml.MappingNode {
			return fmt.Errorf("line %d: want keys with values", n.Line)
		}
		var names []string
		fields := make(map[string]reflect.Type)
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
			if name != "" && name != "-" {
				names = append(names, name)
				fields[name] = t.Field(i).Type
			}
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			ft, ok := fields[key.Value]
			if !ok {
				return fmt.Errorf("line %d: unknown key %q; did you mean %q?", key.Line, key.Value, nearest(key.Value, names))
			}
			if err := known(n.Content[i+1], ft); err != nil {
				return err
			}
		}
	case reflect.Slice:
		for _, c := range n.Content {
			if err := known(c, t.Elem()); err != nil {
				return err
			}
		}
	case reflect.Map:
		for i := 1; i < len(n.Content); i += 2 {
			if err := known(n.Content[i], t.Elem()); err != nil {
				return err
			}
		}
	case reflect.Pointer:
		return known(n, t.Elem())
	}
	return nil
}

// nearest returns the name at the smallest edit distance from s, the first in
// alphabetical order among equals.
func nearest(s string, names []string) string {
	best, least := "", -1
	for _, name := range slices.Sorted(slices.Values(names)) {
		if d := distance(s, name); least < 0 || d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is the Levenshtein distance between two strings, in bytes; what is
// beyond the first 64 does not count.
func distance(a, b string) int {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
