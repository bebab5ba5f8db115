package main

import (
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"

	"github.com/usager/usager/profiles"
)

func (a *app) profilesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profiles [ID]",
		Short: a.say.text("cmd-profiles"),
		Args:  atMost(1),
	}
	cmd.Flags().String("profiles", "", a.say.text("flag-profiles"))
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		w, err := a.loadJourneys()
		if err != nil {
			return err
		}
		if len(args) == 1 {
			return a.explainProfile(w.personas, args[0])
		}
		t := tablewriter.NewTable(a.out)
		t.Header(a.say.text("col-id"), a.say.text("col-persona"))
		for _, p := range w.personas {
			if err := t.Append(p.ID, p.Title.In(a.say.lang)); err != nil {
				return err
			}
		}
		if err := t.Render(); err != nil {
			return err
		}
		t = tablewriter.NewTable(a.out)
		t.Header(a.say.text("col-id"), a.say.text("col-goal"))
		for _, g := range w.goals {
			if err := t.Append(g.ID, g.Title.In(a.say.lang)); err != nil {
				return err
			}
		}
		return t.Render()
	}
	return cmd
}

func (a *app) explainProfile(all []profiles.Profile, id string) error {
	var ids []string
	for _, p := range all {
		if ids = append(ids, p.ID); p.ID != id {
			continue
		}
		if _, err := fmt.Fprintf(a.out, "%s: %s\n\n%s\n\n", p.ID, p.Title.In(a.say.lang), strings.TrimSpace(p.Description.In(a.say.lang))); err != nil {
			return err
		}
		t := tablewriter.NewTable(a.out)
		t.Header(a.say.text("col-feature"), a.say.text("col-found"), a.say.text("col-source"))
		for _, f := range p.Figures() {
			if err := t.Append(f.Name, fmt.Sprintf("%g", f.Value), f.Source); err != nil {
				return err
			}
		}
		return t.Render()
	}
	return usage("unknown-persona", "id", id, "nearest", nearest(id, ids))
}
