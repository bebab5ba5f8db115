package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
)

func (a *app) recheckCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "recheck AUDIT",
		Short: a.say.text("cmd-recheck"),
		Args:  atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if err := a.writable(); err != nil {
				return err
			}
			walkers, err := a.loadJourneys()
			if err != nil {
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
			old, err := store.Load(ctx, id)
			if err != nil {
				return err
			}
			walkers.old = old.Journeys
			// The old audit stays as it is: it is evidence. The new one has its
			// date, since it tells of the same day.
			result := &audit.Audit{Schema: audit.Schema, Status: old.Status, Manifest: old.Manifest}
			result.Manifest.Tool, result.Manifest.RuleSet = audit.Tool(), audit.RuleSet
			result.Manifest.Rejudged, result.Manifest.RecheckOf = time.Now(), id
			if result.ID, err = store.Begin(ctx, result.Manifest); err != nil {
				return failure(err, "store-failed", "detail", err.Error())
			}
			hashes := make(map[string]*audit.Page)
			for p, err := range old.Pages(ctx) {
				if err != nil {
					return err
				}
				if p.Facts = nil; !audit.Unstable(p.Results) {
					p.Results = nil
				}
				hashes[p.URL] = p
			}
			for seq, u := range old.Coverage.URLs {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				var judged *audit.Page
				if was := hashes[u.URL]; was != nil && was.Snapshot != "" {
					snapshot, err := store.Snapshot(was.Snapshot)
					if err != nil {
						fmt.Fprintln(a.err, a.say.text("recheck-lost", "url", u.URL, "detail", err.Error()))
						u.Outcome, u.Rule, u.Reason = "failed", "snapshot", err.Error()
					} else {
						judged = a.judgePage(snapshot, was.Depth)
						judged.Timings, judged.Snapshot, judged.Met, judged.Banner, judged.SignedIn = was.Timings, was.Snapshot, was.Met, was.Banner, was.SignedIn
						if was.Met != "" {
							met, err := store.Snapshot(was.Met)
							if err != nil {
								fmt.Fprintln(a.err, a.say.text("recheck-lost", "url", u.URL, "detail", err.Error()))
							} else {
								judged.Results = audit.Behind(judged.Results, a.judgePage(met, was.Depth).Results)
							}
						}
						audit.Marked(judged.Results, was.Results)
					}
				}
				if err := store.Add(ctx, result.ID, seq, u, judged, nil, nil); err != nil {
					return failure(err, "store-failed", "detail", err.Error())
				}
			}
			if err := a.conclude(ctx, store, result, walkers); err != nil {
				return err
			}
			return a.write(ctx, store, result.ID, a.settings.Format)
		},
	}
	a.outputFlags(cmd)
	return cmd
}
