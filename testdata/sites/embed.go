// Package sites holds small whole sites, embedded in the binary: usager demo
// serves them, and tests audit them.
package sites

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

// FS holds every site in its folder, with the file that tells the truth about it.
//
//go:embed all:commune
var FS embed.FS

// The versions of a site that [Commune] knows.
const (
	Broken   = "broken"   // with the barriers that [CommuneBarriers] lists
	Repaired = "repaired" // the same site without them
	Earlier  = "earlier"  // the broken site as it was before: some pages had no barriers, another had two more
)

// whole are the pages of the earlier version that had no barriers yet.
var whole = []string{"contact.html", "actualites.html"}

// A Barrier is one obstacle planted on purpose in the broken version of a site.
type Barrier struct {
	ID        string   `json:"id"`        // lower-case-hyphens, unique in its site
	Dimension string   `json:"dimension"` // accessibility, clarity, channels or journeys
	Page      string   `json:"page"`      // path of the page inside the site; empty for the whole site
	Selector  string   `json:"selector"`  // CSS selector of the culprit; empty where something is absent
	Criteria  []string `json:"criteria"`  // WCAG success criteria, such as "1.1.1"
	What      string   `json:"what"`      // what is wrong, one sentence
	Checks    []string `json:"checks"`    // ids of the checks expected to find it
}

// Commune returns the site of Saint-Aubin-sur-Lisse, a fictitious French
// commune with some pages in Dutch and German, rooted at its home page
// index.html. The version is [Broken], [Repaired] or [Earlier]; any other is an error.
// The links of the pages are relative; robots.txt and sitemap.xml name paths
// from the root, so that the site can be served on any host and port.
func Commune(version string) (fs.FS, error) {
	switch version {
	case Broken, Repaired:
		site, err := fs.Sub(FS, "commune/"+version)
		if err != nil {
			return nil, fmt.Errorf("open site commune, version %s: %w", version, err)
		}
		return site, nil
	case Earlier:
		return earlier{}, nil
	}
	return nil, fmt.Errorf("site commune has no version %q: use %q, %q or %q", version, Broken, Repaired, Earlier)
}

// earlier is the site before: its own pages, those that were whole, and the
// rest as it is now.
type earlier struct{}

// Open opens a file of the earlier site.
func (earlier) Open(name string) (fs.File, error) {
	version := Broken
	if slices.Contains(whole, name) {
		version = Repaired
	}
	if f, err := FS.Open(path.Join("commune", Earlier, name)); err == nil {
		if info, err := f.Stat(); err == nil && !info.IsDir() {
			return f, nil
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
	return FS.Open(path.Join("commune", version, name))
}

// CommuneBarriers returns every barrier planted in the broken version of the
// commune's site, each once.
func CommuneBarriers() ([]Barrier, error) {
	data, err := FS.ReadFile("commune/truth.json")
	if err != nil {
		return nil, fmt.Errorf("read barriers of site commune: %w", err)
	}
	var truth struct {
		Barriers []Barrier `json:"barriers"`
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		return nil, fmt.Errorf("decode barriers of site commune: %w", err)
	}
	return truth.Barriers, nil
}
