package audit

import (
	"slices"

	"github.com/usager/usager/checks"
)

// WhileBanner is the Finding.While of what is found on a page only until its
// banner is refused.
const WhileBanner = "banner"

// Behind returns the results of a page that was judged twice: as it was first
// met, with a banner that asks for consent, and once that was refused. What was
// found only as it was met is added to what is found behind, and marked.
func Behind(behind, met []checks.Result) []checks.Result {
	return add(behind, met, func(f *checks.Finding) { f.While = WhileBanner })
}

// Twice returns the results of a page that was visited twice. Findings of one
// visit only are marked as unstable.
func Twice(first, second []checks.Result) []checks.Result {
	unstable := func(f *checks.Finding) { f.Unstable = true }
	seen := prints(second)
	tested := func(results []checks.Result) map[string]bool {
		all := make(map[string]bool)
		for _, r := range results {
			all[r.Check] = r.Outcome != checks.Untested
		}
		return all
	}
	could, did := tested(second), tested(first)
	second = slices.DeleteFunc(slices.Clone(second), func(r checks.Result) bool { return !did[r.Check] })
	for i := range first {
		if !could[first[i].Check] {
			continue // nothing can be told
		}
		for k := range first[i].Findings {
			if f := &first[i].Findings[k]; !seen[f.Fingerprint] {
				unstable(f)
			}
		}
	}
	return add(first, second, unstable)
}

// Unstable reports whether findings were found on one of two visits only.
func Unstable(results []checks.Result) bool {
	return slices.ContainsFunc(results, func(r checks.Result) bool {
		return slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return f.Unstable })
	})
}

// Marked takes over the marks of findings that cannot be judged again from one
// snapshot.
func Marked(results, before []checks.Result) {
	unstable := make(map[string]bool)
	for _, r := range before {
		for _, f := range r.Findings {
			if f.Unstable {
				unstable[f.Fingerprint] = true
			}
		}
	}
	for i := range results {
		for k := range results[i].Findings {
			if f := &results[i].Findings[k]; unstable[f.Fingerprint] {
				f.Unstable = true
			}
		}
	}
}

func prints(results []checks.Result) map[string]bool {
	all := make(map[string]bool)
	for _, r := range results {
		for _, f := range r.Findings {
			all[f.Fingerprint] = true
		}
	}
	return all
}

// add adds the findings of more that are not among those of results, marked.
func add(results, more []checks.Result, mark func(*checks.Finding)) []checks.Result {
	has, at := prints(results), make(map[string]int, len(results))
	for i, r := range results {
		at[r.Check] = i
	}
	for _, r := range more {
		for _, f := range r.Findings {
			i, ok := at[r.Check]
			if !ok || has[f.Fingerprint] || len(results[i].Findings) >= checks.MaxFindings {
				continue
			}
			mark(&f)
			results[i].Findings = append(results[i].Findings, f)
			results[i].Outcome = max(results[i].Outcome, f.Outcome)
		}
	}
	return results
}
