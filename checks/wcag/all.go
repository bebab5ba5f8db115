// Package wcag holds the checks of the success criteria of WCAG 2.2, and of
// the good practice around them. Each check is one Go file, one YAML file of
// texts beside it, one line in a list (elements.go, pages.go, probes.go) and
// test pages in testdata/checks.
package wcag

import (
	"cmp"
	"embed"
	"slices"

	"github.com/usager/usager/checks"
)

//go:embed *.yaml
var texts embed.FS

// Family is the checks of this package.
var Family = checks.Family{
	Name:      "wcag",
	Dimension: checks.Accessibility,
	Checks: slices.SortedFunc(slices.Values(slices.Concat(elementChecks, pageChecks, probeChecks, siteChecks)), func(a, b *checks.Check) int {
		return cmp.Compare(a.ID, b.ID)
	}),
	Texts: texts,
}
