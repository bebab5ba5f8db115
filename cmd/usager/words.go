package main

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/report"
)

//go:embed texts.yaml
var textsYAML []byte

// words are the sentences of the terminal in one language.
type words struct {
	lang  string
	texts map[string]checks.Localized
}

func newWords(lang string) *words {
	w := &words{lang: lang}
	if err := yaml.Unmarshal(textsYAML, &w.texts); err != nil {
		panic(fmt.Sprintf("texts.yaml: %v", err)) // a test reads it
	}
	return w
}

func (w *words) has(key string) bool { _, ok := w.texts[key]; return ok }

var placeholder = regexp.MustCompile(`\{([a-z]+)\}`)

// text returns a sentence; args are alternately names of placeholders and what
// to put there. Control characters of foreign text do not reach the terminal.
func (w *words) text(key string, args ...string) string {
	return placeholder.ReplaceAllStringFunc(w.texts[key].In(w.lang), func(s string) string {
		for i := 0; i+1 < len(args); i += 2 {
			if args[i] == s[1:len(s)-1] {
				if args[i] == "detail" {
					return printable(report.Reason(args[i+1], w.lang))
				}
				return printable(args[i+1])
			}
		}
		return s
	})
}

// printable replaces what a terminal would obey rather than show.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '\uFFFD'
		}
		return r
	}, s)
}

// languageOf finds the language of the terminal before the settings are read:
// --lang, USAGER_LANG, then the environment's.
func languageOf(args []string, getenv func(string) string) string {
	for i, arg := range args {
		if v, ok := strings.CutPrefix(arg, "--lang="); ok && slices.Contains(checks.Languages, v) {
			return v
		}
		if arg == "--lang" && i+1 < len(args) && slices.Contains(checks.Languages, args[i+1]) {
			return args[i+1]
		}
	}
	for _, name := range []string{"USAGER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); len(v) >= 2 {
			if slices.Contains(checks.Languages, v[:2]) {
				return v[:2]
			}
			return "en"
		}
	}
	return "en"
}

// short cuts a text to at most n runes, on one line.
func short(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
