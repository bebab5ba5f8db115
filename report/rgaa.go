package report

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/checks/norm"
)

// What the grid says of a criterion on a page, in the terms of RGAA.
const (
	nonConforming = "NC"
	notApplicable = "NA"
	notTested     = "NT"
)

// writeRGAA writes the audit grid of RGAA as CSV: one row for each criterion,
// one column for each page. A criterion is NC where a check certainly fails
// it, NA where what it is about is proven to be absent, else NT: a machine
// never says C. The remark names what a person should look at first.
func writeRGAA(ctx context.Context, out io.Writer, a *audit.Audit, t *words) error {
	wrong := falsePositives(a)
	header := []string{"RGAA", t.T("col.criterion"), "WCAG", t.T("col.remark")}
	var columns []map[string]string // state of each criterion, by page
	remarks := make(map[string][]string)
	for p, err := range a.Pages(ctx) {
		if err != nil {
			return fmt.Errorf("read pages: %w", err)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		header = append(header, p.URL)
		columns = append(columns, t.rgaaStates(p.Results, wrong, remarks))
	}
	header = append(header, t.T("rgaa.site"))
	columns = append(columns, t.rgaaStates(a.Site, wrong, remarks))
	w := csv.NewWriter(out)
	for i := range header {
		header[i] = cell(line(header[i]))
	}
	if err := w.Write(header); err != nil {
		return err
	}
	for _, r := range norm.RGAA() {
		var remark []string
		for _, sc := range r.WCAG {
			for _, title := range remarks[sc] {
				if !slices.Contains(remark, title) {
					remark = append(remark, title)
				}
			}
		}
		text := ""
		if len(remark) > 0 {
			text = t.T("rgaa.look", "what", strings.Join(remark, "; "))
		}
		row := []string{r.Number, r.Title.In(t.Lang), strings.Join(r.WCAG, " "), cell(text)}
		for _, states := range columns {
			state := states[r.Number]
			if state == "" {
				state = notTested
			}
			row = append(row, state)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// rgaaStates returns what is known of the criteria from the results of one
// page. Checks that fail without saying which criterion they fail, and open
// questions, become remarks under their success criteria.
func (w *words) rgaaStates(rs []checks.Result, wrong map[string]bool, remarks map[string][]string) map[string]string {
	states := make(map[string]string)
	applies := make(map[string]bool) // some check met what the criterion is about
	var absent []string              // what they are about is proven not to be there
	for _, r := range rs {
		c := w.check(r.Check)
		if c == nil {
			continue
		}
		outcome, _ := believed(r, wrong)
		criteria := norm.RGAAOf(r.Check)
		for _, n := range criteria {
			switch {
			case outcome == checks.Failed:
				states[n] = nonConforming
			case outcome != checks.Inapplicable:
				applies[n] = true
			}
		}
		if c.Absence && outcome == checks.Inapplicable {
			absent = append(absent, norm.Absence(r.Check).RGAA...)
		}
		if outcome == checks.CantTell || outcome == checks.Failed && len(criteria) == 0 {
			for _, sc := range c.Criteria {
				if title := w.Title(r.Check); !slices.Contains(remarks[sc], title) {
					remarks[sc] = append(remarks[sc], title)
				}
			}
		}
	}
	for _, n := range absent {
		if states[n] == "" && !applies[n] {
			states[n] = notApplicable
		}
	}
	return states
}
