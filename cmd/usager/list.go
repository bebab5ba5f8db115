package main

import (
	"fmt"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"
)

func (a *app) listCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: a.say.text("cmd-list"),
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := a.openStore(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			all, err := store.List(cmd.Context())
			if err != nil {
				return err
			}
			if len(all) == 0 {
				fmt.Fprintln(a.err, a.say.text("list-none"))
				return nil
			}
			t := tablewriter.NewTable(a.out)
			t.Header(a.say.text("col-audit"), a.say.text("col-site"), a.say.text("col-status"), a.say.text("col-pages"), a.say.text("col-issues"))
			for _, x := range all {
				if err := t.Append(x.ID, printable(x.Site), x.Status, fmt.Sprint(x.Pages), fmt.Sprint(x.Issues)); err != nil {
					return err
				}
			}
			return t.Render()
		},
	}
}
