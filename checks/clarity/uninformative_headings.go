package clarity

import (
	_ "embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/usager/usager/checks"
	"github.com/usager/usager/page"
	"github.com/usager/usager/text"
)

var uninformativeHeadings = &checks.Check{
	ID:       "uninformative-headings",
	Criteria: []string{"2.4.6"},
	Affects:  []checks.Group{checks.LimitedCognition, checks.NoVision, checks.OtherLanguage},
	Impact:   checks.Minor,
	Run:      runUninformativeHeadings,
}

//go:embed data/words.yaml
var wordsYAML []byte

// words are the lists of this family, by language.
var words = func() (w struct {
	// Headings say nothing of what stands below them.
	Headings map[text.Lang][]string
	// Terms are groups of words for one thing.
	Terms map[text.Lang][][]string
}) {
	if err := yaml.Unmarshal(wordsYAML, &w); err != nil {
		panic(fmt.Sprintf("clarity: words.yaml: %v", err))
	}
	return w
}()

// sectionWords is the length from which a section needs a heading that says what
// it holds.
const sectionWords = 40

func runUninformativeHeadings(p *checks.Pass) {
	r := read(p.Page)
	if !r.known {
		return
	}
	empty := make(map[string]bool)
	for _, h := range words.Headings[r.lang] {
		empty[h] = true
	}
	seen := make(map[string]bool)
	for i := range r.passages {
		b := &r.passages[i]
		if len(b.Kind) != 2 || b.Kind[0] != 'h' || b.Kind < "h1" || b.Kind > "h6" {
			continue
		}
		name := strings.Trim(strings.ToLower(page.Collapse(b.Text)), " :.0123456789")
		key := b.Kind + " " + name
		switch {
		case name == "":
			continue
		case empty[name] && follows(r, i) >= sectionWords:
			p.CantTell(b.Node, "empty", "heading", clip(b.Text, 80))
		case seen[key]:
			p.CantTell(b.Node, "twice", "heading", clip(b.Text, 80))
		default:
			p.Passed(b.Node)
		}
		seen[key] = true
	}
}

// follows returns the number of words from the heading at i to the next.
func follows(r *prose, i int) int {
	n := 0
	for i++; i < len(r.passages); i++ {
		b := &r.passages[i]
		if len(b.Kind) == 2 && b.Kind[0] == 'h' && b.Kind != "hr" {
			break
		}
		n += len(b.text.Words())
	}
	return n
}
