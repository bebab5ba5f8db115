package journeys

import (
	_ "embed"
	"html"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/usager/usager/audit"
)

//go:embed causes.yaml
var causesYAML []byte

// cause names the checks whose findings explain a barrier.
type cause struct {
	Link []string `yaml:"link"` // on the link
	Page []string `yaml:"page"` // on the page where the journey stops
	Site []string `yaml:"site"` // on the site as a whole
}

var causes = func() (c map[string]cause) {
	mustDecode("causes.yaml", causesYAML, &c)
	return c
}()

// maxCauses bounds the findings that one journey names.
const maxCauses = 5

// Explain puts into each journey the fingerprints of the issues that other
// checks found where it stops or is hindered: on the same link, the same page,
// or of the site where something is missing there.
func Explain(js []audit.Journey, issues []audit.Issue) {
	byCheck := make(map[string][]*audit.Issue)
	for i := range issues {
		byCheck[issues[i].Check] = append(byCheck[issues[i].Check], &issues[i])
	}
	for i := range js {
		j := &js[i]
		j.Issues = nil
		if len(j.Steps) == 0 {
			continue
		}
		last := &j.Steps[len(j.Steps)-1]
		if j.Reason.Key != "" {
			at := last
			if j.Outcome != Blocked { // the step that the reason is about
				for k := range j.Steps {
					if s := &j.Steps[k]; s.Target == j.Reason.Args["link"] && s.Target != "" {
						at = s
						break
					}
				}
			}
			blame(j, j.Reason.Key, at, byCheck)
		}
		for k := range j.Steps {
			s := &j.Steps[k]
			if s.Walked == nil {
				continue
			}
			for _, n := range s.Walked.Notes {
				blame(j, n.Key, s, byCheck)
			}
		}
	}
}

// blame adds the issues that explain one barrier at one step.
func blame(j *audit.Journey, key string, s *audit.Step, byCheck map[string][]*audit.Issue) {
	add := func(checks []string, is func(*audit.Issue) bool) {
		for _, id := range checks {
			for _, issue := range byCheck[id] {
				if len(j.Issues) < maxCauses && is(issue) && !slices.Contains(j.Issues, issue.Fingerprint) {
					j.Issues = append(j.Issues, issue.Fingerprint)
				}
			}
		}
	}
	c := causes[key]
	add(c.Link, func(i *audit.Issue) bool { return s.Link != "" && about(i.Example.HTML, s) })
	add(c.Page, func(i *audit.Issue) bool { return slices.Contains(i.URLs, s.URL) })
	add(c.Site, func(*audit.Issue) bool { return true })
}

// about reports whether the excerpt of a finding is that of the link of a step:
// it has the address, or the words if there are some.
func about(excerpt string, s *audit.Step) bool {
	excerpt = html.UnescapeString(excerpt)
	if u, err := url.Parse(s.Link); err == nil {
		if name := path.Base(u.Path); len(name) > 1 && strings.Contains(excerpt, name+`"`) {
			return true
		}
	}
	const least = 3 // letters
	return len(s.Target) >= least && strings.Contains(excerpt, ">"+s.Target+"<")
}
