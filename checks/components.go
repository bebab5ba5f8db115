package checks

import (
	"bytes"
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"

	"github.com/usager/usager/page"
)

//go:embed components.yaml
var componentFile []byte

type component struct {
	Name  string   `yaml:"name"`
	In    string   `yaml:"in"`
	Words []string `yaml:"words"`
}

var components = func() (all []component) {
	d := yaml.NewDecoder(bytes.NewReader(componentFile))
	d.KnownFields(true)
	if err := d.Decode(&all); err != nil {
		panic(fmt.Sprintf("checks: components.yaml: %v", err))
	}
	return all
}()

// componentOf returns the name of the component that an element is the root
// of, given the step that it makes in a semantic path; "" if it is none. A
// menu in the header of a page that says no more is the main menu.
func (pr *printer) componentOf(n *html.Node, step string) string {
	var words string
	for _, name := range []string{"aria-label", "id", "class"} {
		if v, ok := page.Attr(n, name); ok {
			words += " " + strings.ToLower(v)
		}
	}
	if words != "" {
		for _, c := range components {
			if (c.In == "any" && n.Data != "html" && n.Data != "body" || c.In == step) && slices.ContainsFunc(c.Words, func(w string) bool { return strings.Contains(words, w) }) {
				return c.Name
			}
		}
	}
	switch step {
	case "navigation":
		if parent := pr.p.Parent(n); parent != nil && pr.p.Region(parent) == page.Banner {
			return "main-menu"
		}
		return step
	case "banner", "main", "contentinfo", "complementary", "search", "dialog":
		return step
	}
	return ""
}
