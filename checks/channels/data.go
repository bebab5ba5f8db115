package channels

import (
	"embed"
	"fmt"

	"go.yaml.in/yaml/v3"
)

//go:embed data
var data embed.FS

// load reads one of the embedded word lists. They are part of the program: a
// malformed one is a bug.
func load[T any](name string) T {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err)
	}
	var v T
	if err := yaml.Unmarshal(b, &v); err != nil {
		panic(fmt.Sprintf("%s: %v", name, err))
	}
	return v
}
