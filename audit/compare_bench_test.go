package audit

import (
	"fmt"
	"testing"
	"time"

	"github.com/usager/usager/checks"
)

// BenchmarkCompare compares two audits of 2,000 pages with ten issues on each
// page, first of the same pages, then of others: the work must not grow with
// the square of the pages.
func BenchmarkCompare(b *testing.B) {
	s := testStore(b)
	ctx := b.Context()
	visit := func(host, tag string, started time.Time) string {
		a := &Audit{Schema: Schema, Status: "complete", Manifest: Manifest{Tool: Tool(), RuleSet: RuleSet, Seeds: []string{"http://x/"}, Started: started}}
		var err error
		if a.ID, err = s.Begin(ctx, a.Manifest); err != nil {
			b.Fatal(err)
		}
		for i := range 2000 {
			u := fmt.Sprintf("http://%s/%d", host, i)
			r := checks.Result{Check: "image-alt", Outcome: checks.Failed}
			for k := range 10 {
				r.Findings = append(r.Findings, checks.Finding{Check: "image-alt", Outcome: checks.Failed, Fingerprint: fmt.Sprintf("%s%d", tag, k)})
			}
			if err := s.Add(ctx, a.ID, i, URL{URL: u, Outcome: "audited"}, &Page{URL: u, Results: []checks.Result{r}, Facts: &checks.Facts{URL: u}}, nil, nil); err != nil {
				b.Fatal(err)
			}
		}
		return a.ID
	}
	now := time.Now()
	old := visit("x", "a", now.Add(-time.Hour))
	for _, c := range []struct{ name, id string }{{"same", visit("x", "b", now)}, {"other", visit("y", "c", now)}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Compare(ctx, old, c.id); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
