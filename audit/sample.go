package audit

import (
	"cmp"
	_ "embed"
	"fmt"
	"hash/fnv"
	"net/url"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/checks"
)

// A Sampled page or document belongs to the sample that a person audits.
type Sampled struct {
	URL string `json:"url"`
	// Reasons say why, the most telling first: "home", "contact", "legal",
	// "accessibility", "site-map", "help", "sign-in" and "search" are what RGAA
	// and decision (EU) 2018/1524 ask for by name; "procedure", "form" and
	// "template" the first page of a process, with a form, or of a template;
	// "document" the first file of its kind; "random" is of the tenth that is
	// drawn.
	Reasons  []string `json:"reasons"`
	Template string   `json:"template,omitempty"`
}

//go:embed data/sample.yaml
var sampleYAML []byte

type sampleKind struct{ Words, Paths []string }

var sampleKinds = sync.OnceValue(func() map[string]sampleKind {
	m := make(map[string]sampleKind)
	if err := yaml.Unmarshal(sampleYAML, &m); err != nil {
		panic(fmt.Sprintf("sample.yaml: %v", err)) // a test reads it
	}
	return m
})

// namedKinds are the kinds of pages that are asked for by name, in order.
var namedKinds = []string{"contact", "legal", "accessibility", "site-map", "help", "sign-in", "search"}

// Bounds of a sample, so that a person can audit it.
const (
	maxSampledTemplates  = 30
	maxSampledProcedures = 5
	maxSampledDocuments  = 5
)

// Sample picks the pages that a person should audit: those that RGAA and
// decision (EU) 2018/1524 name, one of each template, process and kind of
// document, and a tenth as many drawn from the others. The same pages and the
// same seed give the same sample.
func Sample(pages []*checks.Facts, met []URL, seed int64) []Sampled {
	if len(pages) == 0 {
		return nil
	}
	s := &sampler{at: make(map[string]int)}
	home := pages[0]
	for _, f := range pages {
		if f.Depth < home.Depth {
			home = f
		}
	}
	s.take(home, "home")
	for _, kind := range namedKinds {
		if f := best(pages, kind); f != nil {
			s.take(f, kind)
		}
	}
	procedures, forms := 0, false
	for _, f := range pages {
		if f.Procedure != nil && procedures < maxSampledProcedures {
			procedures++
			s.take(f, "procedure")
		}
		if !forms && slices.ContainsFunc(f.Forms, func(x checks.Form) bool { return x.Kind == "" || x.Kind == "contact" }) {
			forms = true
			s.take(f, "form")
		}
	}
	seen := make(map[string]bool)
	for _, p := range s.all {
		seen[p.Template] = true
	}
	for _, f := range pages {
		if !seen[f.Outline] && len(seen) < maxSampledTemplates {
			seen[f.Outline] = true
			s.take(f, "template")
		}
	}
	s.documents(met)
	s.draw(pages, seed)
	return s.all
}

type sampler struct {
	all []Sampled
	at  map[string]int
}

func (s *sampler) take(f *checks.Facts, reason string) { s.add(f.URL, f.Outline, reason) }

func (s *sampler) add(address, template, reason string) {
	if i, ok := s.at[address]; ok {
		if !slices.Contains(s.all[i].Reasons, reason) {
			s.all[i].Reasons = append(s.all[i].Reasons, reason)
		}
		return
	}
	s.at[address] = len(s.all)
	s.all = append(s.all, Sampled{address, []string{reason}, template})
}

// documents takes the first document of each kind.
func (s *sampler) documents(met []URL) {
	kinds := make(map[string]bool)
	for _, u := range met {
		if u.Document == nil || kinds[u.Document.MIME] || len(kinds) == maxSampledDocuments {
			continue
		}
		kinds[u.Document.MIME] = true
		s.add(u.URL, "", "document")
	}
}

// draw takes a tenth as many of the other pages, at least one, in an order that
// the seed and their addresses give.
func (s *sampler) draw(pages []*checks.Facts, seed int64) {
	var rest []*checks.Facts
	for _, f := range pages {
		if _, ok := s.at[f.URL]; !ok {
			rest = append(rest, f)
		}
	}
	lot := func(f *checks.Facts) uint64 {
		h := fnv.New64a()
		_, _ = fmt.Fprintf(h, "%d %s", seed, f.URL) // never fails
		x := h.Sum64()                              // whose high bits are alike for addresses that are
		x = (x ^ x>>33) * 0xff51afd7ed558ccd
		x = (x ^ x>>33) * 0xc4ceb9fe1a85ec53
		return x ^ x>>33
	}
	slices.SortStableFunc(rest, func(x, y *checks.Facts) int {
		return cmp.Or(cmp.Compare(lot(x), lot(y)), cmp.Compare(x.URL, y.URL))
	})
	for _, f := range rest[:min(len(rest), (len(s.all)+9)/10)] {
		s.take(f, "random")
	}
}

// best returns the page that is most certainly of a kind, nil if none is: one
// that is called so in the links of the pages nearest to the start, in its own
// heading or title, and in its address.
func best(pages []*checks.Facts, kind string) *checks.Facts {
	k := sampleKinds()[kind]
	called := make(map[string]bool)
	for _, f := range pages {
		if f.Depth > 1 {
			continue
		}
		for _, l := range f.Links {
			if slices.Contains(k.Words, plain(l.Name)) || slices.Contains(k.Words, plain(l.Text)) {
				called[l.URL] = true
			}
		}
	}
	var found *checks.Facts
	most := 0
	for _, f := range pages {
		n := 0
		if called[f.URL] || called[f.Final] {
			n += 4
		}
		if slices.ContainsFunc(f.Headings, func(h checks.Heading) bool { return h.Level == 1 && slices.Contains(k.Words, plain(h.Text)) }) {
			n += 3
		}
		title, _, _ := strings.Cut(strings.NewReplacer("|", "–", " - ", "–", "—", "–").Replace(f.Title), "–")
		if slices.Contains(k.Words, plain(title)) {
			n += 2
		}
		if u, err := url.Parse(f.URL); err == nil && u.Path != "/" {
			last := strings.ToLower(u.Path[strings.LastIndexByte(strings.TrimSuffix(u.Path, "/"), '/')+1:])
			if slices.ContainsFunc(k.Paths, func(p string) bool { return strings.Contains(last, p) }) {
				n += 2
			}
		}
		if n > most {
			found, most = f, n
		}
	}
	if most < 2 {
		return nil
	}
	return found
}

func plain(s string) string {
	return strings.Trim(strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(s), " ")), "’", "'"), " .:!?»«›>→")
}
