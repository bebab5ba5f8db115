package main

import (
	"fmt"
	"slices"

	"github.com/olekukonko/tablewriter"
	"github.com/spf13/cobra"

	"github.com/usager/usager/audit"
	"github.com/usager/usager/checks"
	"github.com/usager/usager/crawler"
	"github.com/usager/usager/journeys"
	"github.com/usager/usager/profiles"
	"github.com/usager/usager/report"
)

// walkers are the personas and goals of an audit.
type walkers struct {
	personas []profiles.Profile
	goals    []profiles.Goal
}

func (a *app) profileDirs() []string {
	if a.settings.Journeys.Profiles == "" {
		return nil
	}
	return []string{a.settings.Journeys.Profiles}
}

// loadJourneys reads the personas and goals that the settings name.
func (a *app) loadJourneys() (*walkers, error) {
	w := new(walkers)
	var err error
	if w.personas, err = profiles.Load(a.profileDirs()...); err != nil {
		return nil, usage("profiles-unusable", "detail", err.Error())
	}
	if w.goals, err = profiles.LoadGoals(a.profileDirs()...); err != nil {
		return nil, usage("profiles-unusable", "detail", err.Error())
	}
	var ids []string
	for _, p := range w.personas {
		ids = append(ids, p.ID)
	}
	for _, id := range a.settings.Journeys.Personas {
		if !slices.Contains(ids, id) {
			return nil, usage("unknown-persona", "id", id, "nearest", nearest(id, ids))
		}
	}
	if chosen := a.settings.Journeys.Personas; len(chosen) > 0 {
		// The reference always walks: the others are measured against it.
		w.personas = slices.DeleteFunc(w.personas, func(p profiles.Profile) bool { return !p.Reference && !slices.Contains(chosen, p.ID) })
	}
	return w, nil
}

// walk lets the personas walk from the home page. complete says that every page
// of the site was met; urls is what became of each address.
func (w *walkers) walk(site []*checks.Facts, complete bool, urls []audit.URL) []audit.Journey {
	return journeys.Walk(site, "", w.personas, w.goals, journeys.Options{Complete: complete, URLs: urls, Normalise: crawler.Normalise})
}

// reportOptions says how reports are written here.
func (a *app) reportOptions(store *audit.Store) report.Options {
	personas, goals := make(map[string]checks.Localized), make(map[string]checks.Localized)
	if w, err := a.loadJourneys(); err == nil {
		for _, p := range w.personas {
			personas[p.ID] = p.Title
		}
		for _, g := range w.goals {
			goals[g.ID] = g.Title
		}
	}
	title := func(m map[string]checks.Localized) func(id, lang string) string {
		return func(id, lang string) string {
			if l, ok := m[id]; ok {
				return l.In(lang)
			}
			return id
		}
	}
	width, color := terminal(a.out)
	return report.Options{
		Lang: a.say.lang, Catalog: a.catalog, Width: width, Color: color, Questions: a.settings.Questions,
		Journey: journeys.Message, Persona: title(personas), Goal: title(goals), Crop: store.Crop,
	}
}

func (a *app) journeyCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "journey URL",
		Short: a.say.text("cmd-journey"),
		Args:  exactly(1),
	}
	goal := cmd.Flags().String("goal", "", a.say.text("flag-goal"))
	a.auditFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		ctx := cmd.Context()
		w, err := a.loadJourneys()
		if err != nil {
			return err
		}
		if *goal != "" {
			var ids []string
			for _, g := range w.goals {
				ids = append(ids, g.ID)
			}
			if !slices.Contains(ids, *goal) {
				return usage("unknown-goal", "id", *goal, "nearest", nearest(*goal, ids))
			}
			w.goals = slices.DeleteFunc(w.goals, func(g profiles.Goal) bool { return g.ID != *goal })
		}
		facts, urls, err := a.gather(ctx, job{seeds: args})
		if err != nil {
			return err
		}
		return a.showJourneys(w.walk(facts, false, urls), w)
	}
	return cmd
}

func (a *app) showJourneys(js []audit.Journey, w *walkers) error {
	say, lang := a.say.text, a.say.lang
	title := make(map[string]string)
	for _, p := range w.personas {
		title[p.ID] = p.Title.In(lang)
	}
	for _, g := range w.goals {
		title[g.ID] = g.Title.In(lang)
	}
	t := tablewriter.NewTable(a.out)
	t.Header(say("col-persona"), say("col-goal"), say("col-outcome"), say("col-seconds"), say("col-ratio"), say("col-why"))
	for _, j := range js {
		why := ""
		if j.Reason.Key != "" {
			why = journeys.Message(j.Reason, lang)
		}
		ratio := ""
		if j.Ratio > 0 {
			ratio = fmt.Sprintf("× %.1f", j.Ratio)
		}
		if err := t.Append(title[j.Persona], title[j.Goal], say("outcome-"+j.Outcome), fmt.Sprintf("%.0f", j.Seconds), ratio, printable(short(why, 80))); err != nil {
			return err
		}
	}
	if err := t.Render(); err != nil {
		return err
	}
	if len(js) > 2 {
		return nil // the steps of one journey; of many they would drown the table
	}
	for _, j := range js {
		steps := tablewriter.NewTable(a.out)
		steps.Header(say("col-step"), say("col-title"), say("col-action"), say("col-what"), say("col-seconds"))
		for i, s := range j.Steps {
			if err := steps.Append(fmt.Sprint(i+1), printable(short(s.Title, 40)), say("action-"+s.Action), printable(short(s.Target, 50)), fmt.Sprintf("%.0f", s.Seconds)); err != nil {
				return err
			}
		}
		if err := steps.Render(); err != nil {
			return err
		}
	}
	return nil
}
