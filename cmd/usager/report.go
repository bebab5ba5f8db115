package main

import (
	"github.com/spf13/cobra"
)

func (a *app) reportCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "report AUDIT",
		Short: a.say.text("cmd-report"),
		Args:  atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if err := a.writable(); err != nil {
				return err
			}
			store, err := a.openStore(ctx)
			if err != nil {
				return err
			}
			defer store.Close()
			id, err := store.Resolve(ctx, append(args, "last")[0])
			if err != nil {
				return err
			}
			return a.write(ctx, store, id, a.settings.Format)
		},
	}
	a.outputFlags(cmd)
	return cmd
}
