package report

import (
	"cmp"
	"slices"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
)

// The lists that an issue may stand in. They name files and texts too.
const (
	required  = "issues"    // what fails
	apart     = "apart"     // what fails beyond what is required: good practice, accessibility of level AAA
	questions = "questions" // what a person must decide
	decided   = "decided"   // what the team has decided about
)

// list returns the list that an issue stands in.
func list(i audit.Issue) string {
	switch {
	case i.Decision != nil && i.Decision.State != "assigned":
		return decided
	case i.Outcome != checks.Failed:
		return questions
	case !i.Required():
		return apart
	}
	return required
}

// An action is what puts right all failures of one check.
type action struct {
	First  audit.Issue // the heaviest
	Issues int
	Pages  int      // that the issues stand on, counted once; at least, where an issue does not name all of its pages
	URLs   []string // the first of them
	urls   map[string]bool
	weight float64
}

// actions returns the n actions that help most people: the required issues,
// gathered by check and ranked by their weight together.
func actions(a *audit.Audit, n int) []action {
	byCheck := make(map[string]*action)
	var all []*action
	for _, i := range a.Issues {
		if list(i) != required {
			continue
		}
		act := byCheck[i.Check]
		if act == nil {
			act = &action{First: i, urls: make(map[string]bool)}
			byCheck[i.Check] = act
			all = append(all, act)
		}
		act.Issues++
		act.weight += i.Weight
		for _, u := range i.URLs {
			if !act.urls[u] && u != "" {
				act.URLs = append(act.URLs, u)
			}
			act.urls[u] = true
		}
		act.Pages = max(act.Pages, i.Pages, len(act.urls))
		if i.Weight > act.First.Weight {
			act.First = i
		}
	}
	slices.SortStableFunc(all, func(x, y *action) int {
		return cmp.Or(-cmp.Compare(x.weight, y.weight), cmp.Compare(x.First.Check, y.First.Check))
	})
	out := make([]action, 0, n)
	for _, act := range all[:min(n, len(all))] {
		out = append(out, *act)
	}
	return out
}
