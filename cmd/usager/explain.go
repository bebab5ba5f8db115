package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/report"
)

func (a *app) explainCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "explain ISSUE",
		Short: a.say.text("cmd-explain"),
		Args:  exactly(1),
	}
	name := cmd.Flags().String("audit", "last", a.say.text("flag-audit"))
	cmd.Flags().String("decisions", "", a.say.text("flag-decisions"))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		store, err := a.openStore(ctx)
		if err != nil {
			return err
		}
		defer store.Close()
		id, err := store.Resolve(ctx, *name)
		if err != nil {
			return err
		}
		result, err := a.load(ctx, store, id)
		if err != nil {
			return err
		}
		issue, err := find(result, args[0])
		if err != nil {
			return err
		}
		since, err := store.Since(ctx, id, issue.Fingerprint)
		if err != nil {
			return err
		}
		return report.WriteIssue(a.out, *issue, since, a.reportOptions(store))
	}
	return cmd
}

// find returns the issue that a person means: its fingerprint, the beginning of
// it, or the ID of a check that has one issue only.
func find(a *audit.Audit, name string) (*audit.Issue, error) {
	var found []*audit.Issue
	for k := range a.Issues {
		if i := &a.Issues[k]; i.Check == name || strings.HasPrefix(i.Fingerprint, strings.ToLower(name)) {
			found = append(found, i)
		}
	}
	switch len(found) {
	case 0:
		return nil, usage("no-issue", "id", a.ID, "name", name)
	case 1:
		return found[0], nil
	}
	var prints []string
	for _, i := range found[:min(len(found), 10)] {
		prints = append(prints, i.Fingerprint)
	}
	return nil, usage("several-issues", "name", name, "issues", strings.Join(prints, ", "))
}
