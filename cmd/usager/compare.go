package main

import (
	"github.com/spf13/cobra"

	"github.com/usager/usager/report"
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
			opts := a.reportOptions(store)
			opts.Comparison = c
			result, err := a.load(ctx, store, ids[1])
			if err != nil {
				return err
			}
			if err := report.WriteComparison(a.out, result, opts); err != nil || !cmd.Flags().Changed("out") {
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
