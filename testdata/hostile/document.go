package hostile

import (
	_ "embed"
	"fmt"
	"strings"
)

//go:embed intro.md
var intro string

// Document returns docs/hostile.md: all traps and what becomes of each.
func Document(traps []Trap) string {
	var b strings.Builder
	b.WriteString(intro)
	table := func(title, head string, rows func(row func(name, does, becomes string))) {
		fmt.Fprintf(&b, "\n## %s\n\n| Name | %s | What becomes of it |\n| --- | --- | --- |\n", title, head)
		rows(func(name, does, becomes string) {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", name, strings.ReplaceAll(does, "|", "\\|"), becomes)
		})
	}
	table("Pages and answers", "What is met", func(row func(name, does, becomes string)) {
		for _, t := range traps {
			row(t.Name, t.Does, ends(t.Want))
		}
	})
	table("Whole sites", "What is met", func(row func(name, does, becomes string)) {
		for _, s := range Servers {
			becomes := ends([]string{s.Want})
			if s.Most > 1 {
				becomes += fmt.Sprintf("; at most %d pages were audited until then", s.Most)
			}
			row(s.Name, s.Does, becomes)
		}
	})
	table("The browser", "What happens", func(row func(name, does, becomes string)) {
		for _, f := range Faults {
			row(f.Name, f.Does, f.Becomes)
		}
	})
	return b.String()
}

// ends writes what may become of a trap, as the coverage does.
func ends(want []string) string {
	var all []string
	for _, w := range want {
		outcome, reason, _ := strings.Cut(strings.TrimSuffix(w, ": "), ": ")
		s := outcome
		if out, rule, ok := strings.Cut(outcome, " "); ok {
			s = out + ", `" + rule + "`"
		}
		if reason != "" {
			s += ": “" + strings.TrimSpace(reason) + " …”"
		}
		all = append(all, s)
	}
	return strings.Join(all, "; or ")
}
