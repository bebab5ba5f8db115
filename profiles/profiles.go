// Package profiles holds personas and goals as data: who uses a public service
// and what they come for. Those shipped are embedded; a site's owner adds
// files of the same form.
package profiles

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/usager/usager/checks"
)

//go:embed *.yaml goals/*.yaml
var shipped embed.FS

// A Figure is a number and where it comes from: a publication, or the word
// that it is an assumption.
type Figure struct {
	Value  float64 `yaml:"value"`
	Source string  `yaml:"source"`
}

// The senses a persona reads a page with.
const (
	Sight        = "sight"
	ScreenReader = "screen-reader"
)

// What a persona acts with.
const (
	Mouse    = "mouse"
	Touch    = "touch"
	Keyboard = "keyboard"
)

// A Profile is a persona: what somebody perceives and does, and how fast.
type Profile struct {
	ID          string           `yaml:"id"` // lower-case-hyphens
	Title       checks.Localized `yaml:"title"`
	Description checks.Localized `yaml:"description"`
	// Reference marks the adult whose effort the others are compared with.
	Reference bool           `yaml:"reference"`
	Affects   []checks.Group `yaml:"affects"` // functional needs, none for the reference

	Sense string `yaml:"sense"` // sight or screen-reader
	Hand  string `yaml:"hand"`  // mouse, touch or keyboard

	Width         int    `yaml:"width"`  // of the window in CSS pixels, before zoom
	Height        int    `yaml:"height"` // as width
	Zoom          Figure `yaml:"zoom"`   // 1 is 100 %
	ForcedColors  bool   `yaml:"forced_colors"`
	ReducedMotion bool   `yaml:"reduced_motion"`

	Network Figure `yaml:"network_kbps"` // kilobits a second
	Latency Figure `yaml:"latency_ms"`   // of one exchange

	// Languages are those the persona reads; empty means that of the site.
	Languages []string `yaml:"languages"`
	// Acronyms are those of the administration that the persona knows, in
	// capitals; "*" stands for all.
	Acronyms []string `yaml:"acronyms"`
	// Cannot lists the kinds of channels that the persona cannot use.
	Cannot []string `yaml:"cannot"`

	Reading   Figure `yaml:"reading_wpm"`   // words a minute, silent
	Listening Figure `yaml:"listening_wpm"` // words a minute; for a screen reader
	Clarity   Figure `yaml:"clarity"`       // clarity score below which reading slows down, 0 to 100
	Thinking  Figure `yaml:"thinking"`      // factor on the mental operator M; 1 for the reference
	Keystroke Figure `yaml:"keystroke_s"`   // operator K, seconds
	Pointing  Figure `yaml:"pointing"`      // factor on the time of Fitts' law; 1 for the reference
	Target    Figure `yaml:"target_px"`     // smallest target hit at the first try, CSS pixels
	Patience  Figure `yaml:"patience_s"`    // seconds after which the persona gives up
}

// Load returns the shipped profiles and those in the *.yaml files of dirs,
// sorted by ID, the reference first. A file whose id is that of a shipped
// profile takes its place.
func Load(dirs ...string) ([]Profile, error) {
	ps, err := load(shipped, ".", dirs, "persona", func(p *Profile) string { return p.ID }, (*Profile).Validate)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(ps, func(a, b Profile) int {
		if a.Reference != b.Reference {
			if a.Reference {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.ID, b.ID)
	})
	if n := countReferences(ps); n != 1 {
		return nil, fmt.Errorf("load personas: %d are the reference, want exactly one", n)
	}
	return ps, nil
}

func countReferences(ps []Profile) (n int) {
	for _, p := range ps {
		if p.Reference {
			n++
		}
	}
	return n
}

// load reads the YAML files of the shipped folder and of dirs; of two with the
// same id the later counts.
func load[T any](shipped fs.FS, folder string, dirs []string, what string, id func(*T) string, validate func(*T) error) ([]T, error) {
	byID := make(map[string]T)
	read := func(fsys fs.FS, dir, shown string) error {
		files, err := fs.Glob(fsys, path.Join(dir, "*.yaml"))
		if err != nil {
			return fmt.Errorf("load %ss of %s: %w", what, shown, err)
		}
		here := make(map[string]string)
		for _, file := range files {
			name := path.Join(shown, path.Base(file))
			b, err := fs.ReadFile(fsys, file)
			if err != nil {
				return fmt.Errorf("load %s %s: %w", what, name, err)
			}
			var v T
			if err := decode(b, &v); err != nil {
				return fmt.Errorf("load %s %s: %w", what, name, err)
			}
			if err := validate(&v); err != nil {
				return fmt.Errorf("load %s %s: %w", what, name, err)
			}
			if other := here[id(&v)]; other != "" {
				return fmt.Errorf("load %s %s: id %q is that of %s too", what, name, id(&v), other)
			}
			here[id(&v)] = name
			byID[id(&v)] = v
		}
		return nil
	}
	if err := read(shipped, folder, what+"s"); err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		if _, err := os.Stat(dir); err != nil {
			return nil, fmt.Errorf("load %ss: %w", what, err)
		}
		if err := read(os.DirFS(dir), ".", dir); err != nil {
			return nil, err
		}
	}
	vs := make([]T, 0, len(byID))
	for _, v := range byID {
		vs = append(vs, v)
	}
	slices.SortFunc(vs, func(a, b T) int { return cmp.Compare(id(&a), id(&b)) })
	return vs, nil
}

