package main

import (
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"
)

func (a *app) checksCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "checks [ID]",
		Short: a.say.text("cmd-checks"),
		Args:  atMost(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.explainCheck(args[0])
			}
			t := tablewriter.NewTable(a.out)
			t.Header(a.say.text("col-check"), a.say.text("col-criteria"), a.say.text("col-impact"), a.say.text("col-title"))
			for _, c := range a.catalog.Checks() {
				if err := t.Append(c.ID, strings.Join(c.Criteria, " "), a.say.text("impact-"+c.Impact.String()), a.catalog.Text(c.ID).Title.In(a.say.lang)); err != nil {
					return err
				}
			}
			return t.Render()
		},
	}
}

func (a *app) explainCheck(id string) error {
	c := a.catalog.Check(id)
	if c == nil {
		return usage("unknown-check", "id", id, "nearest", nearest(id, a.checkIDs()))
	}
	t := a.catalog.Text(id)
	lang := a.say.lang
	var about []string
	if len(c.Criteria) > 0 {
		about = append(about, "WCAG "+strings.Join(c.Criteria, ", "))
	}
	if len(c.ACT) > 0 {
		about = append(about, "ACT "+strings.Join(c.ACT, ", "))
	}
	about = append(about, a.say.text("impact-"+c.Impact.String()))
	_, err := fmt.Fprintf(a.out, "%s: %s\n%s\n\n%s\n%s\n\n%s\n%s\n", c.ID, t.Title.In(lang), strings.Join(about, " · "),
		a.say.text("why"), strings.TrimSpace(t.Why.In(lang)), a.say.text("fix"), strings.TrimSpace(t.Fix.In(lang)))
	return err
}
