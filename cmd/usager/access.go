package main

import (
	"os"
	"regexp"
	"strings"

	"github.com/usager/usager/crawler"
)

// access is what lets usager in where not everybody may go. None of it is kept.
type access struct {
	headers map[string]string
	cookies map[string]string
	recipe  *crawler.Recipe
}

var reference = regexp.MustCompile(`\$\{[A-Za-z_][A-Za-z0-9_]*\}`)

// fromEnv replaces each "${NAME}" by the environment variable.
func fromEnv(s string) (string, error) {
	missing := ""
	out := reference.ReplaceAllStringFunc(s, func(r string) string {
		name := r[2 : len(r)-1]
		v, ok := os.LookupEnv(name)
		if !ok {
			missing = name
		}
		return v
	})
	if missing != "" {
		return "", usage("no-secret", "name", missing)
	}
	return out, nil
}

// access reads what lets usager in.
func (s *settings) access() (*access, error) {
	a := &access{headers: make(map[string]string), cookies: make(map[string]string)}
	for name, v := range s.Crawl.Headers {
		v, err := fromEnv(v)
		if err != nil {
			return nil, err
		}
		a.headers[name] = v
	}
	for _, c := range s.Login.Cookies {
		name, v, ok := strings.Cut(c, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return nil, usage("bad-cookie")
		}
		v, err := fromEnv(strings.TrimSpace(v))
		if err != nil {
			return nil, err
		}
		a.cookies[name] = v
	}
	file := s.Login.Recipe
	if file == "" {
		return a, nil
	}
	if s.Browser.Static {
		return nil, usage("recipe-static")
	}
	b, err := os.ReadFile(file)
	if err == nil {
		a.recipe, err = crawler.ParseRecipe(b)
	}
	if err != nil {
		return nil, usage("bad-recipe", "file", file, "detail", err.Error())
	}
	for _, step := range a.recipe.Steps {
		if step.Env != "" && os.Getenv(step.Env) == "" {
			return nil, usage("no-secret", "name", step.Env)
		}
	}
	return a, nil
}
