package main

import (
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
)

func (a *app) compareCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compare OLD NEW",
		Short: a.say.text("cmd-compare"),
		Args:  exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			store, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			var ids [2]string
			for i, name := range args {
				if ids[i], err = store.Resolve(ctx, name); err != nil {
					return err
				}
			}
			c, err := store.Compare(ctx, ids[0], ids[1])
			if err != nil {
				return err
			}
			if c.RuleSetsDiffer {
				fmt.Fprintln(a.err, a.say.text("compare-rules", "id", ids[0]))
			}
			if err := a.writeComparison(c); err != nil || !cmd.Flags().Changed("out") {
				return err
			}
			if err := a.writable(); err != nil {
				return err
			}
			a.settings.Baseline = ids[0]
			return a.write(ctx, store, ids[1], []string{"html"})
		},
	}
	a.outputFlags(cmd)
	return cmd
}

func (a *app) writeComparison(c *audit.Comparison) error {
	t := tablewriter.NewTable(a.out)
	t.Header(a.say.text("col-state"), a.say.text("col-check"), a.say.text("col-pages"), a.say.text("col-what"))
	for _, part := range []struct {
		key    string
		issues []audit.Issue
	}{{"state-new", c.Added}, {"state-reopened", c.Reopened}, {"state-fixed", c.Fixed}, {"state-persisting", c.Persisting}, {"state-incomparable", c.NotComparable}} {
		for _, i := range part.issues {
			what := a.catalog.Message(i.Check, i.Example.Message, a.say.lang)
			if err := t.Append(a.say.text(part.key), i.Check, fmt.Sprint(i.Pages), printable(short(what, 90))); err != nil {
				return err
			}
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(a.out, a.say.text("compare-summary", "added", fmt.Sprint(len(c.Added)), "reopened", fmt.Sprint(len(c.Reopened)), "fixed", fmt.Sprint(len(c.Fixed)),
		"persisting", fmt.Sprint(len(c.Persisting)), "incomparable", fmt.Sprint(len(c.NotComparable))))
	return err
}

// short cuts a text to at most n runes, on one line.
func short(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
