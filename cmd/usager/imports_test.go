package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport says which packages of this module each package knows, besides
// those below it in the list, and which heavy dependencies. The pipeline goes
// one way: page ← checks ← audit ← report.
var mayImport = map[string][]string{
	"page":             {},
	"text":             {},
	"text/document":    {},
	"crawler":          {"page", "chromedp", "colly"},
	"checks":           {"page", "checks/aria"},
	"checks/aria":      {"page", "checks/css"},
	"checks/color":     {"page"},
	"checks/css":       {"page"},
	"checks/norm":      {"checks"},
	"checks/wcag":      {"checks", "page", "text", "checks/aria", "checks/color", "checks/css"},
	"checks/clarity":   {"checks", "page", "text"},
	"checks/words":     {},
	"checks/channels":  {"checks", "page", "text", "checks/aria", "checks/words"},
	"checks/service":   {"checks", "page", "text", "checks/aria", "checks/channels", "checks/words"},
	"checks/suite":     {"checks", "page", "checks/wcag", "checks/clarity", "checks/channels", "checks/service"},
	"checks/checktest": {"checks", "page"},
	"profiles":         {"checks"},
	"journeys":         {"checks", "profiles", "audit", "text", "page"},
	"journeys/live":    {"checks", "profiles", "audit", "page", "crawler", "journeys"},
	"audit":            {"checks", "page", "checks/norm", "sqlite"},
	"report":           {"audit", "checks", "page", "checks/norm", "checks/service", "tablewriter"},
	"testdata/sites":   {},
	"":                 {},
}

var heavy = map[string]string{
	"chromedp": "github.com/chromedp/", "colly": "github.com/gocolly/", "sqlite": "modernc.org/sqlite",
	"tablewriter": "github.com/olekukonko/tablewriter", "viper": "github.com/spf13/viper",
}

func TestImports(t *testing.T) {
	const module = "github.com/usager/usager"
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", module+"/...", module+"/testdata/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		name := strings.TrimPrefix(strings.TrimPrefix(fields[0], module), "/")
		if strings.HasPrefix(name, "cmd/") || strings.HasPrefix(name, "bench/") || strings.HasPrefix(name, "testdata/hostile") || strings.Contains(name, "reporttest") {
			continue // they know all
		}
		allowed, ok := mayImport[name]
		if !ok {
			t.Errorf("package %s is not in the list of who may import whom", name)
		}
		for _, imp := range fields[1:] {
			if ours, ok := strings.CutPrefix(imp, module+"/"); ok && !slices.Contains(allowed, ours) {
				t.Errorf("package %s imports %s", name, ours)
			}
			for word, path := range heavy {
				if strings.HasPrefix(imp, path) && !slices.Contains(allowed, word) {
					t.Errorf("package %s imports %s", name, imp)
				}
			}
		}
	}
}
