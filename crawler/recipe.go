package crawler

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/andybalholm/cascadia"
	"go.yaml.in/yaml/v3"
)

// A Recipe says how to sign in: what somebody does in a browser, step by step.
// It holds no secrets, only the names of the environment variables with them.
type Recipe struct {
	Steps []RecipeStep `yaml:"steps"`
	// SignedIn is what shows that somebody is signed in, on every page: by
	// default what the last step waits for.
	SignedIn string `yaml:"signed_in,omitempty"`
	// Check is the page that is asked whether the session still holds: by
	// default the one on which the recipe ends.
	Check string `yaml:"check,omitempty"`
}

// A RecipeStep does one thing. Elements are named by a CSS selector, by "text="
// and the words on them, or, if they are fields, by "label=" and their label.
type RecipeStep struct {
	Open    string `yaml:"open,omitempty"`     // an address
	Fill    string `yaml:"fill,omitempty"`     // a field, with the value of Env, or Text
	Env     string `yaml:"env,omitempty"`      // name of an environment variable
	Text    string `yaml:"text,omitempty"`     // what is no secret
	Press   string `yaml:"press,omitempty"`    // a button or link
	WaitFor string `yaml:"wait_for,omitempty"` // an element that shows
}

// Bounds of a recipe.
const (
	maxRecipe      = 64 << 10 // bytes
	maxRecipeSteps = 50
)

var envName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// ParseRecipe reads a recipe from YAML. The error says in which step what is
// wrong.
func ParseRecipe(b []byte) (*Recipe, error) {
	if len(b) > maxRecipe {
		return nil, fmt.Errorf("it is larger than %d bytes", maxRecipe)
	}
	r := new(Recipe)
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(r); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("it is empty")
		}
		return nil, errors.New(strings.Join(strings.Fields(err.Error()), " "))
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, errors.New("it holds more than one document")
	}
	switch n := len(r.Steps); {
	case n == 0:
		return nil, errors.New("it has no steps")
	case n > maxRecipeSteps:
		return nil, fmt.Errorf("it has %d steps; %d are enough", n, maxRecipeSteps)
	case r.Steps[0].Open == "":
		return nil, errors.New("step 1 must open a page")
	case r.Steps[n-1].WaitFor == "":
		return nil, fmt.Errorf("step %d, the last, must wait_for what shows that somebody is signed in", n)
	}
	for i := range r.Steps {
		if err := r.Steps[i].check(); err != nil {
			return nil, fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	if r.SignedIn == "" {
		r.SignedIn = r.Steps[len(r.Steps)-1].WaitFor
	}
	if err := checkElement(r.SignedIn); err != nil {
		return nil, fmt.Errorf("signed_in: %w", err)
	}
	if strings.HasPrefix(r.SignedIn, "label=") {
		return nil, errors.New("signed_in: name it by a CSS selector or by text=")
	}
	if r.Check != "" {
		n, err := Normalise(r.Check)
		if err != nil {
			return nil, fmt.Errorf("check: %w", err)
		}
		r.Check = n
	}
	return r, nil
}

func (s *RecipeStep) check() error {
	done := 0
	for _, action := range []string{s.Open, s.Fill, s.Press, s.WaitFor} {
		if action != "" {
			done++
		}
	}
	switch {
	case done != 1:
		return errors.New("write one of open, fill, press and wait_for")
	case s.Fill == "" && (s.Env != "" || s.Text != ""):
		return errors.New("env and text belong to fill")
	case s.Fill != "" && (s.Env == "") == (s.Text == ""):
		return errors.New("say what to fill in: env with the name of an environment variable, or text for what is no secret")
	case s.Env != "" && !envName.MatchString(s.Env):
		return errors.New("env is the name of an environment variable, such as PORTAL_PASSWORD")
	case s.Open != "":
		n, err := Normalise(s.Open)
		if err != nil {
			return fmt.Errorf("open: %w", err)
		}
		s.Open = n
		return nil
	}
	return checkElement(s.Fill + s.Press + s.WaitFor)
}

// checkElement finds what names no element.
func checkElement(s string) error {
	for _, kind := range []string{"text=", "label="} {
		if words, ok := strings.CutPrefix(s, kind); ok {
			if phrase(words) == "" {
				return fmt.Errorf("%s has no words", kind)
			}
			return nil
		}
	}
	if _, err := cascadia.ParseGroup(s); err != nil {
		return errors.New("this is not a CSS selector; words are written text=Sign in")
	}
	return nil
}

// action returns what a step does and to what, without any value.
func (s *RecipeStep) action() string {
	switch {
	case s.Open != "":
		return "open " + s.Open
	case s.Fill != "":
		return "fill " + s.Fill
	case s.Press != "":
		return "press " + s.Press
	}
	return "wait_for " + s.WaitFor
}

// doors returns where the recipe begins: to be led there is to be signed out.
func (r *Recipe) doors() (all []string) {
	for _, s := range r.Steps {
		if u, err := url.Parse(s.Open); err == nil && s.Open != "" {
			all = append(all, u.Host+u.EscapedPath())
		}
	}
	return all
}