var validID = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)

// Validate returns an error if the profile lacks something, has a value out of
// range or a figure without a source.
func (p *Profile) Validate() error {
	if err := described(p.ID, p.Title, p.Description); err != nil {
		return err
	}
	for _, g := range p.Affects {
		if !slices.Contains(checks.Groups, g) {
			return fmt.Errorf("affects: no functional need %q", g)
		}
	}
	if err := oneOf("sense", p.Sense, Sight, ScreenReader); err != nil {
		return err
	}
	if err := oneOf("hand", p.Hand, Mouse, Touch, Keyboard); err != nil {
		return err
	}
	if p.Width < 200 || p.Height < 200 || p.Width > 10000 || p.Height > 10000 {
		return fmt.Errorf("width and height: %d × %d, want 200 to 10000", p.Width, p.Height)
	}
	for _, f := range []struct {
		name     string
		fig      Figure
		from, to float64
	}{
		{"zoom", p.Zoom, 0.25, 10}, {"network_kbps", p.Network, 1, 1e7}, {"latency_ms", p.Latency, 0, 60000},
		{"reading_wpm", p.Reading, 5, 1000}, {"clarity", p.Clarity, 0, 100}, {"thinking", p.Thinking, 0.1, 20},
		{"keystroke_s", p.Keystroke, 0.01, 30}, {"pointing", p.Pointing, 0.1, 20}, {"target_px", p.Target, 1, 500},
		{"patience_s", p.Patience, 1, 86400},
	} {
		if err := f.fig.validate(f.name, f.from, f.to); err != nil {
			return err
		}
	}
	if p.Sense == ScreenReader {
		if err := p.Listening.validate("listening_wpm", 5, 1500); err != nil {
			return err
		}
	}
	for _, a := range p.Acronyms {
		if a != strings.ToUpper(a) {
			return fmt.Errorf("acronyms: %q is not in capitals", a)
		}
	}
	return nil
}

func (f Figure) validate(name string, from, to float64) error {
	if !(f.Value >= from && f.Value <= to) { // NaN too
		return fmt.Errorf("%s: %v, want %v to %v", name, f.Value, from, to)
	}
	if strings.TrimSpace(f.Source) == "" {
		return fmt.Errorf("%s: no source; write where the figure comes from, or that it is an assumption", name)
	}
	return nil
}

func oneOf(name, v string, allowed ...string) error {
	if !slices.Contains(allowed, v) {
		return fmt.Errorf("%s: %q, want one of %s", name, v, strings.Join(allowed, ", "))
	}
	return nil
}

func described(id string, texts ...checks.Localized) error {
	if !validID.MatchString(id) {
		return fmt.Errorf("id: %q, want lower-case words joined by hyphens", id)
	}
	for i, t := range texts {
		for _, lang := range checks.Languages {
			if strings.TrimSpace(t.In(lang)) == "" {
				return fmt.Errorf("%s: nothing in %s", []string{"title", "description"}[i], lang)
			}
		}
	}
	return nil
}
